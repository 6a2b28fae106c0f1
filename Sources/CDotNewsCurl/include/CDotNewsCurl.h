// libcurl's C interface without being linked to it: the library is loaded when it is first needed, because with the thirty
// that it brings it takes longer to find and relocate than a program that only reads a store takes for its work.
#pragma once
#include <curl/curl.h>

// The functions that are used, without `curl_`.
#define DOTNEWS_CURL_FUNCTIONS(function) \
    function(version_info) \
    function(global_init) \
    function(slist_append) \
    function(slist_free_all) \
    function(easy_init) \
    function(easy_cleanup) \
    function(easy_reset) \
    function(easy_setopt) \
    function(easy_getinfo) \
    function(easy_strerror) \
    function(multi_init) \
    function(multi_cleanup) \
    function(multi_setopt) \
    function(multi_add_handle) \
    function(multi_remove_handle) \
    function(multi_perform) \
    function(multi_poll) \
    function(multi_wakeup) \
    function(multi_info_read)

#define DOTNEWS_CURL_MEMBER(name) __typeof__(curl_##name) *name;

// Where the functions are; none before `dotnews_curl_load` has returned.
struct dotnews_curl_functions {
    DOTNEWS_CURL_FUNCTIONS(DOTNEWS_CURL_MEMBER)
};
extern struct dotnews_curl_functions dotnews_curl;

// Loads the library and finds its functions. To be called once, before any other. Returns NULL, or what is missing; then
// only `dotnews_curl_version_info` may be called.
const char *dotnews_curl_load(void);

// MARK: The functions under names of their own

// NULL when the library is not there.
static inline curl_version_info_data *dotnews_curl_version_info(void) {
    return dotnews_curl.version_info ? dotnews_curl.version_info(CURLVERSION_FIRST) : NULL;
}

static inline CURLcode dotnews_curl_global_init(long flags) {
    return dotnews_curl.global_init(flags);
}

static inline struct curl_slist *dotnews_curl_slist_append(struct curl_slist *list, const char *text) {
    return dotnews_curl.slist_append(list, text);
}

static inline void dotnews_curl_slist_free_all(struct curl_slist *list) {
    dotnews_curl.slist_free_all(list);
}

static inline CURL *dotnews_curl_easy_init(void) {
    return dotnews_curl.easy_init();
}

static inline void dotnews_curl_easy_cleanup(CURL *handle) {
    dotnews_curl.easy_cleanup(handle);
}

static inline void dotnews_curl_easy_reset(CURL *handle) {
    dotnews_curl.easy_reset(handle);
}

static inline const char *dotnews_curl_easy_strerror(CURLcode code) {
    return dotnews_curl.easy_strerror(code);
}

static inline CURLM *dotnews_curl_multi_init(void) {
    return dotnews_curl.multi_init();
}

static inline CURLMcode dotnews_curl_multi_cleanup(CURLM *multi) {
    return dotnews_curl.multi_cleanup(multi);
}

static inline CURLMcode dotnews_curl_multi_add_handle(CURLM *multi, CURL *handle) {
    return dotnews_curl.multi_add_handle(multi, handle);
}

static inline CURLMcode dotnews_curl_multi_remove_handle(CURLM *multi, CURL *handle) {
    return dotnews_curl.multi_remove_handle(multi, handle);
}

static inline CURLMcode dotnews_curl_multi_perform(CURLM *multi, int *running) {
    return dotnews_curl.multi_perform(multi, running);
}

// Waits for the transfers, for a wake-up or for so many milliseconds.
static inline CURLMcode dotnews_curl_multi_poll(CURLM *multi, int timeout) {
    return dotnews_curl.multi_poll(multi, NULL, 0, timeout, NULL);
}

static inline CURLMcode dotnews_curl_multi_wakeup(CURLM *multi) {
    return dotnews_curl.multi_wakeup(multi);
}

static inline CURLMsg *dotnews_curl_multi_info_read(CURLM *multi, int *waiting) {
    return dotnews_curl.multi_info_read(multi, waiting);
}

// MARK: Typed forms of the variadic functions, which Swift cannot call

static inline CURLcode dotnews_curl_set_long(CURL *handle, CURLoption option, long value) {
    return dotnews_curl.easy_setopt(handle, option, value);
}

static inline CURLcode dotnews_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return dotnews_curl.easy_setopt(handle, option, value);
}

// libcurl copies the string, except for the options that say otherwise.
static inline CURLcode dotnews_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return dotnews_curl.easy_setopt(handle, option, value);
}

static inline CURLcode dotnews_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return dotnews_curl.easy_setopt(handle, option, value);
}

static inline CURLcode dotnews_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return dotnews_curl.easy_setopt(handle, option, value);
}

// For CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION, whose types are the same.
static inline CURLcode dotnews_curl_set_data_callback(CURL *handle, CURLoption option, curl_write_callback callback) {
    return dotnews_curl.easy_setopt(handle, option, callback);
}

static inline CURLcode dotnews_curl_set_progress_callback(CURL *handle, curl_xferinfo_callback callback) {
    return dotnews_curl.easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, callback);
}

// http and https only, also after a redirect. The names replaced the bit masks in 7.85.0.
static inline CURLcode dotnews_curl_set_web_protocols(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    CURLcode code = dotnews_curl.easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    return code ? code : dotnews_curl.easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
#else
    CURLcode code = dotnews_curl.easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
    return code ? code : dotnews_curl.easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

// Removing a transfer does not wait for a name resolution under way (7.87.0). Without it, one dead name server would
// hold up every other transfer of the thread.
static inline CURLcode dotnews_curl_set_quick_exit(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075700
    return dotnews_curl.easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)handle;
    return CURLE_OK;
#endif
}

static inline CURLcode dotnews_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return dotnews_curl.easy_getinfo(handle, info, value);
}

static inline CURLcode dotnews_curl_get_size(CURL *handle, CURLINFO info, curl_off_t *value) {
    return dotnews_curl.easy_getinfo(handle, info, value);
}

static inline CURLcode dotnews_curl_get_pointer(CURL *handle, CURLINFO info, void **value) {
    return dotnews_curl.easy_getinfo(handle, info, value);
}

static inline CURLMcode dotnews_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return dotnews_curl.multi_setopt(multi, option, value);
}

// A message of curl_multi_info_read holds its result in a union, which Swift reads with less certainty than C.
static inline CURLcode dotnews_curl_message_result(const CURLMsg *message) {
    return message->data.result;
}

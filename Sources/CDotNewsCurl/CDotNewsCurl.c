#include "CDotNewsCurl.h"
#include <dlfcn.h>
#include <stdio.h>

#ifdef __APPLE__
#define LIBRARY "/usr/lib/libcurl.4.dylib"
#else
#define LIBRARY "libcurl.so.4"
#endif

struct dotnews_curl_functions dotnews_curl;

const char *dotnews_curl_load(void) {
    static char reason[256];
    // Never closed: threads may be in it until the process ends.
    void *library = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL);
    if (!library) {
        snprintf(reason, sizeof reason, "%s", dlerror());
        return reason;
    }
#define FIND(name) \
    dotnews_curl.name = (__typeof__(dotnews_curl.name))dlsym(library, "curl_" #name); \
    if (!dotnews_curl.name) return LIBRARY " has no curl_" #name;
    DOTNEWS_CURL_FUNCTIONS(FIND)
    return NULL;
}

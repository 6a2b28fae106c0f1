#include <darwin.h>
// Code must not rely on either type: the SDKs have had both.
#ifdef __IPHONE_OS_VERSION_MIN_REQUIRED
typedef void *iconv_t;
#else
typedef struct __tag_iconv_t *iconv_t;
#endif
iconv_t iconv_open(const char *to, const char *from);
size_t iconv(iconv_t, char **restrict input, size_t *restrict, char **restrict output, size_t *restrict);
int iconv_close(iconv_t);

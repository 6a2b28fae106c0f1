// The normalization forms of Unicode.
#pragma once
#include <uninorm.h>

// Swift cannot name a variable whose type is incomplete.
static inline uninorm_t dotnews_unicode_nfc(void) { return UNINORM_NFC; }

#pragma once
#include <stddef.h>

// Reads HTML into libxml2's own tree, and frees it; 0 when there is no tree.
int markup_baseline_read(const char *html, size_t size);

// The converter of character encodings: part of the C library on Linux, libiconv in Apple's SDK.
#pragma once
#include <iconv.h>

// zlib's functions for DEFLATE with a dictionary.
#pragma once
#include <zlib.h>

// zlib: DEFLATE with a dictionary, and the compression and checksums of PNG.
#pragma once
#include <zlib.h>

// libcurl's C interface, and typed wrappers for the variadic functions that Swift cannot call.
#pragma once
#include <curl/curl.h>

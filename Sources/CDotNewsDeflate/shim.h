// libdeflate's functions for raw DEFLATE.
#pragma once
#include <libdeflate.h>

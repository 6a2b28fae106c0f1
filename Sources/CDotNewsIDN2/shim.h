// The names of international hosts as the DNS has them.
#pragma once
#include <idn2.h>

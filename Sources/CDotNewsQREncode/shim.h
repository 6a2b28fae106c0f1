// libqrencode's C interface.
#pragma once
#include <qrencode.h>

// SQLite's C interface, and wrappers for the variadic functions that Swift cannot call.
#pragma once
#include <sqlite3.h>

static inline int dotnews_sqlite3_db_config_flag(sqlite3 *db, int option, int value, int *current) {
    return sqlite3_db_config(db, option, value, current);
}

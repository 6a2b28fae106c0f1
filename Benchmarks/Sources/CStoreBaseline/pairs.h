#pragma once
#include <sqlite3.h>

// Makes an FTS5 tokenizer named "pairs" known to a connection: words of ASCII letters and digits in lower case, runs of
// other characters as overlapping pairs, the last one alone as well where it is indexed. SQLITE_OK or an error.
int pairs_register(sqlite3 *database);

#pragma once
#include "pairs_baseline.h"
#include <sqlite3.h>

// Makes an FTS5 tokenizer known to a connection that gives the tokens of the package's: folded words, and runs of scripts
// without spaces as overlapping pairs, the last character alone as well where it is indexed. SQLITE_OK or an error.
int pairs_register(sqlite3 *database, const char *name);

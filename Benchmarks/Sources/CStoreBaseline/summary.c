#include "summary.h"
#include <stdlib.h>
#include <string.h>

// A copy of a text with its length known, which is faster than strdup.
char *summary_text(sqlite3_stmt *statement, int column) {
    const unsigned char *from = sqlite3_column_text(statement, column);
    if (!from) return NULL;
    size_t size = (size_t)sqlite3_column_bytes(statement, column);
    char *copy = malloc(size + 1);
    if (copy) {
        memcpy(copy, from, size);
        copy[size] = 0;
    }
    return copy;
}

// A copy of an address, which may be stored in terms of the story's own: 1, how many bytes it begins and how many it ends
// with as that does, each plus one, and what is between.
static char *summary_address(sqlite3_stmt *statement, int column, int base_column) {
    const unsigned char *from = sqlite3_column_text(statement, column);
    if (!from || *from != 1) return summary_text(statement, column);
    const unsigned char *base = sqlite3_column_text(statement, base_column);
    size_t size = (size_t)sqlite3_column_bytes(statement, column);
    size_t base_size = (size_t)sqlite3_column_bytes(statement, base_column);
    if (size < 3 || !base) return NULL;
    size_t prefix = from[1] - 1u, suffix = from[2] - 1u, middle = size - 3;
    if (prefix > base_size || suffix > base_size) return NULL;
    char *copy = malloc(prefix + middle + suffix + 1);
    if (copy) {
        memcpy(copy, base, prefix);
        memcpy(copy + prefix, from + 3, middle);
        memcpy(copy + prefix + middle, base + base_size - suffix, suffix);
        copy[prefix + middle + suffix] = 0;
    }
    return copy;
}

void summary_read(sqlite3_stmt *statement, int first, store_baseline_summary *summary) {
    const void *key = sqlite3_column_blob(statement, first);
    if (key && sqlite3_column_bytes(statement, first) == 12) memcpy(summary->key, key, 12);
    summary->published_at = sqlite3_column_int64(statement, first + 1);
    summary->updated_at = sqlite3_column_int64(statement, first + 2);
    int address = first + SUMMARY_FIRST_TEXT + SUMMARY_ADDRESS;
    for (int i = 0; i < SUMMARY_TEXTS; i++)
        summary->texts[i] = summary_address(statement, first + SUMMARY_FIRST_TEXT + i, address);
    summary->thumbnail_width = sqlite3_column_int64(statement, first + 20);
    summary->thumbnail_height = sqlite3_column_int64(statement, first + 21);
    summary->media_duration = sqlite3_column_double(statement, first + 22);
    summary->allows_comments = sqlite3_column_int(statement, first + 23);
}

void summary_free(store_baseline_summary *summary) {
    for (int i = 0; i < SUMMARY_TEXTS; i++) free(summary->texts[i]);
}

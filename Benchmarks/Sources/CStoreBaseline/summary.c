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

void summary_read(sqlite3_stmt *statement, int first, store_baseline_summary *summary) {
    const void *key = sqlite3_column_blob(statement, first);
    if (key && sqlite3_column_bytes(statement, first) == 12) memcpy(summary->key, key, 12);
    summary->published_at = sqlite3_column_int64(statement, first + 1);
    summary->updated_at = sqlite3_column_int64(statement, first + 2);
    for (int i = 0; i < SUMMARY_TEXTS; i++) summary->texts[i] = summary_text(statement, first + SUMMARY_FIRST_TEXT + i);
    summary->thumbnail_width = sqlite3_column_int64(statement, first + 20);
    summary->thumbnail_height = sqlite3_column_int64(statement, first + 21);
    summary->media_duration = sqlite3_column_double(statement, first + 22);
    summary->allows_comments = sqlite3_column_int(statement, first + 23);
}

void summary_free(store_baseline_summary *summary) {
    for (int i = 0; i < SUMMARY_TEXTS; i++) free(summary->texts[i]);
}

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

// A copy of an address; an empty one follows from that of the article's page: `/s/` for `/a/`, or `json` for `html`.
static char *summary_derived(sqlite3_stmt *statement, int column, int page_column, int is_share) {
    if (sqlite3_column_type(statement, column) == SQLITE_NULL || sqlite3_column_bytes(statement, column) > 0)
        return summary_text(statement, column);
    char *copy = summary_text(statement, page_column);
    if (!copy) return NULL;
    copy[strcspn(copy, "?#")] = 0;
    char *host = strstr(copy, "//");
    char *path = is_share && host ? strstr(host + 2, "/a/") : NULL;
    size_t size = strlen(copy);
    if (path) path[1] = 's';
    else if (!is_share && size > 4) memcpy(copy + size - 4, "json", 4);
    return copy;
}

void summary_read(sqlite3_stmt *statement, int first, store_baseline_summary *summary) {
    const void *key = sqlite3_column_blob(statement, first);
    if (key && sqlite3_column_bytes(statement, first) == 12) memcpy(summary->key, key, 12);
    summary->published_at = sqlite3_column_int64(statement, first + 1);
    summary->updated_at = sqlite3_column_int64(statement, first + 2);
    int address = first + SUMMARY_FIRST_TEXT + SUMMARY_ADDRESS;
    for (int i = 0; i < SUMMARY_TEXTS; i++) {
        int column = first + SUMMARY_FIRST_TEXT + i, behind = i - SUMMARY_ADDRESS;
        summary->texts[i] = behind == 1 || behind == 2
            ? summary_derived(statement, column, address, behind == 1) : summary_text(statement, column);
    }
    summary->thumbnail_width = sqlite3_column_int64(statement, first + 20);
    summary->thumbnail_height = sqlite3_column_int64(statement, first + 21);
    summary->media_duration = sqlite3_column_double(statement, first + 22);
    summary->allows_comments = sqlite3_column_int(statement, first + 23);
}

void summary_free(store_baseline_summary *summary) {
    for (int i = 0; i < SUMMARY_TEXTS; i++) free(summary->texts[i]);
}

#include "store_baseline.h"
#include "summary.h"
#include <libdeflate.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct store_baseline {
    sqlite3 *database;
    sqlite3_stmt *page, *article, *state, *begin, *commit, *mark;
    struct libdeflate_decompressor *decompressor;
    // Room for a text, inflated.
    unsigned char *output;
    size_t output_capacity;
};

static int prepare(store_baseline *store, sqlite3_stmt **statement, const char *sql) {
    return sqlite3_prepare_v3(store->database, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) == SQLITE_OK;
}

// What a list shows besides the summary: the marks of its reader, and how much of the article is there.
#define IMAGE_IS_KNOWN(address) \
    "EXISTS (SELECT 1 FROM image WHERE url = " address " OR (url > " address " || '?' AND url < " address " || '@'))"
#define THUMBNAIL "substr(a.thumbnail_url, 1, instr(a.thumbnail_url || '?', '?') - 1)"
#define ROW_COLUMNS \
    ", a.arrived_at, a.is_changed, (SELECT is_read + 2 * is_bookmarked FROM reader_state WHERE key = a.key), " \
    "a.is_withdrawn, (SELECT a.body_need = 0 AND (a.thumbnail_url = '' OR " IMAGE_IS_KNOWN(THUMBNAIL) ") " \
    "AND NOT EXISTS (SELECT 1 FROM json_each(b.images) AS i WHERE NOT " IMAGE_IS_KNOWN("i.value") ") " \
    "FROM body AS b WHERE b.article = a.id) "

store_baseline *store_baseline_open(const char *file) {
    store_baseline *store = calloc(1, sizeof *store);
    if (!store) return NULL;
    if ((store->decompressor = libdeflate_alloc_decompressor())
        && sqlite3_open_v2(file, &store->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK
        && sqlite3_exec(store->database, "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -1024", NULL, NULL, NULL)
            == SQLITE_OK
        && prepare(store, &store->page,
            "SELECT a.id, " SUMMARY_COLUMNS ROW_COLUMNS " FROM article AS a " SUMMARY_JOIN "WHERE 1 AND a.id < ?1 AND a.id >= ?2 AND a.is_withdrawn = 0 "
            "ORDER BY a.id DESC LIMIT ?6")
        && prepare(store, &store->article,
            "SELECT " SUMMARY_COLUMNS ", is_withdrawn, body_need, blocks, details "
            "FROM article AS a " SUMMARY_JOIN "LEFT JOIN body AS b ON b.article = a.id WHERE a.key = ?1")
        && prepare(store, &store->state, "SELECT is_read, is_bookmarked FROM reader_state WHERE key = ?1")
        && prepare(store, &store->begin, "BEGIN IMMEDIATE")
        && prepare(store, &store->commit, "COMMIT")
        && prepare(store, &store->mark,
            "INSERT INTO reader_state (key, is_read, read_changed_at) SELECT ?1, ?2, ?3 "
            "WHERE ?2 = 1 OR EXISTS (SELECT 1 FROM reader_state WHERE key = ?1) "
            "ON CONFLICT DO UPDATE SET is_read = excluded.is_read, read_changed_at = excluded.read_changed_at "
            "WHERE is_read != excluded.is_read"))
        return store;
    store_baseline_close(store);
    return NULL;
}

void store_baseline_close(store_baseline *store) {
    if (!store) return;
    sqlite3_stmt *statements[] = {
        store->page, store->article, store->state, store->begin, store->commit, store->mark};
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) sqlite3_finalize(statements[i]);
    sqlite3_close(store->database);
    libdeflate_free_decompressor(store->decompressor);
    free(store->output);
    free(store);
}

static void bind_page(sqlite3_stmt *statement, int64_t before, int limit) {
    sqlite3_bind_int64(statement, 1, before);
    sqlite3_bind_int64(statement, 2, INT64_MIN);
    sqlite3_bind_int64(statement, 6, limit + 1);
}

int store_baseline_read_page(store_baseline *store, int64_t before, int limit, store_baseline_page *page) {
    int code;
    page->count = 0;
    page->capacity = limit;
    page->items = malloc((size_t)limit * sizeof *page->items);
    if (!page->items) return -1;
    bind_page(store->page, before, limit);
    while ((code = sqlite3_step(store->page)) == SQLITE_ROW && page->count < limit)
        summary_read(store->page, 1, &page->items[page->count++]);
    sqlite3_reset(store->page);
    return code == SQLITE_ROW || code == SQLITE_DONE ? page->count : -1;
}

void store_baseline_page_free(store_baseline_page *page) {
    for (int i = 0; i < page->count; i++) summary_free(&page->items[i]);
    free(page->items);
}

int store_baseline_walk_page(store_baseline *store, int64_t before, int limit) {
    int code, count = 0;
    bind_page(store->page, before, limit);
    while ((code = sqlite3_step(store->page)) == SQLITE_ROW) count++;
    sqlite3_reset(store->page);
    return code == SQLITE_DONE ? count : -1;
}

// The text of a column in the zlib format, whose length is found out by making room.
static char *inflated_text(store_baseline *store, int column) {
    const unsigned char *from = sqlite3_column_blob(store->article, column);
    size_t size = (size_t)sqlite3_column_bytes(store->article, column), count = 0;
    enum libdeflate_result result = LIBDEFLATE_INSUFFICIENT_SPACE;
    while (from && result == LIBDEFLATE_INSUFFICIENT_SPACE) {
        if (store->output) result = libdeflate_zlib_decompress(
            store->decompressor, from, size, store->output, store->output_capacity, &count);
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE) break;
        size_t capacity = store->output_capacity ? 2 * store->output_capacity : 1 << 15;
        unsigned char *larger = realloc(store->output, capacity);
        if (!larger) return NULL;
        store->output = larger;
        store->output_capacity = capacity;
    }
    char *text = result == LIBDEFLATE_SUCCESS ? malloc(count + 1) : NULL;
    if (!text) return NULL;
    memcpy(text, store->output, count);
    text[count] = 0;
    return text;
}

int store_baseline_read_article(store_baseline *store, const unsigned char *key, store_baseline_article *article) {
    memset(article, 0, sizeof *article);
    sqlite3_bind_blob(store->article, 1, key, 12, SQLITE_STATIC);
    int code = sqlite3_step(store->article);
    if (code == SQLITE_ROW) {
        summary_read(store->article, 0, &article->summary);
        article->is_withdrawn = sqlite3_column_int(store->article, SUMMARY_COLUMN_COUNT);
        article->body_need = sqlite3_column_int(store->article, SUMMARY_COLUMN_COUNT + 1);
        article->blocks = inflated_text(store, SUMMARY_COLUMN_COUNT + 2);
        article->details = summary_text(store->article, SUMMARY_COLUMN_COUNT + 3);
        sqlite3_bind_blob(store->state, 1, key, 12, SQLITE_STATIC);
        if (sqlite3_step(store->state) == SQLITE_ROW) {
            article->is_read = sqlite3_column_int(store->state, 0);
            article->is_bookmarked = sqlite3_column_int(store->state, 1);
        }
        sqlite3_reset(store->state);
    }
    sqlite3_reset(store->article);
    return code == SQLITE_ROW ? 1 : code == SQLITE_DONE ? 0 : -1;
}

void store_baseline_article_free(store_baseline_article *article) {
    summary_free(&article->summary);
    free(article->blocks);
    free(article->details);
}

static int run(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE;
}

int store_baseline_set_read(store_baseline *store, const unsigned char *key, int flag, int64_t now) {
    if (!run(store->begin)) return -1;
    sqlite3_bind_blob(store->mark, 1, key, 12, SQLITE_STATIC);
    sqlite3_bind_int(store->mark, 2, flag);
    sqlite3_bind_int64(store->mark, 3, now);
    int done = run(store->mark);
    int changes = sqlite3_changes(store->database);
    return run(store->commit) && done ? changes : -1;
}

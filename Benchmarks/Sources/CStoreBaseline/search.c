#include "search_baseline.h"
#include "pairs.h"
#include "summary.h"
#include <stdlib.h>

struct search_baseline {
    sqlite3 *database;
    sqlite3_stmt *add, *words, *pairs, *find;
};

static int prepare(search_baseline *search, sqlite3_stmt **statement, const char *sql) {
    return sqlite3_prepare_v3(search->database, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) == SQLITE_OK;
}

static int execute(search_baseline *search, const char *sql) {
    return sqlite3_exec(search->database, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : -1;
}

search_baseline *search_baseline_open(const char *file) {
    search_baseline *search = calloc(1, sizeof *search);
    if (!search) return NULL;
    if (sqlite3_open_v2(file, &search->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL)
            == SQLITE_OK
        && pairs_register(search->database, "pairs") == SQLITE_OK
        && execute(search,
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -1024;"
            "CREATE TABLE IF NOT EXISTS source (id INTEGER PRIMARY KEY, body TEXT, title TEXT, keywords TEXT, summary TEXT);"
            "CREATE TABLE IF NOT EXISTS document (doc INTEGER PRIMARY KEY, article INTEGER NOT NULL);"
            "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 ("
            "    body, title, keywords, summary, content = '', columnsize = 0, tokenize = 'unicode61');"
            "CREATE VIRTUAL TABLE IF NOT EXISTS pairs USING fts5 ("
            "    body, title, keywords, summary, content = 'source', content_rowid = 'id', columnsize = 0,"
            "    tokenize = 'pairs')") == 0
        && prepare(search, &search->add,
            "INSERT INTO source (id, title, keywords, summary, body) VALUES (?1, ?2, ?3, ?4, ?5)")
        && prepare(search, &search->words,
            "INSERT INTO words (rowid, body, title, keywords, summary) "
            "SELECT id, body, title, keywords, summary FROM source WHERE id BETWEEN ?1 AND ?2")
        && prepare(search, &search->pairs,
            "INSERT INTO pairs (rowid, body, title, keywords, summary) "
            "SELECT id, body, title, keywords, summary FROM source WHERE id BETWEEN ?1 AND ?2"))
        return search;
    search_baseline_close(search);
    return NULL;
}

void search_baseline_close(search_baseline *search) {
    if (!search) return;
    sqlite3_stmt *statements[] = {search->add, search->words, search->pairs, search->find};
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) sqlite3_finalize(statements[i]);
    sqlite3_close(search->database);
    free(search);
}

static int run(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? 0 : -1;
}

int search_baseline_begin(search_baseline *search) { return execute(search, "BEGIN IMMEDIATE"); }

int search_baseline_commit(search_baseline *search) { return execute(search, "COMMIT"); }

int search_baseline_add(search_baseline *search, int64_t document, const search_baseline_texts *texts) {
    sqlite3_bind_int64(search->add, 1, document);
    sqlite3_bind_text(search->add, 2, texts->title, -1, SQLITE_STATIC);
    sqlite3_bind_text(search->add, 3, texts->keywords, -1, SQLITE_STATIC);
    sqlite3_bind_text(search->add, 4, texts->summary, -1, SQLITE_STATIC);
    sqlite3_bind_text(search->add, 5, texts->body, -1, SQLITE_STATIC);
    return run(search->add);
}

static int index_range(sqlite3_stmt *statement, int64_t first, int64_t last) {
    sqlite3_bind_int64(statement, 1, first);
    sqlite3_bind_int64(statement, 2, last);
    return run(statement);
}

int search_baseline_index_words(search_baseline *search, int64_t first, int64_t last) {
    return index_range(search->words, first, last);
}

int search_baseline_index_pairs(search_baseline *search, int64_t first, int64_t last) {
    return index_range(search->pairs, first, last);
}

#define FROM_MATCHES \
    "FROM pairs CROSS JOIN document AS d ON d.doc = pairs.rowid CROSS JOIN store.article AS a ON a.id = d.article " \
    SUMMARY_JOIN "WHERE pairs MATCH ?1 AND a.is_withdrawn = 0 ORDER BY pairs.rowid DESC LIMIT ?2"

int search_baseline_attach(search_baseline *search, const char *store) {
    char *sql = sqlite3_mprintf("ATTACH %Q AS store", store);
    int code = sql ? execute(search, sql) : -1;
    sqlite3_free(sql);
    if (code != 0) return -1;
    code = execute(search,
        "PRAGMA store.cache_size = -1024; DELETE FROM document;"
        "INSERT INTO document SELECT row_number() OVER (ORDER BY id), id FROM store.article");
    return code == 0 && prepare(search, &search->find,
                "SELECT " SUMMARY_COLUMNS ", snippet(pairs, 0, '', '', '…', 40) " FROM_MATCHES)
        ? 0 : -1;
}

int search_baseline_find(
    search_baseline *search, const char *expression, int limit, search_baseline_result *results) {
    sqlite3_stmt *statement = search->find;
    int code, count = 0;
    sqlite3_bind_text(statement, 1, expression, -1, SQLITE_STATIC);
    // One more tells whether there is a next page.
    sqlite3_bind_int(statement, 2, limit + 1);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW && count < limit) {
        summary_read(statement, 0, &results[count].summary);
        results[count].snippet = summary_text(statement, SUMMARY_COLUMN_COUNT);
        count++;
    }
    sqlite3_reset(statement);
    return code == SQLITE_ROW || code == SQLITE_DONE ? count : -1;
}

void search_baseline_free(search_baseline_result *results, int count) {
    for (int i = 0; i < count; i++) {
        summary_free(&results[i].summary);
        free(results[i].snippet);
    }
}

static int64_t number(search_baseline *search, const char *sql, const char *argument) {
    sqlite3_stmt *statement = NULL;
    int64_t value = -1;
    if (sqlite3_prepare_v2(search->database, sql, -1, &statement, NULL) == SQLITE_OK) {
        if (argument) sqlite3_bind_text(statement, 1, argument, -1, SQLITE_STATIC);
        if (sqlite3_step(statement) == SQLITE_ROW) value = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return value;
}

int64_t search_baseline_count(search_baseline *search, const char *expression) {
    return number(search, "SELECT count(*) FROM pairs WHERE pairs MATCH ?1", expression);
}

int64_t search_baseline_text_size(search_baseline *search) {
    return number(search,
        "SELECT sum(length(CAST(body AS BLOB)) + length(CAST(title AS BLOB)) + length(CAST(keywords AS BLOB))"
        " + length(CAST(summary AS BLOB))) FROM source", NULL);
}

int64_t search_baseline_store_index_size(search_baseline *search) {
    // dbstat takes the size of pages from the main file.
    return number(search,
        "SELECT count(*) * (SELECT page_size FROM pragma_page_size WHERE schema = 'store') "
        "FROM dbstat('store') WHERE name LIKE 'search_%'", NULL);
}

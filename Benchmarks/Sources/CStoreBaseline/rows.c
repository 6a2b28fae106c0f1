#include "rows_baseline.h"
#include "pairs.h"
#include <stdlib.h>

// A table that holds rows of an article, the column that names the article, and the statement that inserts a row.
typedef struct {
    const char *name, *article;
    sqlite3_stmt *insert;
} table;

typedef struct {
    int table, count;
    sqlite3_value **values;
} row;

typedef struct {
    int64_t document;
    int count;
    row *rows;
} article;

enum { TABLES = 6, ROWS_OF_AN_ARTICLE = 32 };

struct rows_baseline {
    sqlite3 *database;
    sqlite3_stmt *index;
    table tables[TABLES];
    int count;
    article *articles;
};

static int execute(rows_baseline *rows, const char *sql) {
    return sqlite3_exec(rows->database, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : -1;
}

static sqlite3_stmt *prepare(rows_baseline *rows, char *sql) {
    sqlite3_stmt *statement = NULL;
    if (sql) sqlite3_prepare_v3(rows->database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    sqlite3_free(sql);
    return statement;
}

// Makes a table and its indexes as the store has them.
static int make_table(rows_baseline *rows, const char *name) {
    sqlite3_stmt *schema = prepare(rows, sqlite3_mprintf(
        "SELECT sql FROM store.sqlite_schema WHERE tbl_name = %Q AND type IN ('table', 'index') AND sql IS NOT NULL "
        "ORDER BY type DESC", name));
    int code = schema ? SQLITE_OK : SQLITE_ERROR;
    while (code == SQLITE_OK && (code = sqlite3_step(schema)) == SQLITE_ROW)
        code = sqlite3_exec(rows->database, (const char *)sqlite3_column_text(schema, 0), NULL, NULL, NULL);
    sqlite3_finalize(schema);
    return code == SQLITE_DONE ? 0 : -1;
}

static sqlite3_stmt *prepare_insert(rows_baseline *rows, const char *name) {
    sqlite3_stmt *columns = prepare(rows, sqlite3_mprintf("SELECT * FROM main.%s", name));
    int count = columns ? sqlite3_column_count(columns) : 0;
    sqlite3_finalize(columns);
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_str_appendf(sql, "INSERT INTO main.%s VALUES (?1", name);
    for (int i = 2; i <= count; i++) sqlite3_str_appendf(sql, ", ?%d", i);
    sqlite3_str_appendall(sql, ")");
    return prepare(rows, sqlite3_str_finish(sql));
}

// Reads the rows of an article out of one table.
static int read_rows(article *article, int table, sqlite3_stmt *select, int64_t id) {
    int code;
    sqlite3_bind_int64(select, 1, id);
    while ((code = sqlite3_step(select)) == SQLITE_ROW && article->count < ROWS_OF_AN_ARTICLE) {
        row *row = &article->rows[article->count++];
        row->table = table;
        row->count = sqlite3_column_count(select);
        row->values = malloc((size_t)row->count * sizeof *row->values);
        if (!row->values) return -1;
        for (int i = 0; i < row->count; i++) row->values[i] = sqlite3_value_dup(sqlite3_column_value(select, i));
    }
    sqlite3_reset(select);
    return code == SQLITE_DONE ? 0 : -1;
}

static int read_articles(rows_baseline *rows) {
    sqlite3_stmt *select[TABLES];
    int code = 0;
    for (int i = 0; i < TABLES; i++)
        select[i] = prepare(rows, sqlite3_mprintf(
            "SELECT * FROM store.%s WHERE %s = ?1", rows->tables[i].name, rows->tables[i].article));
    sqlite3_stmt *documents = prepare(rows, sqlite3_mprintf(
        "SELECT article, doc, count(*) OVER () FROM store.search_document ORDER BY doc"));
    while (code == 0 && documents && sqlite3_step(documents) == SQLITE_ROW) {
        if (!rows->articles) rows->articles = calloc((size_t)sqlite3_column_int(documents, 2), sizeof *rows->articles);
        article *article = rows->articles ? &rows->articles[rows->count++] : NULL;
        if (article) article->rows = malloc(ROWS_OF_AN_ARTICLE * sizeof *article->rows);
        code = article && article->rows ? 0 : -1;
        if (code == 0) article->document = sqlite3_column_int64(documents, 1);
        for (int i = 0; i < TABLES && code == 0; i++)
            code = select[i] ? read_rows(article, i, select[i], sqlite3_column_int64(documents, 0)) : -1;
    }
    sqlite3_finalize(documents);
    for (int i = 0; i < TABLES; i++) sqlite3_finalize(select[i]);
    return code;
}

// The same settings as the store's writer and its index have.
static int set_up(rows_baseline *rows, const char *store) {
    static const char *names[TABLES][2] = {
        {"article", "id"}, {"body", "article"}, {"membership", "article"}, {"search_document", "article"},
        {"article_tag", "article"}, {"article_author", "article"}};
    char *attach = sqlite3_mprintf("ATTACH %Q AS store", store);
    int code = attach ? execute(rows, attach) : -1;
    sqlite3_free(attach);
    if (code == 0) code = execute(rows,
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY;"
        "CREATE VIRTUAL TABLE pairs USING fts5 ("
        "    body, title, keywords, summary, content = '', columnsize = 0, tokenize = 'pairs');"
        "INSERT INTO pairs (pairs, rank) VALUES ('hashsize', 1048576), ('automerge', 8)");
    for (int i = 0; i < TABLES && code == 0; i++) {
        rows->tables[i].name = names[i][0];
        rows->tables[i].article = names[i][1];
        code = make_table(rows, names[i][0]);
        if (code == 0 && !(rows->tables[i].insert = prepare_insert(rows, names[i][0]))) code = -1;
    }
    if (code == 0) code = read_articles(rows);
    if (code == 0) code = execute(rows, "DETACH store");
    rows->index = prepare(rows, sqlite3_mprintf(
        "INSERT INTO pairs (rowid, body, title, keywords, summary) VALUES (?1, ?2, ?3, ?4, ?5)"));
    return code == 0 && rows->index ? 0 : -1;
}

rows_baseline *rows_baseline_open(const char *file, const char *store) {
    rows_baseline *rows = calloc(1, sizeof *rows);
    if (!rows) return NULL;
    if (sqlite3_open_v2(file, &rows->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL)
            == SQLITE_OK
        && pairs_register(rows->database, "pairs") == SQLITE_OK && set_up(rows, store) == 0)
        return rows;
    rows_baseline_close(rows);
    return NULL;
}

void rows_baseline_close(rows_baseline *rows) {
    if (!rows) return;
    for (int i = 0; i < rows->count; i++) {
        article *article = &rows->articles[i];
        for (int j = 0; j < article->count; j++) {
            for (int k = 0; k < article->rows[j].count; k++) sqlite3_value_free(article->rows[j].values[k]);
            free(article->rows[j].values);
        }
        free(article->rows);
    }
    free(rows->articles);
    for (int i = 0; i < TABLES; i++) sqlite3_finalize(rows->tables[i].insert);
    sqlite3_finalize(rows->index);
    sqlite3_close(rows->database);
    free(rows);
}

int rows_baseline_count(rows_baseline *rows) { return rows->count; }

static int run(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? 0 : -1;
}

static int add_rows(rows_baseline *rows, const article *article) {
    int code = 0;
    for (int i = 0; i < article->count && code == 0; i++) {
        const row *row = &article->rows[i];
        sqlite3_stmt *insert = rows->tables[row->table].insert;
        for (int j = 0; j < row->count; j++) sqlite3_bind_value(insert, j + 1, row->values[j]);
        code = run(insert);
    }
    return code;
}

static int add_to_index(rows_baseline *rows, const article *article, const search_baseline_texts *texts) {
    sqlite3_bind_int64(rows->index, 1, article->document);
    sqlite3_bind_text(rows->index, 2, texts->body, -1, SQLITE_STATIC);
    sqlite3_bind_text(rows->index, 3, texts->title, -1, SQLITE_STATIC);
    sqlite3_bind_text(rows->index, 4, texts->keywords, -1, SQLITE_STATIC);
    sqlite3_bind_text(rows->index, 5, texts->summary, -1, SQLITE_STATIC);
    return run(rows->index);
}

int rows_baseline_add(rows_baseline *rows, int first, const search_baseline_texts *texts, int count) {
    int code = execute(rows, "BEGIN IMMEDIATE");
    for (int i = 0; i < count && code == 0; i++) {
        code = add_rows(rows, &rows->articles[first + i]);
        if (code == 0) code = add_to_index(rows, &rows->articles[first + i], &texts[i]);
    }
    return code == 0 ? execute(rows, "COMMIT") : -1;
}

static int64_t differences(rows_baseline *rows, const char *query, const char *one, const char *other) {
    sqlite3_stmt *statement = prepare(rows, sqlite3_mprintf(
        "SELECT (SELECT count(*) FROM (%s %s EXCEPT %s %s)) + (SELECT count(*) FROM (%s %s EXCEPT %s %s))",
        query, one, query, other, query, other, query, one));
    int64_t count = statement && sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    return count;
}

int64_t rows_baseline_differences(rows_baseline *rows, const char *store) {
    char *attach = sqlite3_mprintf("ATTACH %Q AS store", store);
    int code = attach ? execute(rows, attach) : -1;
    sqlite3_free(attach);
    if (code != 0 || pairs_register(rows->database, "dotnews") != SQLITE_OK) return -1;
    int64_t sum = 0;
    for (int i = 0; i < TABLES && sum >= 0; i++) {
        char ours[64], theirs[64];
        sqlite3_snprintf(sizeof ours, ours, "store.%s", rows->tables[i].name);
        sqlite3_snprintf(sizeof theirs, theirs, "main.%s", rows->tables[i].name);
        int64_t count = differences(rows, "SELECT * FROM", ours, theirs);
        sum = count < 0 ? -1 : sum + count;
    }
    if (sum < 0 || execute(rows,
            "CREATE VIRTUAL TABLE temp.our_terms USING fts5vocab (store, search_index, col);"
            "CREATE VIRTUAL TABLE temp.their_terms USING fts5vocab (main, pairs, col)") != 0)
        return -1;
    int64_t terms = differences(rows, "SELECT * FROM", "our_terms", "their_terms");
    return terms < 0 ? -1 : sum + terms;
}

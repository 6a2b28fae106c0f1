#pragma once
#include <stdint.h>

// What a program in C does with the store's file: the same statements, prepared once, rows copied for the caller.

typedef struct store_baseline store_baseline;

// Texts are copies that store_baseline_page_free frees; lists of words are as they are stored.
typedef struct {
    unsigned char key[12];
    int64_t published_at, updated_at;
    char *texts[17];
    int64_t thumbnail_width, thumbnail_height;
    double media_duration;
    int allows_comments;
} store_baseline_summary;

typedef struct {
    int count, capacity;
    store_baseline_summary *items;
} store_baseline_page;

typedef struct {
    store_baseline_summary summary;
    int is_withdrawn, body_need, is_read, is_bookmarked;
    char *blocks, *details;
} store_baseline_article;

// NULL when the file cannot be opened.
store_baseline *store_baseline_open(const char *file);
void store_baseline_close(store_baseline *store);
// The newest articles with a row id below `before`; the number of rows, negative when SQLite reports an error.
int store_baseline_read_page(store_baseline *store, int64_t before, int limit, store_baseline_page *page);
void store_baseline_page_free(store_baseline_page *page);
// The same rows walked without looking at a column: what SQLite itself takes.
int store_baseline_walk_page(store_baseline *store, int64_t before, int limit);
// 1 when there is such an article, 0 when not, negative when SQLite reports an error.
int store_baseline_read_article(store_baseline *store, const unsigned char *key, store_baseline_article *article);
void store_baseline_article_free(store_baseline_article *article);
// Marks an article as read, or as not read, in a transaction; the number of rows changed, negative when it fails.
int store_baseline_set_read(store_baseline *store, const unsigned char *key, int flag, int64_t now);

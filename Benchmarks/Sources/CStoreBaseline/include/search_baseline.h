#pragma once
#include "store_baseline.h"

// What a program in C does to find articles: the texts in a table, FTS5 over it, statements prepared once.

typedef struct search_baseline search_baseline;

// The texts of an article.
typedef struct {
    const char *title, *keywords, *summary, *body;
} search_baseline_texts;

// A result: the article as the store has it, and a piece of its text. Texts are copies.
typedef struct {
    store_baseline_summary summary;
    char *snippet;
} search_baseline_result;

// Opens or makes a file for the texts; NULL when that fails.
search_baseline *search_baseline_open(const char *file);
void search_baseline_close(search_baseline *search);
// Starts, or ends, a transaction; 0, or negative when it fails.
int search_baseline_begin(search_baseline *search);
int search_baseline_commit(search_baseline *search);
// Adds the texts of a document; 0, or negative when it fails.
int search_baseline_add(search_baseline *search, int64_t document, const search_baseline_texts *texts);
// Indexes the documents from `first` to `last` with unicode61, or as overlapping pairs, in one transaction; 0, or
// negative when it fails.
int search_baseline_index_words(search_baseline *search, int64_t first, int64_t last);
int search_baseline_index_pairs(search_baseline *search, int64_t first, int64_t last);
// Reads articles from a store, whose order of publication is the order of the documents; 0, or negative when it fails.
int search_baseline_attach(search_baseline *search, const char *store);
// The newest `limit` articles that match, with snippets; how many, negative when it fails.
int search_baseline_find(
    search_baseline *search, const char *expression, int limit, search_baseline_result *results);
void search_baseline_free(search_baseline_result *results, int count);
// How many documents match; negative when it fails.
int64_t search_baseline_count(search_baseline *search, const char *expression);
// The bytes of all texts, and of the index of the attached store; negative when it fails.
int64_t search_baseline_text_size(search_baseline *search);
int64_t search_baseline_store_index_size(search_baseline *search);

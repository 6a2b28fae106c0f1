#pragma once
#include "search_baseline.h"

// What a program in C does to store articles and index them: the tables and indexes of a finished store, its rows
// held in memory, statements prepared once, and FTS5 without content over overlapping pairs.

typedef struct rows_baseline rows_baseline;

// Makes `file`, which must not exist, with the tables of a finished `store`, and reads that store's articles, oldest first;
// NULL when that fails.
rows_baseline *rows_baseline_open(const char *file, const char *store);
void rows_baseline_close(rows_baseline *rows);
// How many articles were read.
int rows_baseline_count(rows_baseline *rows);
// Stores and indexes the articles from `first`, a text for each, in one transaction; 0, or negative when it fails.
int rows_baseline_add(rows_baseline *rows, int first, const search_baseline_texts *texts, int count);
// How many rows, and terms of the index with their columns and counts, are in `store` and not here or here and not there;
// negative when it fails. To be called once, at the end.
int64_t rows_baseline_differences(rows_baseline *rows, const char *store);

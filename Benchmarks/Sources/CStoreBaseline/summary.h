#pragma once
#include "store_baseline.h"
#include <sqlite3.h>

// The columns of `article`, and of its column in `site_column`, that make a summary, read in this order.
#define SUMMARY_COLUMNS \
    "a.key, a.published_at, a.updated_at, a.title, a.summary, a.url, a.share_url, a.json_url, c.key, c.name, c.path, " \
    "a.author, a.source, a.keywords, a.tags, a.thumbnail_url, a.thumbnail_caption, a.thumbnail_credit, " \
    "a.thumbnail_alt, a.article_type, a.thumbnail_width, a.thumbnail_height, a.media_duration, a.allows_comments"
#define SUMMARY_JOIN "LEFT JOIN site_column AS c ON c.id = a.column_id "

enum { SUMMARY_TEXTS = 17, SUMMARY_FIRST_TEXT = 3, SUMMARY_ADDRESS = 2, SUMMARY_COLUMN_COUNT = 24 };

// A copy of a text, or NULL.
char *summary_text(sqlite3_stmt *statement, int column);

// Reads a summary whose first column is `first`, with copies of its texts.
void summary_read(sqlite3_stmt *statement, int first, store_baseline_summary *summary);

// Frees the copies.
void summary_free(store_baseline_summary *summary);

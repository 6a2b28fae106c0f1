#include "pairs.h"
#include <stdint.h>
#include <string.h>

typedef int (*token_callback)(void *, int, const char *, int, int, int);

enum { LONGEST_WORD = 128 };

static int is_word(unsigned char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static int length_of_character(unsigned char lead) {
    return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
}

// Whether a character of more than one byte is punctuation: U+2000 to U+206F, U+3000 to U+303F, U+FF00 to U+FF0F.
static int is_mark(const unsigned char *text) {
    return (text[0] == 0xE2 && (text[1] == 0x80 || text[1] == 0x81)) || (text[0] == 0xE3 && text[1] == 0x80)
        || (text[0] == 0xEF && text[1] == 0xBC && text[2] <= 0x8F);
}

static int tokenize(Fts5Tokenizer *self, void *context, int flags, const char *text, int size, token_callback token) {
    const unsigned char *bytes = (const unsigned char *)text;
    char word[LONGEST_WORD];
    int result = SQLITE_OK, position = 0, previous = -1;
    (void)self;
    while (position < size && result == SQLITE_OK) {
        int start = position;
        if (is_word(bytes[start])) {
            previous = -1;
            while (position < size && is_word(bytes[position])) {
                if (position - start < LONGEST_WORD) word[position - start] = text[position] | 0x20;
                position++;
            }
            int length = position - start < LONGEST_WORD ? position - start : LONGEST_WORD;
            // Digits have the bit already.
            result = token(context, 0, word, length, start, position);
        } else if (bytes[start] < 0x80 || start + length_of_character(bytes[start]) > size || is_mark(bytes + start)) {
            position += bytes[start] < 0x80 ? 1 : length_of_character(bytes[start]);
            previous = -1;
        } else {
            int end = start + length_of_character(bytes[start]);
            int goes_on = end + 2 < size && bytes[end] >= 0x80 && !is_mark(bytes + end);
            if (goes_on) {
                int last = end + length_of_character(bytes[end]);
                result = token(context, 0, text + start, last - start, start, last);
            } else if (previous < 0 || !(flags & FTS5_TOKENIZE_QUERY)) {
                result = token(context, 0, text + start, end - start, start, end);
            }
            previous = start;
            position = end;
        }
    }
    return result;
}

static int create(void *context, const char **arguments, int count, Fts5Tokenizer **tokenizer) {
    (void)context, (void)arguments, (void)count;
    // It has no state; FTS5 only asks for an address.
    *tokenizer = (Fts5Tokenizer *)(intptr_t)8;
    return SQLITE_OK;
}

static void discard(Fts5Tokenizer *tokenizer) { (void)tokenizer; }

int pairs_register(sqlite3 *database) {
    sqlite3_stmt *statement;
    fts5_api *api = NULL;
    int code = sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, NULL);
    if (code != SQLITE_OK) return code;
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step(statement);
    sqlite3_finalize(statement);
    fts5_tokenizer pairs = {create, discard, tokenize};
    return api ? api->xCreateTokenizer(api, "pairs", NULL, &pairs, NULL) : SQLITE_ERROR;
}

#include "pairs.h"
#include <stdint.h>
#include <string.h>

// The same cuts as the package's tokenizer makes, with the same tables: see docs/search.md.

typedef int (*token_callback)(void *, int, const char *, int, int, int);

enum { LONGEST_WORD = 128, SEPARATOR = 0, IGNORABLE = 1, FIRST_EXPANSION = 0xD800, MALFORMED = 0xFFFD };
enum { SUPPLEMENTARY_EXPANSION = 1 << 24 };

static const pairs_folding *folding;

void pairs_use_folding(const pairs_folding *tables) { folding = tables; }

typedef struct {
    void *context;
    token_callback token;
    int result, is_query;
    char word[LONGEST_WORD + 4];
    int word_length, word_start, word_end;
    // The last two characters of a run, and how many it has; `is_open` when the next character joins it.
    char pair[8];
    int run_length, is_open, last_length, last_start, last_end;
} assembler;

static inline int encode(uint32_t scalar, char *bytes) {
    if (scalar < 0x80) {
        bytes[0] = (char)scalar;
        return 1;
    } else if (scalar < 0x800) {
        bytes[0] = (char)(scalar >> 6 | 0xC0);
        bytes[1] = (char)((scalar & 0x3F) | 0x80);
        return 2;
    } else if (scalar < 0x10000) {
        bytes[0] = (char)(scalar >> 12 | 0xE0);
        bytes[1] = (char)((scalar >> 6 & 0x3F) | 0x80);
        bytes[2] = (char)((scalar & 0x3F) | 0x80);
        return 3;
    }
    bytes[0] = (char)(scalar >> 18 | 0xF0);
    bytes[1] = (char)((scalar >> 12 & 0x3F) | 0x80);
    bytes[2] = (char)((scalar >> 6 & 0x3F) | 0x80);
    bytes[3] = (char)((scalar & 0x3F) | 0x80);
    return 4;
}

// Decodes the character at `position` and moves behind it; one byte further when the bytes are no UTF-8.
static inline uint32_t decode(const unsigned char *text, int size, int *position) {
    const unsigned char *at = text + *position;
    int left = size - *position;
#define CONTINUES(i) ((at[i] & 0xC0) == 0x80)
    if (at[0] >= 0xE0 && at[0] < 0xF0) {
        if (left > 2 && CONTINUES(1) && CONTINUES(2)) {
            uint32_t value = (uint32_t)(at[0] & 0x0F) << 12 | (uint32_t)(at[1] & 0x3F) << 6 | (at[2] & 0x3F);
            if (value >= 0x800 && (value & 0xF800) != 0xD800) {
                *position += 3;
                return value;
            }
        }
    } else if (at[0] >= 0xC2 && at[0] < 0xE0) {
        if (left > 1 && CONTINUES(1)) {
            *position += 2;
            return (uint32_t)(at[0] & 0x1F) << 6 | (at[1] & 0x3F);
        }
    } else if (at[0] >= 0xF0 && at[0] < 0xF5 && left > 3 && CONTINUES(1) && CONTINUES(2) && CONTINUES(3)) {
        uint32_t value = (uint32_t)(at[0] & 0x07) << 18 | (uint32_t)(at[1] & 0x3F) << 12
            | (uint32_t)(at[2] & 0x3F) << 6 | (at[3] & 0x3F);
        if (value >= 0x10000 && value <= 0x10FFFF) {
            *position += 4;
            return value;
        }
    } else if (at[0] < 0x80) {
        *position += 1;
        return at[0];
    }
#undef CONTINUES
    *position += 1;
    return MALFORMED;
}

static inline void emit(assembler *a, const char *token, int length, int start, int end) {
    if (a->result == SQLITE_OK) a->result = a->token(a->context, 0, token, length, start, end);
}

static inline void end_word(assembler *a) {
    emit(a, a->word, a->word_length, a->word_start, a->word_end);
    a->word_length = 0;
}

static inline void end_run(assembler *a) {
    emit(a, a->pair, a->last_length, a->last_start, a->last_end);
    a->run_length = 0;
    a->is_open = 0;
}

static inline void separate(assembler *a) {
    if (a->word_length > 0) end_word(a);
    if (!a->is_open) return;
    // Of a query, what follows decides whether the run is the last.
    if (!a->is_query) end_run(a);
    a->is_open = 0;
}

static inline void begin_word(assembler *a, int start) {
    if (a->run_length > 0) end_run(a);
    if (a->word_length == 0) a->word_start = start;
}

static inline void add_to_run(assembler *a, uint32_t scalar, int start, int end) {
    if (a->word_length > 0) end_word(a);
    if (a->is_open) {
        int length = encode(scalar, a->pair + a->last_length);
        emit(a, a->pair, a->last_length + length, a->last_start, end);
        memmove(a->pair, a->pair + a->last_length, (size_t)length);
        a->last_length = length;
        a->run_length++;
    } else {
        if (a->run_length > 0) end_run(a);
        a->last_length = encode(scalar, a->pair);
        a->run_length = 1;
        a->is_open = 1;
    }
    a->last_start = start;
    a->last_end = end;
}

static inline void feed(assembler *a, uint32_t scalar, int start, int end) {
    int is_unspaced = scalar < 0x10000
        ? folding->unspaced[scalar >> 5] : scalar >= 0x20000 || (scalar >= 0x1B000 && scalar <= 0x1B16F);
    if (is_unspaced) {
        add_to_run(a, scalar, start, end);
    } else {
        begin_word(a, start);
        if (a->word_length <= LONGEST_WORD - 4) a->word_length += encode(scalar, a->word + a->word_length);
        a->word_end = end;
    }
}

static void feed_expansion(assembler *a, uint32_t number, int start, int end) {
    for (int i = folding->expansion_starts[number]; i < folding->expansion_starts[number + 1]; i++)
        feed(a, folding->expansions[i], start, end);
}

// A kana with the sound mark that follows it, if it takes one.
static uint32_t with_sound_mark(uint32_t kana, const unsigned char *text, int size, int *position) {
    if (*position >= size || (text[*position] != 0xE3 && text[*position] != 0xEF)) return kana;
    int next = *position;
    uint32_t mark = decode(text, size, &next), composed = 0;
    int is_voiced = mark == 0x3099 || mark == 0xFF9E;
    if (!is_voiced && mark != 0x309A && mark != 0xFF9F) return kana;
    if (kana == 0x3046) composed = is_voiced ? 0x3094 : 0;
    else if (kana >= 0x304B && kana <= 0x3062) composed = is_voiced && (kana & 1) ? kana + 1 : 0;
    else if (kana == 0x3064 || kana == 0x3066 || kana == 0x3068) composed = is_voiced ? kana + 1 : 0;
    else if (kana >= 0x306F && kana <= 0x307D) composed = kana % 3 == 0 ? kana + (is_voiced ? 1 : 2) : 0;
    else if (kana == 0x309D) composed = is_voiced ? 0x309E : 0;
    if (!composed) return kana;
    *position = next;
    return composed;
}

// A Hangul syllable from a leading consonant and the vowel and final consonant that follow it, if any.
static uint32_t with_vowel(uint32_t leading, const unsigned char *text, int size, int *position) {
    if (*position >= size || text[*position] != 0xE1) return leading;
    int next = *position;
    uint32_t vowel = decode(text, size, &next);
    if (vowel < 0x1161 || vowel > 0x1175) return leading;
    *position = next;
    uint32_t syllable = 0xAC00 + ((leading - 0x1100) * 21 + (vowel - 0x1161)) * 28;
    if (next < size && text[next] == 0xE1) {
        uint32_t final = decode(text, size, &next);
        if (final >= 0x11A8 && final <= 0x11C2) {
            syllable += final - 0x11A7;
            *position = next;
        }
    }
    return syllable;
}

static int tokenize(Fts5Tokenizer *self, void *context, int flags, const char *bytes, int size, token_callback token) {
    const unsigned char *text = (const unsigned char *)bytes;
    assembler a = {.context = context, .token = token, .is_query = (flags & FTS5_TOKENIZE_QUERY) != 0};
    int position = 0;
    (void)self;
    while (position < size && a.result == SQLITE_OK) {
        int start = position;
        if (text[position] < 0x80) {
            uint16_t letter = folding->basic[text[position]];
            if (letter == SEPARATOR) {
                position++;
                separate(&a);
                continue;
            }
            begin_word(&a, start);
            do {
                if (a.word_length < LONGEST_WORD) a.word[a.word_length++] = (char)letter;
                position++;
            } while (position < size && text[position] < 0x80 && (letter = folding->basic[text[position]]) != SEPARATOR);
            a.word_end = position;
            continue;
        }
        uint32_t scalar = decode(text, size, &position);
        uint32_t value = scalar < 0x10000 ? folding->basic[scalar] : folding->supplementary[scalar - 0x10000];
        if (value == SEPARATOR) {
            separate(&a);
        } else if (value == IGNORABLE) {
            if (a.word_length > 0) a.word_end = position;
            else if (a.is_open) a.last_end = position;
        } else if (value >= SUPPLEMENTARY_EXPANSION) {
            feed_expansion(&a, value - SUPPLEMENTARY_EXPANSION, start, position);
        } else if ((value & 0xFFFFF800) == FIRST_EXPANSION) {
            feed_expansion(&a, value - FIRST_EXPANSION, start, position);
        } else {
            if (value >= 0x3046 && value <= 0x309D) value = with_sound_mark(value, text, size, &position);
            else if (value >= 0x1100 && value <= 0x1112) value = with_vowel(value, text, size, &position);
            feed(&a, value, start, position);
        }
    }
    if (a.word_length > 0) end_word(&a);
    if (a.run_length > 0 && (!a.is_query || a.run_length == 1)) end_run(&a);
    return a.result;
}

static int create(void *context, const char **arguments, int count, Fts5Tokenizer **tokenizer) {
    (void)context, (void)arguments, (void)count;
    // It has no state; FTS5 only asks for an address.
    *tokenizer = (Fts5Tokenizer *)(intptr_t)8;
    return SQLITE_OK;
}

static void discard(Fts5Tokenizer *tokenizer) { (void)tokenizer; }

int pairs_register(sqlite3 *database, const char *name) {
    sqlite3_stmt *statement;
    fts5_api *api = NULL;
    if (!folding) return SQLITE_MISUSE;
    int code = sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, NULL);
    if (code != SQLITE_OK) return code;
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step(statement);
    sqlite3_finalize(statement);
    fts5_tokenizer pairs = {create, discard, tokenize};
    return api ? api->xCreateTokenizer(api, name, NULL, &pairs, NULL) : SQLITE_ERROR;
}

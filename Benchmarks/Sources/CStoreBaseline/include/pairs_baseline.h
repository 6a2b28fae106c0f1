#pragma once
#include <stdint.h>

// What the tokenizer of the peers makes of each character, by the tables of the package.
typedef struct {
    // For U+0000 to U+FFFF: 0 for what separates, 1 for what is skipped, the character it folds to, or from 0xD800 on the
    // number of an expansion.
    const uint16_t *basic;
    // For the characters after that the same; numbers of expansions from 1 << 24 on.
    const uint32_t *supplementary;
    // For each 32 characters of `basic` whether they are written without spaces between words.
    const uint8_t *unspaced;
    // The characters of all expansions, and where each begins, with their end.
    const uint32_t *expansions;
    const int32_t *expansion_starts;
} pairs_folding;

// To be called before anything else; the tables are not copied.
void pairs_use_folding(const pairs_folding *tables);

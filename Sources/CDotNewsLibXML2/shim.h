// libxml2's HTML and XML parsers, versions 2.9 to 2.14 and later.
#pragma once
#if !__has_include(<libxml/xmlversion.h>)
#error "libxml2's headers are missing: Apple's SDK has them since Xcode 11.4, Debian in libxml2-dev."
#endif
// Built with ICU, libxml2 would bring in the system's ICU headers, which clash with those inside Foundation. Nothing
// here looks into the one structure that depends on it.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/tree.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlIO.h>

// Every function that later versions made a macro, and every field that they deprecate, is used here and not in Swift,
// which imports no such macro and warns of such a field.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"

// Makes `input` what the parser reads next; negative without memory. A macro since 2.14.
static inline int dotnews_push_input(xmlParserCtxtPtr parser, xmlParserInputPtr input) {
    return inputPush(parser, input);
}

// The number of elements that are open in the tree being built.
static inline int dotnews_open_elements(xmlParserCtxtPtr parser) {
    return parser->nodeNr;
}

// Whether the parser has stopped before the end of its input.
static inline int dotnews_is_stopped(xmlParserCtxtPtr parser) {
    return parser->disableSAX != 0;
}

// The bytes that the parser has taken from its input and not read yet.
static inline long dotnews_unread(xmlParserCtxtPtr parser) {
    return parser->input ? (long)(parser->input->end - parser->input->cur) : 0;
}

// The number of attributes that the parser has room for, where it compares each attribute with those before it. Since
// 2.14 it keeps a hash table of them, so that their number costs nothing; the room is then 0.
static inline int dotnews_compared_attributes(xmlParserCtxtPtr parser) {
#if LIBXML_VERSION >= 21400
    (void)parser;
    return 0;
#else
    return parser->maxatts;
#endif
}

#pragma clang diagnostic pop

#include "CMarkupBaseline.h"
#include <libxml/HTMLparser.h>

int markup_baseline_read(const char *html, size_t size) {
    htmlDocPtr document = htmlReadMemory(
        html, (int)size, NULL, "UTF-8",
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT);
    int hasRoot = document && xmlDocGetRootElement(document);
    xmlFreeDoc(document);
    return hasRoot;
}

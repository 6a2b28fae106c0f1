#include "CMarkupBaseline.h"
#include <libxml/HTMLparser.h>

static int elements(const xmlNode *node) {
    int count = 0;
    for (; node; node = node->next)
        if (node->type == XML_ELEMENT_NODE) count += 1 + elements(node->children);
    return count;
}

int markup_baseline_read(const char *html, size_t size) {
    htmlDocPtr document = htmlReadMemory(
        html, (int)size, NULL, "UTF-8",
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT);
    if (!document) return -1;
    int count = elements(xmlDocGetRootElement(document));
    xmlFreeDoc(document);
    return count;
}

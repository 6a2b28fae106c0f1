// libxml2's HTML parser.
#pragma once
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

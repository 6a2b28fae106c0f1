import CDotNewsLibXML2
package import DotNewsFoundation

/// A page as a tree of elements, for looking up what stands where.
///
/// Reading never fails: broken markup becomes the tree that libxml2 makes of it, and no bytes at all a tree without
/// elements. Nothing is fetched, no entity of the document's own is expanded, and time and memory are bounded by
/// ``HTMLDocumentLimits``. Everything here walks the tree in a loop, so that depth costs no stack.
///
/// A document belongs to the task that made it: it is not `Sendable`, and an ``HTMLElement`` keeps it alive.
package final class HTMLDocument {
    /// Whether the page went beyond the limits and its end is missing.
    package let isCutOff: Bool
    /// Whether the bytes are a piece of a page, without `<html>`, `<head>` or `<body>` of its own at the start.
    package let isFragment: Bool
    private let pointer: htmlDocPtr?

    /// Reads a page.
    ///
    /// - Parameters:
    ///   - data: The page as it came.
    ///   - charset: What the `Content-Type` field of the answer says of the encoding; `nil` when it says nothing.
    ///   - limits: How much of it is read.
    package init(_ data: Data, charset: String? = nil, limits: HTMLDocumentLimits = .standard) {
        let bytes = [UInt8](data.prefix(limits.bytes))
        let opening = PageOpening(bytes)
        let page = PageEncoding.utf8(of: bytes, charset: charset, declared: opening.charset)
        let text = BoundedMarkup.bounded(page.withUnsafeBufferPointer(CharacterReferences.normalized) ?? page)
        let tree = HTMLTree.read(text, encoding: "UTF-8", limits: limits)
        pointer = tree.document
        isFragment = opening.isFragment
        isCutOff = tree.isCutOff || data.count > limits.bytes
    }

    deinit { xmlFreeDoc(pointer) }

    /// The outermost element; `nil` when there is none.
    package var root: HTMLElement? {
        guard let pointer, let root = xmlDocGetRootElement(pointer) else { return nil }
        return HTMLElement(document: self, node: root)
    }

    /// The first element of the page that `selector` describes, in reading order.
    package func first(_ selector: HTMLSelector) -> HTMLElement? {
        guard let root else { return nil }
        return root.matches(selector) ? root : root.first(selector)
    }

    /// The elements of the page that `selector` describes, in reading order, at most `limit`.
    package func all(_ selector: HTMLSelector, limit: Int = 1_000) -> [HTMLElement] {
        guard let root else { return [] }
        let own = root.matches(selector) ? [root] : []
        return own + root.all(selector, limit: max(0, limit - own.count))
    }
}

/// How much of a page is read before the rest is left out.
package struct HTMLDocumentLimits: Sendable {
    /// The longest input, in bytes.
    package var bytes: Int
    /// The most elements.
    package var elements: Int
    /// How deep elements may stand in each other; 256 is also libxml2's own limit.
    package var depth: Int

    /// Sets limits.
    package init(bytes: Int = 4 << 20, elements: Int = 200_000, depth: Int = 256) {
        self.bytes = bytes
        self.elements = elements
        self.depth = depth
    }

    /// 4 MiB, 200,000 elements, 256 levels: some 40 times a large page.
    package static let standard = HTMLDocumentLimits()
}

/// The call of libxml2's parser.
enum HTMLTree {
    /// What the element handler counts down; reached through the parser context.
    private struct Budget {
        var elements: Int
        let depth: Int
        /// What adds an element to the tree.
        let startElement: startElementSAXFunc?
    }

    private static let isPrepared: Bool = {
        // libxml2 asks to be initialised before threads use it.
        xmlInitParser()
        return true
    }()

    /// Builds the tree of `bytes`, which the caller frees. `isPage` puts `<html>` and `<body>` around what lacks them.
    static func read(
        _ bytes: [UInt8], encoding: String, limits: HTMLDocumentLimits, isPage: Bool = true
    ) -> (document: htmlDocPtr?, isCutOff: Bool) {
        guard isPrepared, !bytes.isEmpty, let context = htmlNewParserCtxt() else { return (nil, false) }
        defer { htmlFreeParserCtxt(context) }
        var options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue | HTML_PARSE_COMPACT.rawValue | HTML_PARSE_NODEFDTD.rawValue
        if !isPage { options |= HTML_PARSE_NOIMPLIED.rawValue }
        var budget = Budget(
            elements: limits.elements, depth: limits.depth, startElement: context.pointee.sax.pointee.startElement)
        return withUnsafeMutablePointer(to: &budget) { budget in
            context.pointee._private = UnsafeMutableRawPointer(budget)
            context.pointee.sax.pointee.startElement = { user, name, attributes in
                guard let user else { return }
                let context = user.assumingMemoryBound(to: xmlParserCtxt.self)
                let budget = context.pointee._private.assumingMemoryBound(to: Budget.self)
                budget.pointee.elements -= 1
                guard budget.pointee.elements >= 0, dotnews_open_elements(context) < budget.pointee.depth else {
                    xmlStopParser(context)
                    return
                }
                budget.pointee.startElement?(user, name, attributes)
            }
            let document = bytes.withUnsafeBytes { bytes in
                htmlCtxtReadMemory(
                    context, bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), nil, encoding,
                    Int32(options))
            }
            context.pointee._private = nil
            return (document, dotnews_is_stopped(context) != 0)
        }
    }
}

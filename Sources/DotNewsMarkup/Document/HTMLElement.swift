import CDotNewsLibXML2
import DotNewsFoundation
import DotNewsModels

/// An element of an ``HTMLDocument``, which it keeps alive.
package struct HTMLElement: Equatable, Identifiable {
    let document: HTMLDocument
    let node: HTMLNode

    /// Whether both are the same element of the same document.
    package static func == (lhs: HTMLElement, rhs: HTMLElement) -> Bool { lhs.node == rhs.node }

    /// Tells elements of one document apart.
    package var id: UInt { UInt(bitPattern: node) }

    /// The name, in lower case.
    package var name: String { node.pointee.name.map { String(cString: $0) } ?? "" }

    /// The value of an attribute, asked for in lower case; empty for one without value, `nil` without it.
    package subscript(attribute: String) -> String? { node.attribute(attribute) }

    /// The element around this one; `nil` for the outermost.
    package var parent: HTMLElement? { node.parentElement.map { HTMLElement(document: document, node: $0) } }

    /// The elements directly inside this one.
    package var children: [HTMLElement] {
        var children = [HTMLElement]()
        var next = node.pointee.children
        while let current = next {
            if current.isElement { children.append(HTMLElement(document: document, node: current)) }
            next = current.pointee.next
        }
        return children
    }

    // MARK: Looking up

    /// Whether `selector` describes this element.
    package func matches(_ selector: HTMLSelector) -> Bool { selector.matches(node) }

    /// The first element inside this one that `selector` describes, in reading order.
    package func first(_ selector: HTMLSelector) -> HTMLElement? { all(selector, limit: 1).first }

    /// The elements inside this one that `selector` describes, in reading order, at most `limit`.
    ///
    /// - Parameter isOutermost: Leaves out those that stand inside another that is described.
    package func all(_ selector: HTMLSelector, limit: Int = 1_000, isOutermost: Bool = false) -> [HTMLElement] {
        var found = [HTMLElement]()
        var next = node.following(within: node)
        while let current = next, found.count < limit {
            let isFound = current.isElement && selector.matches(current)
            if isFound { found.append(HTMLElement(document: document, node: current)) }
            next = current.following(within: node, descending: !(isFound && isOutermost))
        }
        return found
    }

    /// Goes over the elements inside this one in reading order. `visit` says whether to go into the one it is given.
    package func walk(_ visit: (HTMLElement) -> Bool) {
        var next = node.following(within: node)
        while let current = next {
            let descends = current.isElement ? visit(HTMLElement(document: document, node: current)) : false
            next = current.following(within: node, descending: descends)
        }
    }

    /// Whether the page hides the element from its readers: `hidden`, or `display: none` in its style.
    package var isHidden: Bool {
        if node.attributeNode("hidden") != nil { return true }
        guard let style = self["style"], style.utf8.count <= 2_000 else { return false }
        return style.lowercased().filter { !$0.isWhitespace }.contains("display:none")
    }

    // MARK: Text

    /// The longest text taken out of one element, in bytes.
    package static let maximumText = 1 << 20

    /// The text a reader sees: without scripts and styles, white space collapsed to single spaces, ends trimmed.
    ///
    /// Elements that stand on lines of their own are parted by a space.
    package var text: String { text(maximum: Self.maximumText) }

    /// The text a reader sees, of which no more is looked at when it has `maximum` bytes.
    package func text(maximum: Int) -> String {
        var bytes = [UInt8]()
        var isSpacePending = false
        var next = node.pointee.children
        while let current = next, bytes.count < maximum {
            var child: HTMLNode?
            if current.isText {
                Self.append(current.content, to: &bytes, isSpacePending: &isSpacePending)
            } else if current.isElement, !Self.unseen.contains(where: { current.isElement($0) }) {
                child = current.pointee.children
                if !current.isInline { isSpacePending = true }
            }
            next = child ?? current.pointee.next
            var left = current
            while next == nil, let parent = left.parentElement, parent != node {
                // A block that ends parts its text from what follows, as one that begins does.
                if !parent.isInline { isSpacePending = true }
                next = parent.pointee.next
                left = parent
            }
        }
        return String(CombiningMarks.bounded(String(decoding: bytes, as: UTF8.self)).trimmingSpaces())
    }

    private static func append(
        _ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8], isSpacePending: inout Bool
    ) {
        var index = 0
        while index < text.count {
            let byte = text[index]
            let isNoBreakSpace = byte == 0xC2 && index + 1 < text.count && text[index + 1] == 0xA0
            index += isNoBreakSpace ? 2 : 1
            if isNoBreakSpace || byte <= 0x20 {
                isSpacePending = true
            } else {
                if isSpacePending, !bytes.isEmpty { bytes.append(0x20) }
                isSpacePending = false
                bytes.append(byte)
            }
        }
    }

    /// How many bytes of text stand directly in the element, white space not counted.
    package var ownTextLength: Int {
        var length = 0
        var child = node.pointee.children
        while let current = child {
            if current.isText { length += current.content.count { $0 > 0x20 } }
            child = current.pointee.next
        }
        return length
    }

    /// The text as it stands in the page, of scripts too, without change but for runs of marks without end.
    package var rawText: String {
        var bytes = [UInt8]()
        var next: HTMLNode? = node.following(within: node)
        while let current = next, bytes.count < HTMLDocumentLimits.standard.bytes {
            if current.isText { bytes += current.content }
            next = current.following(within: node)
        }
        return CombiningMarks.bounded(String(decoding: bytes, as: UTF8.self))
    }

    private static let unseen = ["script", "style", "noscript", "template", "title", "textarea", "select"]
}

extension HTMLNode {
    /// Whether the element stands in a line of text, by its name.
    fileprivate var isInline: Bool { Self.inlineNames.contains { isElement($0) } }

    private static let inlineNames = [
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
        "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    ]
}

import CDotNewsLibXML2
import DotNewsFoundation

/// A node of libxml2's tree; valid as long as its document.
typealias HTMLNode = UnsafeMutablePointer<xmlNode>

extension UnsafeMutablePointer<xmlNode> {
    /// Whether the node is an element, of any name.
    var isElement: Bool { pointee.type == XML_ELEMENT_NODE && pointee.name != nil }

    /// Whether the node is an element called `name`, in lower case.
    func isElement(_ name: String) -> Bool { isElement && name.withCString { isNamed($0) } }

    func isNamed(_ name: UnsafePointer<CChar>) -> Bool {
        guard let own = pointee.name else { return false }
        return strcmp(UnsafeRawPointer(own).assumingMemoryBound(to: CChar.self), name) == 0
    }

    /// Whether the node holds text.
    var isText: Bool { pointee.type == XML_TEXT_NODE || pointee.type == XML_CDATA_SECTION_NODE }

    /// The bytes of a node that holds text; valid as long as the node.
    var content: UnsafeBufferPointer<UInt8> {
        guard let content = pointee.content else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(
            start: content, count: strlen(UnsafeRawPointer(content).assumingMemoryBound(to: CChar.self)))
    }

    /// The element around the node.
    var parentElement: HTMLNode? {
        guard let parent = pointee.parent, parent.isElement else { return nil }
        return parent
    }

    /// The next node in reading order, or the next one behind all inside this when `descending` is false; `nil` at the
    /// end of `root`, or of the document.
    func following(within root: HTMLNode?, descending: Bool = true) -> HTMLNode? {
        if descending, isElement, let child = pointee.children { return child }
        var node = self
        while node != root {
            if let next = node.pointee.next { return next }
            guard let parent = node.pointee.parent, parent.isElement else { return nil }
            node = parent
        }
        return nil
    }

    /// The attribute called `name`, in lower case.
    func attributeNode(_ name: UnsafePointer<CChar>) -> UnsafeMutablePointer<xmlAttr>? {
        guard isElement else { return nil }
        var next = pointee.properties
        while let attribute = next {
            if let own = attribute.pointee.name,
                strcmp(UnsafeRawPointer(own).assumingMemoryBound(to: CChar.self), name) == 0
            {
                return attribute
            }
            next = attribute.pointee.next
        }
        return nil
    }

    /// The value of the attribute called `name`, in lower case; empty for one without value, `nil` without it.
    func attribute(_ name: String) -> String? {
        name.withCString { attributeNode($0) }.map(\.value)
    }
}

extension UnsafeMutablePointer<xmlAttr> {
    /// The value. The HTML parser leaves it as text without references.
    var value: String {
        var value = ""
        var child = pointee.children
        while let text = child {
            value += String(decoding: text.content, as: UTF8.self)
            child = text.pointee.next
        }
        return CombiningMarks.bounded(value)
    }

    /// Whether `word` is one of the words of the value.
    func hasWord(_ word: [CChar]) -> Bool {
        guard let text = pointee.children else { return false }
        let bytes = text.content
        let length = word.count - 1
        var start = 0
        while start < bytes.count {
            while start < bytes.count, bytes[start] <= 0x20 { start += 1 }
            var end = start
            while end < bytes.count, bytes[end] > 0x20 { end += 1 }
            if end - start == length, memcmp(bytes.baseAddress! + start, word, length) == 0, length > 0 { return true }
            start = end
        }
        return false
    }
}

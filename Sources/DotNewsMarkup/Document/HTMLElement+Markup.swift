import CDotNewsLibXML2

extension HTMLElement {
    /// The markup inside the element: elements with their attributes, and text; comments are left out.
    ///
    /// References and quotation marks are written anew, so that it reads as the same tree.
    package var innerHTML: String { innerHTML() }

    /// The markup inside the element without the elements `omitted`.
    package func innerHTML(omitting omitted: [HTMLElement] = []) -> String {
        let omitted = Set(omitted.map(\.node))
        var bytes = [UInt8]()
        var next = node.pointee.children
        while let current = next {
            var child: HTMLNode?
            if current.isText {
                let isRaw = current.parentElement.map { parent in Self.raw.contains { parent.isElement($0) } } ?? false
                Self.append(current.content, to: &bytes, isRaw: isRaw, isAttribute: false)
            } else if current.isElement, !omitted.contains(current) {
                Self.appendTag(current, to: &bytes)
                child = current.pointee.children
                if child == nil { Self.appendEnd(current, to: &bytes) }
            }
            if let child {
                next = child
                continue
            }
            var left = current
            next = left.pointee.next
            while next == nil, let parent = left.parentElement, parent != node {
                Self.appendEnd(parent, to: &bytes)
                next = parent.pointee.next
                left = parent
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let raw = ["script", "style"]
    private static let void = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    ]

    private static func appendTag(_ element: HTMLNode, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "<"))
        append(name: element.pointee.name, to: &bytes)
        var next = element.pointee.properties
        while let attribute = next {
            bytes.append(UInt8(ascii: " "))
            append(name: attribute.pointee.name, to: &bytes)
            bytes += "=\"".utf8
            var text = attribute.pointee.children
            while let current = text {
                append(current.content, to: &bytes, isRaw: false, isAttribute: true)
                text = current.pointee.next
            }
            bytes.append(UInt8(ascii: "\""))
            next = attribute.pointee.next
        }
        bytes.append(UInt8(ascii: ">"))
    }

    private static func appendEnd(_ element: HTMLNode, to bytes: inout [UInt8]) {
        guard !void.contains(where: { element.isElement($0) }) else { return }
        bytes += "</".utf8
        append(name: element.pointee.name, to: &bytes)
        bytes.append(UInt8(ascii: ">"))
    }

    private static func append(name: UnsafePointer<xmlChar>?, to bytes: inout [UInt8]) {
        guard var next = name else { return }
        while next.pointee != 0 {
            bytes.append(next.pointee)
            next += 1
        }
    }

    private static func append(
        _ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8], isRaw: Bool, isAttribute: Bool
    ) {
        guard !isRaw else {
            bytes += text
            return
        }
        for byte in text {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\"") where isAttribute: bytes += "&quot;".utf8
            default: bytes.append(byte)
            }
        }
    }
}

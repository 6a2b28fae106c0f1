import CLibXML2
package import Foundation

/// Reads what a page of the site tells its own scripts in `<input>` elements, such as the channel id.
package enum PageInputs {
    /// How much of a page is read, in bytes.
    package static let maximumSize = 4 << 20
    /// How many bytes of a value are taken; longer ones are left out.
    package static let maximumValueLength = 1_024

    /// The values of the inputs that have one of the ids or classes, by that id or class.
    ///
    /// The first input that has a value counts, in the order of the page.
    ///
    /// - Parameters:
    ///   - html: The page, in UTF-8; what is behind ``maximumSize`` is not looked at.
    ///   - ids: Values of `id`, in their exact case.
    ///   - classes: Words of `class`, in their exact case.
    package static func values(inHTML html: Data, ids: Set<String>, classes: Set<String>) -> [String: String] {
        let page = html.prefix(maximumSize)
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue | HTML_PARSE_COMPACT.rawValue
        let document = page.withUnsafeBytes { bytes -> htmlDocPtr? in
            guard let start = bytes.bindMemory(to: CChar.self).baseAddress, !bytes.isEmpty else { return nil }
            return htmlReadMemory(start, Int32(bytes.count), nil, "UTF-8", Int32(options))
        }
        guard let document else { return [:] }
        defer { xmlFreeDoc(document) }
        var found: [String: String] = [:]
        var node = xmlDocGetRootElement(document)
        while let current = node {
            if current.isElement("input"), let value = current.attribute("value"), !value.isEmpty,
                value.utf8.count <= maximumValueLength
            {
                var names = Set(
                    current.attribute("class")?.split(whereSeparator: \.isWhitespace).map(String.init) ?? [])
                names.formIntersection(classes)
                if let id = current.attribute("id"), ids.contains(id) { names.insert(id) }
                for name in names where found[name] == nil { found[name] = value }
            }
            node = current.following
        }
        return found
    }
}

extension UnsafeMutablePointer<xmlNode> {
    /// The next node in the order of the page; walks without a stack, as a page may be nested arbitrarily deep.
    fileprivate var following: UnsafeMutablePointer<xmlNode>? {
        if pointee.type == XML_ELEMENT_NODE, let child = pointee.children { return child }
        var node = self
        while true {
            if let next = node.pointee.next { return next }
            guard let parent = node.pointee.parent, parent.pointee.type == XML_ELEMENT_NODE else { return nil }
            node = parent
        }
    }

    fileprivate func isElement(_ name: String) -> Bool {
        pointee.type == XML_ELEMENT_NODE && pointee.name != nil && String(cString: pointee.name) == name
    }

    /// The value of an attribute, read in place; the HTML parser leaves it as text without references.
    fileprivate func attribute(_ name: String) -> String? {
        var next = pointee.properties
        while let attribute = next {
            if attribute.pointee.name != nil, String(cString: attribute.pointee.name) == name {
                var value = ""
                var child = attribute.pointee.children
                while let text = child {
                    if let content = text.pointee.content { value += String(cString: content) }
                    child = text.pointee.next
                }
                return value
            }
            next = attribute.pointee.next
        }
        return nil
    }
}

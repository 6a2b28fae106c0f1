package import DotNewsFoundation

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
        let page = HTMLDocument(html, limits: HTMLDocumentLimits(bytes: maximumSize))
        return values(in: page, ids: ids, classes: classes)
    }

    /// The values of the inputs of `page` that have one of the ids or classes, by that id or class.
    package static func values(in page: HTMLDocument, ids: Set<String>, classes: Set<String>) -> [String: String] {
        var found: [String: String] = [:]
        page.root?.walk { element in
            if element.name == "input", let value = element["value"], !value.isEmpty,
                value.utf8.count <= maximumValueLength
            {
                var names = Set((element["class"] ?? "").split(whereSeparator: \.isWhitespace).map(String.init))
                names.formIntersection(classes)
                if let id = element["id"], ids.contains(id) { names.insert(id) }
                for name in names where found[name] == nil { found[name] = value }
            }
            return true
        }
        return found
    }
}

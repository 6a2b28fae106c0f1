/// Describes elements by name, class, id and attribute, and by the elements around them.
///
/// Written as in style sheets, of which it knows: `div`, `.item`, `#storyId`, `[data-title]`, `[name=keywords]`,
/// combinations of these without space (`div.text`, `.columnList.item`), `a b` for a `b` anywhere inside an `a`,
/// `a > b` for a `b` directly inside an `a`, and `a, b` for either. Names of elements and attributes are in lower case, as
/// the parser makes them; classes, ids and values count in their exact case.
package struct HTMLSelector: ExpressibleByStringLiteral, Sendable {
    private let alternatives: [[Step]]

    /// One element of a path, from the left to the right.
    private struct Step {
        var name: [CChar]?
        var classes: [[CChar]] = []
        var attributes: [(name: [CChar], value: String?)] = []
        /// Whether the element must stand directly inside that of the step before.
        var isChild = false
    }

    /// Reads a selector that stands in the source; stops the program when it is not one.
    package init(stringLiteral text: StaticString) {
        let source = text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        alternatives = source.split(separator: ",").map { path in
            var steps = [Step]()
            var isChild = false
            for word in path.split(separator: " ") {
                if word == ">" {
                    isChild = true
                    continue
                }
                guard var step = Self.step(word) else { preconditionFailure("not a selector: \(source)") }
                step.isChild = isChild
                isChild = false
                steps.append(step)
            }
            precondition(!steps.isEmpty && !isChild, "not a selector: \(source)")
            return steps
        }
    }

    private static func step(_ word: Substring) -> Step? {
        var step = Step()
        var rest = word
        func take(upTo ends: String) -> Substring {
            let part = rest.prefix { !ends.contains($0) }
            rest = rest.dropFirst(part.count)
            return part
        }
        let name = take(upTo: ".#[")
        if !name.isEmpty, name != "*" { step.name = Array(String(name).utf8CString) }
        while let mark = rest.popFirst() {
            switch mark {
            case ".": step.classes.append(Array(String(take(upTo: ".#[")).utf8CString))
            case "#": step.attributes.append((Array("id".utf8CString), String(take(upTo: ".#["))))
            case "[":
                let parts = take(upTo: "]").split(separator: "=", maxSplits: 1)
                guard rest.popFirst() == "]", let name = parts.first else { return nil }
                step.attributes.append(
                    (Array(String(name).utf8CString), parts.count == 2 ? String(parts[1]) : nil))
            default: return nil
            }
        }
        return step
    }

    func matches(_ node: HTMLNode) -> Bool {
        alternatives.contains { Self.matches($0[...], node) }
    }

    /// Whether the last step describes `node` and the others elements around it. Recursion is as deep as the path.
    private static func matches(_ steps: ArraySlice<Step>, _ node: HTMLNode) -> Bool {
        guard let last = steps.last else { return true }
        guard matches(last, node) else { return false }
        let others = steps.dropLast()
        guard !others.isEmpty else { return true }
        var parent = node.parentElement
        while let current = parent {
            if matches(others, current) { return true }
            if last.isChild { return false }
            parent = current.parentElement
        }
        return false
    }

    private static func matches(_ step: Step, _ node: HTMLNode) -> Bool {
        guard node.isElement else { return false }
        if let name = step.name, !node.isNamed(name) { return false }
        if !step.classes.isEmpty {
            guard let attribute = node.attributeNode("class"), step.classes.allSatisfy({ attribute.hasWord($0) })
            else { return false }
        }
        return step.attributes.allSatisfy { name, value in
            guard let attribute = node.attributeNode(name) else { return false }
            return value.map { $0 == attribute.value } ?? true
        }
    }
}

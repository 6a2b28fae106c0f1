import DotNewsModels

extension String {
    /// This text as one line of plain text, such as a title.
    ///
    /// Line breaks and tabs become one space, other control characters and those that turn the direction of the text
    /// around are dropped, the character references that editors' tools leave in plain fields (`&amp;`, `&quot;`, `&lt;`,
    /// `&gt;`, `&#39;`, `&nbsp;`) are resolved once, and white space at the ends, the ideographic included, is dropped.
    ///
    /// - Parameter maximumLength: How many Unicode scalars are kept at most.
    func plainLine(maximumLength: Int = 1_000) -> String {
        if isPlainLine, utf8.count <= maximumLength { return self }
        var line = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in resolvingCharacterReferences.unicodeScalars {
            switch scalar.value {
            case 0x09...0x0D, 0x85, 0x2028, 0x2029: pendingSpace = true
            case 0x00...0x1F, 0x7F...0x9F: continue
            // Embeddings, overrides and isolates of the bidirectional algorithm; the byte order mark.
            case 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: continue
            case 0x20 where pendingSpace: continue
            default:
                if pendingSpace, line.last != " " { line.append(" ") }
                pendingSpace = false
                line.append(scalar)
            }
        }
        let trimmed = String(line).trimmingSpaces()
        return String(String.UnicodeScalarView(trimmed.unicodeScalars.prefix(maximumLength)))
    }

    /// Whether ``plainLine(maximumLength:)`` has nothing to do but count; may say no without need.
    private var isPlainLine: Bool {
        guard let first = utf8.first, let last = utf8.last else { return true }
        // What is not ASCII at the ends may be white space; these three bytes start or end all of it.
        if first <= 0x20 || last <= 0x20 || [0xC2, 0xE1, 0xE2, 0xE3].contains(first) || last & 0xC0 == 0x80 {
            guard let start = self.first, let end = self.last, !start.isWhitespace, !end.isWhitespace else {
                return false
            }
        }
        return utf8.allSatisfy { byte in
            byte >= 0x20 && byte != 0x7F && byte != UInt8(ascii: "&") && byte != 0xC2 && byte != 0xE2 && byte != 0xEF
        }
    }

    private var resolvingCharacterReferences: String {
        guard utf8.contains(UInt8(ascii: "&")) else { return self }
        let references: [(name: String, text: String)] = [
            ("&amp;", "&"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&nbsp;", " "),
        ]
        var result = ""
        var rest = self[...]
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            rest = rest[mark...]
            if let reference = references.first(where: { rest.hasPrefix($0.name) }) {
                result += reference.text
                rest = rest.dropFirst(reference.name.count)
            } else {
                result.append("&")
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }
}

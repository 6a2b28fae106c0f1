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
    ///
    /// Nearly all text is plain, so this is worth a look at the bytes themselves.
    private var isPlainLine: Bool {
        var copy = self
        return copy.withUTF8 { bytes in
            for (index, byte) in bytes.enumerated() where byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "&") {
                switch byte {
                case 0xC2 where bytes[index + 1] <= 0xA0: return false
                // U+2000 to U+200F, U+2028 to U+202F, U+205F to U+206F
                case 0xE2:
                    let (second, third) = (bytes[index + 1], bytes[index + 2])
                    if second == 0x80, third <= 0x8F || (0xA8...0xAF).contains(third) { return false }
                    if second == 0x81, third >= 0x9F { return false }
                case 0xEF where bytes[index + 1] == 0xBB && bytes[index + 2] == 0xBF: return false
                case 0...0x7F: return false
                default: break
                }
            }
            return !Self.hasSpaceAtEnd(bytes)
        }
    }

    /// Whether what is left of white space, the plain, the ideographic and the Ogham space, stands at an end.
    private static func hasSpaceAtEnd(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        func isWideSpace(at index: Int) -> Bool {
            bytes[index] == 0xE3 && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x80
                || bytes[index] == 0xE1 && bytes[index + 1] == 0x9A && bytes[index + 2] == 0x80
        }
        return first == 0x20 || last == 0x20
            || bytes.count >= 3 && (isWideSpace(at: 0) || last == 0x80 && isWideSpace(at: bytes.count - 3))
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

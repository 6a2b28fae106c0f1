import DotNewsFoundation

/// Reads the words of a body straight from the JSON in which it is stored, some fifty times faster than decoding it.
///
/// Gives what `ArticleBody.text` gives, except for the white space between parts; a test holds the two together.
enum StoredBodyText {
    /// Appends the words to `output`, as UTF-8, parts on lines of their own.
    static func append(_ json: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        output.reserveCapacity(output.count + json.count)
        var scanner = Scanner(bytes: json.bindMemory(to: UInt8.self))
        scanner.scan(into: &output)
    }

    private struct Scanner {
        let bytes: UnsafeBufferPointer<UInt8>
        private var position = 0

        init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        /// What the string after a key is.
        private enum Meaning {
            case text
            /// Stands on the line of the text before it.
            case credit
            /// The styled parts of the text before them.
            case runs
            case other
        }

        mutating func scan(into output: inout [UInt8]) {
            var meaning = Meaning.other
            while position < bytes.count {
                let byte = bytes[position]
                guard byte == UInt8(ascii: "\"") else {
                    if byte == UInt8(ascii: "["), meaning == .runs {
                        skipArray()
                        meaning = .other
                    } else {
                        position += 1
                    }
                    continue
                }
                let content = string()
                if position < bytes.count, bytes[position] == UInt8(ascii: ":") {
                    meaning = Self.meaning(of: content)
                    continue
                }
                if meaning == .text || meaning == .credit, !content.isEmpty {
                    if !output.isEmpty {
                        output.append(meaning == .credit ? UInt8(ascii: " ") : UInt8(ascii: "\n"))
                    }
                    Self.append(unescaping: content, to: &output)
                }
                meaning = .other
            }
        }

        private static func meaning(of key: UnsafeBufferPointer<UInt8>) -> Meaning {
            func matches(_ name: StaticString) -> Bool {
                key.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
            }
            if matches("text") || matches("caption") || matches("title") { return .text }
            if matches("credit") { return .credit }
            return matches("runs") ? .runs : .other
        }

        /// Reads a string from its opening quote; gives what stands between the quotes.
        private mutating func string() -> UnsafeBufferPointer<UInt8> {
            position += 1
            let start = position
            var quote = bytes.firstIndex(of: UInt8(ascii: "\""), in: position..<bytes.count) ?? bytes.count
            while let escape = bytes.firstIndex(of: UInt8(ascii: "\\"), in: position..<quote) {
                position = min(escape + 2, bytes.count)
                guard quote < position else { continue }
                quote = bytes.firstIndex(of: UInt8(ascii: "\""), in: position..<bytes.count) ?? bytes.count
            }
            position = min(quote + 1, bytes.count)
            return UnsafeBufferPointer(rebasing: bytes[start..<quote])
        }

        private mutating func skipArray() {
            var depth = 0
            while position < bytes.count {
                switch bytes[position] {
                case UInt8(ascii: "\""):
                    _ = string()
                    continue
                case UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "]"): depth -= 1
                default: break
                }
                position += 1
                if depth == 0 { return }
            }
        }

        private static func append(unescaping content: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
            var start = 0
            while let offset = content.firstIndex(of: UInt8(ascii: "\\"), in: start..<content.count),
                offset + 1 < content.count
            {
                output.append(contentsOf: content[start..<offset])
                start = offset + 2
                switch content[offset + 1] {
                case UInt8(ascii: "n"): output.append(0x0A)
                case UInt8(ascii: "t"): output.append(0x09)
                // Control characters, which are all that is written this way, are no part of words.
                case UInt8(ascii: "u"):
                    output.append(0x20)
                    start = min(start + 4, content.count)
                case UInt8(ascii: "r"), UInt8(ascii: "b"), UInt8(ascii: "f"): output.append(0x20)
                case let byte: output.append(byte)
                }
            }
            output.append(contentsOf: content[start...])
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The first place of a byte in a range, found in large steps.
    fileprivate func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        guard let base = baseAddress, !range.isEmpty,
            let found = memchr(base + range.lowerBound, Int32(byte), range.count)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}

extension CharacterReferences {
    /// Goes over markup once and rewrites its references.
    ///
    /// Mistaking where a tag or a script ends is harmless: what is written for a reference is never markup.
    struct MarkupRewriter {
        private let bytes: UnsafeBufferPointer<UInt8>
        private var result = [UInt8]()
        /// The end of what has been copied to the result.
        private var copied = 0
        private var index = 0

        init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        /// - Returns: The markup rewritten; `nil` when nothing changed.
        mutating func run() -> [UInt8]? {
            while index < bytes.count {
                switch bytes[index] {
                case ampersand: rewrite(isInAttribute: false)
                case UInt8(ascii: "<"): passTag()
                default: index += 1
                }
            }
            guard copied > 0 else { return nil }
            result += bytes[copied...]
            return result
        }

        private mutating func rewrite(isInAttribute: Bool) {
            guard let reference = Reference(bytes, at: index, isInAttribute: isInAttribute) else {
                index += 1
                return
            }
            let end = index + reference.length
            if !isCommon(bytes[index..<end]) {
                result += bytes[copied..<index]
                for scalar in reference.scalars {
                    result +=
                        scalar.isASCII ? Array("&#\(scalar.value);".utf8) : UTF8.encode(scalar).map(Array.init) ?? []
                }
                copied = end
            }
            index = end
        }

        /// Whether every parser reads the reference right.
        private func isCommon(_ reference: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
            Self.common.contains { reference.elementsEqual($0.utf8) }
        }

        private static let common = ["&nbsp;", "&amp;", "&lt;", "&gt;", "&quot;"]

        // MARK: Tags

        private mutating func passTag() {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
                let isComment = bytes[index...].starts(with: "<!--".utf8)
                index = end(of: isComment ? "-->" : ">", from: index + (isComment ? 4 : 2))
                return
            }
            let first = next == UInt8(ascii: "/") ? index + 2 : index + 1
            guard first < bytes.count, (0x61...0x7A).contains(bytes[first] | 0x20) else {
                index += 1
                return
            }
            let isRaw = next != UInt8(ascii: "/") ? Self.rawElements.first { isName($0, at: first) } : nil
            index = first
            passAttributes()
            if let isRaw { passContent(of: isRaw) }
        }

        /// Elements whose text has no references.
        private static let rawElements: [StaticString] = ["script", "style"]

        private func isName(_ name: StaticString, at start: Int) -> Bool {
            let length = name.utf8CodeUnitCount
            guard start + length <= bytes.count else { return false }
            for offset in 0..<length where bytes[start + offset] | 0x20 != name.utf8Start[offset] { return false }
            return start + length == bytes.count || !Reference.isAlphanumeric(bytes[start + length])
        }

        private mutating func passAttributes() {
            var quote: UInt8 = 0
            var isAfterEquals = false
            while index < bytes.count {
                let byte = bytes[index]
                if byte == ampersand {
                    rewrite(isInAttribute: true)
                    isAfterEquals = false
                    continue
                }
                index += 1
                if quote != 0 {
                    if byte == quote { quote = 0 }
                } else if byte == UInt8(ascii: ">") {
                    return
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), isAfterEquals {
                    quote = byte
                    isAfterEquals = false
                } else if byte == UInt8(ascii: "=") {
                    isAfterEquals = true
                } else if byte > 0x20 {
                    isAfterEquals = false
                }
            }
        }

        private mutating func passContent(of name: StaticString) {
            while index < bytes.count {
                index = end(of: "</", from: index)
                if index < bytes.count, isName(name, at: index) { return }
            }
        }

        /// The place behind the first `mark` from `start` on; the end of the markup when there is none.
        private func end(of mark: StaticString, from start: Int) -> Int {
            let length = mark.utf8CodeUnitCount
            var index = start
            while index + length <= bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + index, Int32(mark.utf8Start[0]), bytes.count - index)
            {
                index = UnsafeRawPointer(found) - UnsafeRawPointer(base)
                guard index + length <= bytes.count else { break }
                if memcmp(found, mark.utf8Start, length) == 0 { return index + length }
                index += 1
            }
            return bytes.count
        }
    }
}

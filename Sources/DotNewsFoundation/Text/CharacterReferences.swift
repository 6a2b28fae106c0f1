/// Character references of HTML, such as `&hellip;`, `&#8217;` and `&#x27;`, resolved as the HTML Standard says.
///
/// All 2,231 names are known, the old ones without a semicolon too; numbers from 128 to 159 are taken for Windows-1252, and numbers
/// that are no character become U+FFFD. What is no reference stays as it is written.
package enum CharacterReferences {
    /// Returns a plain text, such as a title, with its references resolved once.
    ///
    /// A name without a semicolon counts only where no letter, digit or `=` follows, so that `R&Damp` and `?a=1&copy=2` stay.
    package static func resolved(_ text: String) -> String {
        guard text.utf8.contains(ampersand) else { return text }
        var text = text
        return text.withUTF8 { bytes in
            var result = [UInt8]()
            result.reserveCapacity(bytes.count)
            var index = 0
            while index < bytes.count {
                if bytes[index] == ampersand, let reference = Reference(bytes, at: index, isInAttribute: true) {
                    for scalar in reference.scalars { result += UTF8.encode(scalar).map(Array.init) ?? [] }
                    index += reference.length
                } else {
                    result.append(bytes[index])
                    index += 1
                }
            }
            return String(decoding: result, as: UTF8.self)
        }
    }

    /// Rewrites the references of a piece of HTML so that any parser reads them alike: as the character itself outside ASCII,
    /// as a decimal reference within, which begins no markup.
    ///
    /// Scripts, styles, comments and declarations stay as they are.
    ///
    /// - Parameter markup: Valid UTF-8.
    /// - Returns: `nil` when nothing needs to change.
    package static func normalized(_ markup: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard let start = markup.baseAddress, memchr(start, Int32(ampersand), markup.count) != nil else { return nil }
        var rewriter = MarkupRewriter(markup)
        return rewriter.run()
    }

    static let ampersand = UInt8(ascii: "&")

    /// A reference at a place of a text.
    struct Reference {
        /// The characters that it stands for, one or two.
        let scalars: [Unicode.Scalar]
        /// Its length in bytes, the semicolon included.
        let length: Int

        /// Reads the reference that begins with the ampersand at `start`; `nil` when there is none.
        init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, isInAttribute: Bool) {
            let next = start + 1
            guard next < bytes.count else { return nil }
            if bytes[next] == UInt8(ascii: "#") {
                self.init(number: bytes, at: start)
            } else {
                self.init(name: bytes, at: start, isInAttribute: isInAttribute)
            }
        }

        private init?(number bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
            var index = start + 2
            let isHexadecimal = index < bytes.count && bytes[index] | 0x20 == UInt8(ascii: "x")
            if isHexadecimal { index += 1 }
            let firstDigit = index
            var value: UInt32 = 0
            while index < bytes.count, let digit = bytes[index].hexadecimalDigitValue, isHexadecimal || digit < 10 {
                // Saturates above the last code point.
                value = min(value * (isHexadecimal ? 16 : 10) + UInt32(digit), 0x11_0000)
                index += 1
            }
            guard index > firstDigit else { return nil }
            if index < bytes.count, bytes[index] == UInt8(ascii: ";") { index += 1 }
            let mapped = (0x80...0x9F).contains(value) ? CharacterReferences.windows1252[Int(value - 0x80)] : value
            scalars = [mapped == 0 ? "\u{FFFD}" : Unicode.Scalar(mapped) ?? "\u{FFFD}"]
            length = index - start
        }

        private init?(name bytes: UnsafeBufferPointer<UInt8>, at start: Int, isInAttribute: Bool) {
            let first = start + 1
            var end = first
            while end < bytes.count, end - first < Names.longest, Self.isAlphanumeric(bytes[end]) { end += 1 }
            guard end > first else { return nil }
            if end < bytes.count, bytes[end] == UInt8(ascii: ";"),
                let name = Names.all[Names.word(bytes[first..<end])]
            {
                scalars = name.scalars
                length = end + 1 - start
                return
            }
            var length = min(end - first, Names.longestLegacy)
            while length >= Names.shortestLegacy {
                let follower = first + length < bytes.count ? bytes[first + length] : 0
                let isPartOfMore =
                    isInAttribute && (follower == UInt8(ascii: "=") || Self.isAlphanumeric(follower))
                if !isPartOfMore, let name = Names.all[Names.word(bytes[first..<(first + length)])], name.isLegacy {
                    scalars = name.scalars
                    self.length = length + 1
                    return
                }
                length -= 1
            }
            return nil
        }

        static func isAlphanumeric(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
        }
    }

    /// The characters of Windows-1252 at 128 to 159; five of them are not taken, and stay.
    private static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    /// The named references.
    private enum Names {
        struct Meaning {
            var scalars: [Unicode.Scalar]
            /// Whether the name is read without a semicolon too.
            var isLegacy: Bool
        }

        static let longest = 31
        static let longestLegacy = 6
        static let shortestLegacy = 2

        static let all: [String: Meaning] = {
            var all = [String: Meaning](minimumCapacity: 2_200)
            for word in data.description.split(separator: " ") {
                guard let sign = word.firstIndex(where: { $0 == "=" || $0 == ":" }) else { continue }
                let scalars = word[word.index(after: sign)...].split(separator: "+")
                    .compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
                all[String(word[..<sign])] = Meaning(scalars: scalars, isLegacy: word[sign] == ":")
            }
            return all
        }()

        static func word(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
            String(decoding: bytes, as: UTF8.self)
        }
    }
}

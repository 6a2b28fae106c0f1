/// Takes from markup what would make libxml2 slow or stop early, before it sees it.
package enum BoundedMarkup {
    /// How many attributes one tag keeps.
    ///
    /// libxml2 compares each attribute with all before it, so that a tag of 60,000 costs seconds.
    package static let maximumAttributes = 256

    /// `bytes` without NUL, and with every tag closed behind ``maximumAttributes`` attributes.
    ///
    /// A `<` in a script may be taken for a tag; what is changed then is one character of a script that has hundreds
    /// of words without a `>`.
    package static func bounded(_ bytes: [UInt8]) -> [UInt8] {
        var scan = Scan()
        var result = [UInt8]()
        var copied = 0
        for (index, byte) in bytes.enumerated() {
            if byte == 0 {
                result += bytes[copied..<index]
                copied = index + 1
            } else if scan.isOverflowing(at: byte, next: index + 1 < bytes.count ? bytes[index + 1] : 0) {
                result += bytes[copied..<index]
                result.append(UInt8(ascii: ">"))
                copied = index
            }
        }
        guard copied > 0 else { return bytes }
        result += bytes[copied...]
        return result
    }

    private struct Scan {
        private enum State: Equatable {
            case text, word, space, equals, quoted(UInt8)
        }

        private var state = State.text
        private var words = 0

        /// Goes over the next byte, and says whether the tag it stands in has to end before it.
        mutating func isOverflowing(at byte: UInt8, next: UInt8) -> Bool {
            if state == .text {
                if byte == UInt8(ascii: "<"), (next | 0x20) >= 0x61, (next | 0x20) <= 0x7A {
                    state = .word
                    words = 0
                }
                return false
            }
            if case .quoted(let quote) = state {
                // What follows a quotation without a space is another attribute all the same.
                if byte == quote { state = .space }
                return false
            }
            switch byte {
            case UInt8(ascii: ">"): state = .text
            case UInt8(ascii: "="): state = .equals
            case 0x09, 0x0A, 0x0C, 0x0D, 0x20: if state != .equals { state = .space }
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if state == .equals { state = .quoted(byte) } else { return startWord() }
            default:
                if state == .space { return startWord() }
                if state == .equals { state = .word }
            }
            return false
        }

        private mutating func startWord() -> Bool {
            state = .word
            words += 1
            guard words > BoundedMarkup.maximumAttributes else { return false }
            state = .text
            return true
        }
    }
}

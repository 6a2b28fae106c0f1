extension ArticleBody {
    /// A list, numbered or not.
    public struct List: Hashable, Sendable {
        /// The signs that number the items.
        public enum NumberStyle: String, Hashable, Sendable, CaseIterable {
            /// 1, 2, 3.
            case decimal = "1"
            /// a, b, c; after z comes aa.
            case lowercaseLetters = "a"
            /// A, B, C.
            case uppercaseLetters = "A"
            /// i, ii, iii; numbers beyond 3,999 are decimal.
            case lowercaseRoman = "i"
            /// I, II, III.
            case uppercaseRoman = "I"
        }

        /// Whether the items are numbered.
        public var isOrdered: Bool
        /// The number of each item of an ordered list as its author counts, which may begin anywhere, leave some out or go
        /// backwards. Items without a number go on from the one before, the first from 1.
        public var numbers: [Int]
        /// The signs of the numbers; decimal by default.
        public var numberStyle: NumberStyle
        /// The items; each holds blocks, lists included.
        public var items: [[Block]]

        /// Creates a list.
        ///
        /// - Parameters:
        ///   - isOrdered: Whether the items are numbered.
        ///   - items: The blocks of each item.
        ///   - numbers: The number of each item; none for 1, 2, 3 and so on.
        ///   - numberStyle: The signs of the numbers.
        public init(isOrdered: Bool, items: [[Block]], numbers: [Int] = [], numberStyle: NumberStyle = .decimal) {
            self.isOrdered = isOrdered
            self.items = items
            self.numbers = numbers
            self.numberStyle = numberStyle
        }

        /// Returns the number of the item at an index.
        public func number(at index: Int) -> Int {
            if numbers.indices.contains(index) { return numbers[index] }
            return (numbers.last ?? 0).addingReportingOverflow(index + 1 - numbers.count).partialValue
        }

        /// Returns the number of the item at an index in the list's own signs, such as `3`, `c` or `iii`.
        public func label(at index: Int) -> String {
            let number = number(at: index)
            guard number > 0 else { return String(number) }
            return switch numberStyle {
            case .decimal: String(number)
            case .lowercaseLetters: Self.letters(number)
            case .uppercaseLetters: Self.letters(number).uppercased()
            case .lowercaseRoman: Self.roman(number)
            case .uppercaseRoman: Self.roman(number).uppercased()
            }
        }

        private static func letters(_ number: Int) -> String {
            var rest = number
            var letters = [UInt8]()
            while rest > 0 {
                rest -= 1
                letters.append(UInt8(ascii: "a") + UInt8(rest % 26))
                rest /= 26
            }
            return String(decoding: letters.reversed(), as: UTF8.self)
        }

        private static func roman(_ number: Int) -> String {
            guard number < 4_000 else { return String(number) }
            var rest = number
            var result = ""
            for (value, sign) in romanSigns {
                while rest >= value {
                    result += sign
                    rest -= value
                }
            }
            return result
        }

        private static let romanSigns = [
            (1_000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
            (10, "x"),
            (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
        ]
    }
}

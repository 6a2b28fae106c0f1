/// The data of ``FoldingTable``, in generated files.
enum FoldingData {}

/// What the search tokenizer does with each Unicode scalar: skip it, end a word at it, or fold it to other scalars.
///
/// Read once from text, which takes a fraction of a millisecond; then one load a scalar.
package struct FoldingTable: Sendable {
    /// The table.
    package static let shared = FoldingTable()

    package static let separator: UInt16 = 0
    package static let ignorable: UInt16 = 1
    /// Values in the range of surrogates, which are no scalars, point into `expansions`.
    private static let firstExpansion: UInt16 = 0xD800
    /// Values of `supplementary` from here on, which are beyond Unicode, point into `expansions`.
    private static let supplementaryExpansion: UInt32 = 1 << 24

    /// For each byte the letter or digit in lower case; 0 for separators and for bytes outside ASCII.
    let ascii: [UInt8]
    /// For each scalar of the basic plane: ``separator``, ``ignorable``, the scalar it folds to, or an expansion.
    package let basic: [UInt16]
    /// One bit for 32 scalars each: whether they are written without spaces between words.
    package let unspacedBlocks: [Bool]
    /// The scalars of all expansions, and where each begins.
    private let expansions: [UInt32]
    private let expansionStarts: [Int]
    /// For scalars beyond the basic plane the scalar they fold to, or, beyond Unicode, the number of an expansion.
    private let supplementary: [UInt32: UInt32]
    private let supplementaryLetters: [ClosedRange<UInt32>]
    private let supplementaryIgnorables: [ClosedRange<UInt32>]

    /// Blocks of scripts that are written without spaces between words, or with endings attached to words, and so are
    /// indexed as pairs of characters. Boundaries are multiples of 32.
    private static let unspacedRanges: [ClosedRange<Int>] = [
        0x0E00...0x0EFF,  // Thai, Lao
        0x1000...0x109F,  // Myanmar
        0x1100...0x11FF,  // Hangul Jamo
        0x1780...0x17FF,  // Khmer
        0x2E80...0x4DBF,  // Radicals, kana, Bopomofo, Han extension A
        0x4E00...0xA4DF,  // Han, Yi
        0xA960...0xA97F,  // Hangul Jamo extended
        0xAC00...0xD7FF,  // Hangul
        0xE000...0xFAFF,  // Private use, where Hong Kong once kept characters of its own; compatibility ideographs
    ]

    private init() {
        var ascii = [UInt8](repeating: 0, count: 256)
        var basic = [UInt16](repeating: Self.separator, count: 0x10000)
        for range in [UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z")] {
            for byte in range { ascii[Int(byte)] = byte }
        }
        for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") { ascii[Int(byte)] = byte | 0x20 }
        for byte in 0..<0x80 { basic[byte] = UInt16(ascii[byte]) }

        var supplementaryLetters: [ClosedRange<UInt32>] = []
        var supplementaryIgnorables: [ClosedRange<UInt32>] = []
        var supplementary: [UInt32: UInt32] = [:]
        var expansions: [UInt32] = []
        var expansionStarts = [0]
        supplementary.reserveCapacity(8_192)
        var reader = FoldingDataReader(FoldingData.letters)
        while let range = reader.range() {
            if range.upperBound < 0x10000 {
                for value in range { basic[Int(value)] = UInt16(value) }
            } else {
                supplementaryLetters.append(range)
            }
        }
        func set(_ value: UInt32, to target: UInt32) {
            if value > 0xFFFF {
                supplementary[value] = target
            } else if target < 0x10000 {
                basic[Int(value)] = UInt16(target)
            } else {
                expand(value, to: [target])
            }
        }
        func expand(_ value: UInt32, to target: [UInt32]) {
            let number = expansionStarts.count - 1
            expansions += target
            expansionStarts.append(expansions.count)
            if value > 0xFFFF {
                supplementary[value] = Self.supplementaryExpansion + UInt32(number)
            } else {
                basic[Int(value)] = Self.firstExpansion + UInt16(number)
            }
        }
        reader = FoldingDataReader(FoldingData.letterFolds)
        while let fold = reader.fold() {
            for value in fold.from {
                if fold.to.count > 1 {
                    expand(value, to: fold.to)
                } else {
                    set(value, to: fold.to[0] + (fold.isAscending ? value - fold.from.lowerBound : 0))
                }
            }
        }
        reader = FoldingDataReader(FoldingData.variantForms)
        while let pair = reader.pair() { set(pair.0, to: pair.1) }
        reader = FoldingDataReader(FoldingData.ignorable)
        while let range = reader.range() {
            if range.upperBound < 0x10000 {
                for value in range { basic[Int(value)] = Self.ignorable }
            } else {
                supplementaryIgnorables.append(range)
            }
        }

        var unspacedBlocks = [Bool](repeating: false, count: 0x10000 / 32)
        for range in Self.unspacedRanges {
            for block in range.lowerBound / 32...range.upperBound / 32 { unspacedBlocks[block] = true }
        }
        self.ascii = ascii
        self.basic = basic
        self.unspacedBlocks = unspacedBlocks
        self.expansions = expansions
        self.expansionStarts = expansionStarts
        self.supplementaryIgnorables = supplementaryIgnorables
        self.supplementary = supplementary
        self.supplementaryLetters = supplementaryLetters
    }

    /// The scalars that a value of ``basic`` stands for, if it is an expansion.
    @inline(__always)
    package func expansion(_ value: UInt16) -> ArraySlice<UInt32>? {
        value & 0xF800 == Self.firstExpansion ? expansion(number: Int(value - Self.firstExpansion)) : nil
    }

    private func expansion(number: Int) -> ArraySlice<UInt32> {
        expansions[expansionStarts[number]..<expansionStarts[number + 1]]
    }

    /// What a scalar beyond the basic plane folds to: `nil` for separators, nothing for what is skipped.
    package func supplementaryFold(_ value: UInt32) -> ArraySlice<UInt32>? {
        if let fold = supplementary[value] {
            return fold < Self.supplementaryExpansion
                ? [fold] : expansion(number: Int(fold - Self.supplementaryExpansion))
        }
        if supplementaryLetters.containsAscending(value) { return [value] }
        return supplementaryIgnorables.containsAscending(value) ? [] : nil
    }

    /// Whether a scalar beyond the basic plane is indexed in pairs: Han extensions and historic kana.
    static func isUnspacedSupplementary(_ value: UInt32) -> Bool {
        value >= 0x20000 || (0x1B000...0x1B16F).contains(value)
    }
}

extension [ClosedRange<UInt32>] {
    /// Whether one of the ranges, which ascend, has a value.
    fileprivate func containsAscending(_ value: UInt32) -> Bool {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].contains(value)
    }
}

/// Reads the generated text.
private struct FoldingDataReader {
    private let start: UnsafePointer<UInt8>
    private let count: Int
    private var position = 0

    init(_ text: StaticString) {
        start = text.utf8Start
        count = text.utf8CodeUnitCount
    }

    private var byte: UInt8 { position < count ? start[position] : 0 }

    private mutating func skipSpace() {
        while position < count, start[position] <= 0x20 { position += 1 }
    }

    private mutating func take(_ mark: UInt8) -> Bool {
        guard byte == mark else { return false }
        position += 1
        return true
    }

    private mutating func number() -> UInt32 {
        var value: UInt32 = 0
        while true {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
            default: return value
            }
            position += 1
        }
    }

    /// `a` or `a-b`.
    mutating func range() -> ClosedRange<UInt32>? {
        skipSpace()
        guard position < count else { return nil }
        let lower = number()
        return lower...(take(UInt8(ascii: "-")) ? max(lower, number()) : lower)
    }

    /// A range, `=` or `>`, and what it folds to.
    mutating func fold() -> (from: ClosedRange<UInt32>, to: [UInt32], isAscending: Bool)? {
        guard let from = range() else { return nil }
        let isAscending = take(UInt8(ascii: ">"))
        if !isAscending { _ = take(UInt8(ascii: "=")) }
        var to = [number()]
        while take(UInt8(ascii: "+")) { to.append(number()) }
        return (from, to, isAscending)
    }

    /// Two characters.
    mutating func pair() -> (UInt32, UInt32)? {
        skipSpace()
        guard position < count else { return nil }
        let text = UnsafeBufferPointer(start: start, count: count)
        let first = text.scalar(at: &position)
        let second = text.scalar(at: &position)
        return (first, second)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Stands for bytes that are not UTF-8; a separator.
    static var malformed: UInt32 { 0xFFFD }

    /// Decodes the scalar at `position` and moves behind it; one byte further when the bytes are not UTF-8.
    @inline(__always)
    func scalar(at position: inout Int) -> UInt32 {
        let first = UInt32(self[position])
        if first < 0x80 {
            position += 1
            return first
        }
        @inline(__always) func continuation(_ offset: Int) -> UInt32? {
            guard position + offset < count else { return nil }
            let byte = UInt32(self[position + offset])
            return byte & 0xC0 == 0x80 ? byte & 0x3F : nil
        }
        if first >= 0xE0, first < 0xF0, let second = continuation(1), let third = continuation(2) {
            let value = (first & 0x0F) << 12 | second << 6 | third
            if value >= 0x800, value & 0xF800 != 0xD800 {
                position += 3
                return value
            }
        } else if first >= 0xC2, first < 0xE0, let second = continuation(1) {
            position += 2
            return (first & 0x1F) << 6 | second
        } else if first >= 0xF0, first < 0xF5, let second = continuation(1), let third = continuation(2),
            let fourth = continuation(3)
        {
            let value = (first & 0x07) << 18 | second << 12 | third << 6 | fourth
            if value >= 0x10000, value <= 0x10FFFF {
                position += 4
                return value
            }
        }
        position += 1
        return Self.malformed
    }
}

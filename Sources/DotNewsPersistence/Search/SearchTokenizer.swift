/// Takes the tokens of a text.
protocol SearchTokenSink {
    /// Takes one token.
    ///
    /// - Parameters:
    ///   - token: The folded token as UTF-8, valid during the call.
    ///   - range: The bytes of the text that it stands for. Tokens start in ascending order and may overlap.
    /// - Returns: Whether to go on.
    mutating func accept(_ token: UnsafeBufferPointer<UInt8>, range: Range<Int>) -> Bool
}

/// Cuts text into the tokens that are indexed and searched: one tokenizer for documents and queries alike.
///
/// - Words of scripts with spaces are tokens of their own, folded: case, diacritics, width.
/// - Runs of scripts without spaces (Han, kana, Thai…), and of Hangul, become overlapping pairs of characters, and the
///   last character of a run becomes a token alone. So every character starts a token, and a single one is found by
///   asking for tokens that start with it. Traditional characters fold to simplified ones, katakana to hiragana.
/// - Everything else, emoji included, separates. Format controls and variation selectors are skipped.
///
/// Works on bytes, allocates nothing, and takes any bytes: what is not UTF-8 separates.
enum SearchTokenizer {
    /// Raised when the same text gives other tokens than before; an index made with another version is made anew.
    static let version: Int64 = 2

    /// What the tokens are for.
    enum Purpose {
        /// To be indexed.
        case document
        /// To be found in this order, one after the other: the last run may go on in the document.
        case query
    }

    /// The longest token in bytes of UTF-8; longer words are known by their beginning.
    static let maximumTokenLength = 128

    /// Hands the tokens of `text` to `sink` until it has enough.
    @inline(__always)
    static func tokenize(
        _ text: UnsafeBufferPointer<UInt8>, for purpose: Purpose, into sink: inout some SearchTokenSink
    ) {
        let table = FoldingTable.shared
        table.ascii.withUnsafeBufferPointer { ascii in
            table.basic.withUnsafeBufferPointer { basic in
                table.unspacedBlocks.withUnsafeBufferPointer { unspaced in
                    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: maximumTokenLength + 16) { scratch in
                        var assembler = TokenAssembler(sink: sink, purpose: purpose, scratch: scratch)
                        scan(text, table, ascii, basic, unspaced, &assembler)
                        assembler.finish()
                        sink = assembler.sink
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func scan(
        _ text: UnsafeBufferPointer<UInt8>, _ table: borrowing FoldingTable, _ ascii: UnsafeBufferPointer<UInt8>,
        _ basic: UnsafeBufferPointer<UInt16>, _ unspaced: UnsafeBufferPointer<Bool>,
        _ assembler: inout TokenAssembler<some SearchTokenSink>
    ) {
        var position = 0
        while position < text.count, !assembler.isStopped {
            let start = position
            let first = text[position]
            if first < 0x80 {
                if ascii[Int(first)] != 0 {
                    assembler.beginWord(at: start)
                    repeat {
                        assembler.append(ascii[Int(text[position])])
                        position += 1
                    } while position < text.count && ascii[Int(text[position])] != 0
                    assembler.extendWord(to: position)
                } else {
                    position += 1
                    assembler.separate()
                }
                continue
            }
            let scalar = text.scalar(at: &position)
            guard scalar < 0x10000 else {
                guard let fold = table.supplementaryFold(scalar) else {
                    assembler.separate()
                    continue
                }
                for folded in fold { feed(folded, start..<position, unspaced, &assembler) }
                continue
            }
            let value = basic[Int(scalar)]
            if value == FoldingTable.separator {
                assembler.separate()
            } else if value == FoldingTable.ignorable {
                assembler.extend(to: position)
            } else if let fold = table.expansion(value) {
                for folded in fold { feed(folded, start..<position, unspaced, &assembler) }
            } else {
                var folded = UInt32(value)
                if folded >= 0x3046, folded <= 0x309D {
                    folded = text.composingSoundMark(of: folded, at: &position)
                } else if folded >= 0x1100, folded <= 0x1112 {
                    folded = text.composingSyllable(of: folded, at: &position)
                }
                feed(folded, start..<position, unspaced, &assembler)
            }
        }
    }

    @inline(__always)
    private static func feed(
        _ scalar: UInt32, _ range: Range<Int>, _ unspaced: UnsafeBufferPointer<Bool>,
        _ assembler: inout TokenAssembler<some SearchTokenSink>
    ) {
        let isUnspaced =
            scalar < 0x10000 ? unspaced[Int(scalar >> 5)] : FoldingTable.isUnspacedSupplementary(scalar)
        if isUnspaced {
            assembler.addToRun(scalar, range)
        } else {
            assembler.beginWord(at: range.lowerBound)
            assembler.append(scalar: scalar)
            assembler.extendWord(to: range.upperBound)
        }
    }
}

/// Puts folded scalars together to tokens.
private struct TokenAssembler<Sink: SearchTokenSink> {
    var sink: Sink
    private(set) var isStopped = false
    private let purpose: SearchTokenizer.Purpose
    /// The word, and behind its longest length the last two characters of the run.
    private let word: UnsafeMutablePointer<UInt8>
    private let pair: UnsafeMutablePointer<UInt8>
    private var wordLength = 0
    private var wordStart = 0
    private var wordEnd = 0
    /// The characters of the current run, or of the one before when `isRunOpen` is false.
    private var runLength = 0
    private var isRunOpen = false
    /// The last character of the run.
    private var lastLength = 0
    private var lastStart = 0
    private var lastEnd = 0

    @inline(__always)
    init(sink: Sink, purpose: SearchTokenizer.Purpose, scratch: UnsafeMutableBufferPointer<UInt8>) {
        self.sink = sink
        self.purpose = purpose
        // The allocation is never empty, so it has an address.
        word = scratch.baseAddress!
        pair = word + SearchTokenizer.maximumTokenLength
    }

    @inline(__always)
    mutating func beginWord(at start: Int) {
        if runLength > 0 { endRun() }
        if wordLength == 0 { wordStart = start }
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        guard wordLength < SearchTokenizer.maximumTokenLength else { return }
        word[wordLength] = byte
        wordLength += 1
    }

    @inline(__always)
    mutating func append(scalar: UInt32) {
        guard wordLength <= SearchTokenizer.maximumTokenLength - 4 else { return }
        wordLength += Self.encode(scalar, word + wordLength)
    }

    @inline(__always)
    mutating func extendWord(to end: Int) { wordEnd = end }

    /// Counts what is skipped to the word or character before it.
    @inline(__always)
    mutating func extend(to end: Int) {
        if wordLength > 0 { wordEnd = end } else if isRunOpen { lastEnd = end }
    }

    @inline(__always)
    mutating func addToRun(_ scalar: UInt32, _ range: Range<Int>) {
        if wordLength > 0 { endWord() }
        if isRunOpen {
            let length = Self.encode(scalar, pair + lastLength)
            emit(pair, lastLength + length, lastStart..<range.upperBound)
            for index in 0..<length { pair[index] = pair[lastLength + index] }
            lastLength = length
            runLength += 1
        } else {
            if runLength > 0 { endRun() }
            lastLength = Self.encode(scalar, pair)
            runLength = 1
            isRunOpen = true
        }
        lastStart = range.lowerBound
        lastEnd = range.upperBound
    }

    @inline(__always)
    mutating func separate() {
        if wordLength > 0 { endWord() }
        guard isRunOpen else { return }
        // Of a query, what follows decides whether the run is the last.
        if purpose == .document { endRun() }
        isRunOpen = false
    }

    mutating func finish() {
        if wordLength > 0 { endWord() }
        if runLength > 0, purpose == .document || runLength == 1 { endRun() }
    }

    @inline(__always)
    private mutating func endWord() {
        emit(word, wordLength, wordStart..<wordEnd)
        wordLength = 0
    }

    @inline(__always)
    private mutating func endRun() {
        emit(pair, lastLength, lastStart..<lastEnd)
        runLength = 0
        isRunOpen = false
    }

    @inline(__always)
    private mutating func emit(_ token: UnsafeMutablePointer<UInt8>, _ length: Int, _ range: Range<Int>) {
        guard !isStopped else { return }
        isStopped = !sink.accept(UnsafeBufferPointer(start: token, count: length), range: range)
    }

    @inline(__always)
    private static func encode(_ scalar: UInt32, _ bytes: UnsafeMutablePointer<UInt8>) -> Int {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: scalar >> shift & 0x3F | 0x80) }
        if scalar < 0x80 {
            bytes[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        } else if scalar < 0x800 {
            bytes[0] = UInt8(truncatingIfNeeded: scalar >> 6 | 0xC0)
            bytes[1] = tail(0)
            return 2
        } else if scalar < 0x10000 {
            bytes[0] = UInt8(truncatingIfNeeded: scalar >> 12 | 0xE0)
            bytes[1] = tail(6)
            bytes[2] = tail(0)
            return 3
        }
        bytes[0] = UInt8(truncatingIfNeeded: scalar >> 18 | 0xF0)
        bytes[1] = tail(12)
        bytes[2] = tail(6)
        bytes[3] = tail(0)
        return 4
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// A kana with the sound mark that follows it, if it takes one: か and ゛ become が, half-width marks included.
    @inline(__always)
    fileprivate func composingSoundMark(of kana: UInt32, at position: inout Int) -> UInt32 {
        // Both kinds of marks begin with these bytes.
        guard position < count, self[position] == 0xE3 || self[position] == 0xEF else { return kana }
        var next = position
        let mark = scalar(at: &next)
        let isVoiced = mark == 0x3099 || mark == 0xFF9E
        guard isVoiced || mark == 0x309A || mark == 0xFF9F else { return kana }
        let composed: UInt32? =
            switch kana {
            case 0x3046: isVoiced ? 0x3094 : nil
            case 0x304B...0x3062: isVoiced && kana & 1 == 1 ? kana + 1 : nil
            case 0x3064, 0x3066, 0x3068: isVoiced ? kana + 1 : nil
            case 0x306F...0x307D: kana % 3 == 0 ? kana + (isVoiced ? 1 : 2) : nil
            case 0x309D: isVoiced ? 0x309E : nil
            default: nil
            }
        guard let composed else { return kana }
        position = next
        return composed
    }

    /// A Hangul syllable from a leading consonant and the vowel and final consonant that follow it, if any.
    @inline(__always)
    fileprivate func composingSyllable(of leading: UInt32, at position: inout Int) -> UInt32 {
        guard position < count, self[position] == 0xE1 else { return leading }
        var next = position
        let vowel = scalar(at: &next)
        guard (0x1161...0x1175).contains(vowel) else { return leading }
        position = next
        var syllable = 0xAC00 + ((leading - 0x1100) * 21 + (vowel - 0x1161)) * 28
        if position < count, self[position] == 0xE1 {
            let final = scalar(at: &next)
            if (0x11A8...0x11C2).contains(final) {
                syllable += final - 0x11A7
                position = next
            }
        }
        return syllable
    }
}

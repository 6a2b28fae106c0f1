import DotNewsFoundation
import DotNewsModels

/// The style of a stretch of text while it is read; `link` counts the links of the body.
struct InlineStyle: Equatable {
    /// The place of text on its line.
    enum Baseline {
        case normal, raised, lowered
    }

    var isStrong = false
    var isEmphasized = false
    var isStruck = false
    var baseline = Baseline.normal
    var link = InlineStyle.noLink

    static let noLink = -1
    static let plain = InlineStyle()
}

/// Text of one paragraph as it is read: white space collapsed and invisible characters dropped on the way, in one pass
/// over the bytes, so that a `String` is made once for each run.
struct InlineBuffer {
    private var bytes = [UInt8]()
    private var runs = [(start: Int, style: InlineStyle)]()
    private var space = Space()
    private var lineBreaks = 0

    /// White space that is only written when a character follows.
    private struct Space {
        var isPending = false
        /// Nothing but line breaks of the source and the spaces around them.
        var isSourceBreak = false
        var ideographic = 0
        /// Whether the space came before the style changed.
        var style = InlineStyle.plain
    }

    init() { bytes.reserveCapacity(2_048) }

    var isEmpty: Bool { bytes.isEmpty }

    /// A line break as the author wrote it.
    mutating func appendLineBreak() {
        space = Space()
        lineBreaks += 1
    }

    /// White space where the markup has a line break and the text has no room for one.
    mutating func appendSpace() { note(isBreak: false, style: .plain) }

    /// Appends text, all of it in one style.
    mutating func append(_ text: UnsafeBufferPointer<UInt8>, style: InlineStyle) {
        var start = 0
        while start < text.count {
            start = append(text, from: start, style: style, splitsParagraphs: false)
        }
    }

    /// Appends text up to where a new paragraph starts.
    ///
    /// - Returns: Where the rest of the text starts: at its end, or at the first character of the next paragraph, before
    ///   which the buffer has to be taken.
    mutating func append(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int, style: InlineStyle, splitsParagraphs: Bool
    ) -> Int {
        var index = start
        while index < text.count {
            let byte = text[index]
            switch ByteClass(byte) {
            case .plain:
                guard open(style, next: text, index, splitsParagraphs) else { return index }
                let end = Self.endOfSpan(text, index + 1)
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[index..<end]))
                index = end
            case .space:
                note(isBreak: byte != 0x20 && byte != 0x09, style: style)
                index += 1
            case .control:
                index += 1
            case .special:
                let (scalar, length) = Self.decode(text, index)
                switch ScalarClass(scalar) {
                case .visible, .directionMark:
                    guard open(style, next: text, index, splitsParagraphs) else { return index }
                    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[index..<(index + length)]))
                case .space, .lineBreak: note(isBreak: false, style: style)
                case .ideographicSpace:
                    note(isBreak: false, style: style)
                    space.ideographic += 1
                case .joiner, .tag:
                    if !space.isPending, lineBreaks == 0, TextFilter.usesJoiners(lastScalar), runs.last?.style == style
                    {
                        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[index..<(index + length)]))
                    }
                case .directionControl, .control, .invisible, .noncharacter: break
                }
                index += length
            }
        }
        return index
    }

    private mutating func note(isBreak: Bool, style: InlineStyle) {
        if !space.isPending {
            space.isPending = true
            space.isSourceBreak = isBreak
            space.style = style
        } else if isBreak, space.ideographic == 0 {
            space.isSourceBreak = true
        }
    }

    /// Writes what is pending before a visible character at `index` of `next` and starts a run where the style changes.
    ///
    /// - Returns: `false`, with nothing written, when the character starts a new paragraph.
    private mutating func open(
        _ style: InlineStyle, next: UnsafeBufferPointer<UInt8>, _ index: Int, _ splitsParagraphs: Bool
    ) -> Bool {
        if bytes.isEmpty {
            space = Space()
            lineBreaks = 0
            runs.append((0, style))
            return true
        }
        let previous = runs[runs.count - 1].style
        if lineBreaks > 0 {
            if splitsParagraphs, lineBreaks > 1 || space.ideographic > 1 { return false }
            bytes.append(0x0A)
            lineBreaks = 0
            space = Space()
        } else if space.isPending {
            let spaceStyle = styleOfSpace(between: previous, and: style)
            if spaceStyle != previous { runs.append((bytes.count, spaceStyle)) }
            if space.ideographic > 0 {
                bytes += [0xE3, 0x80, 0x80]
            } else if !space.isSourceBreak || !TextFilter.isWrittenWithoutSpaces(lastScalar)
                || !TextFilter.isWrittenWithoutSpaces(Self.decode(next, index).scalar)
            {
                bytes.append(0x20)
            }
            space = Space()
        }
        if runs[runs.count - 1].style != style {
            if runs[runs.count - 1].start == bytes.count { runs.removeLast() }
            if runs.last?.style != style { runs.append((bytes.count, style)) }
        }
        return true
    }

    /// A space between two styles belongs to the plainer side, so that no link or emphasis ends in a space.
    private func styleOfSpace(between previous: InlineStyle, and next: InlineStyle) -> InlineStyle {
        if previous == next || previous == .plain { return previous }
        if next == .plain { return next }
        if previous.link == next.link, space.style == previous || space.style == next { return space.style }
        return space.style == previous || space.style == next ? .plain : space.style
    }

    // MARK: Taking

    /// The text without styles; the buffer is empty afterwards.
    mutating func takeText() -> String {
        guard runs.contains(where: { $0.style.isStruck || $0.style.baseline != .normal }) else {
            defer { clear() }
            boundMarks()
            return String(decoding: bytes, as: UTF8.self)
        }
        for index in runs.indices { runs[index].style.link = InlineStyle.noLink }
        return take(links: []).text
    }

    /// The text; the buffer is empty afterwards.
    mutating func take(links: [WebAddress]) -> InlineText {
        defer { clear() }
        boundMarks()
        // Most paragraphs are plain throughout.
        if runs.count == 1, runs[0].style == .plain {
            return InlineText([InlineText.Run(String(decoding: bytes, as: UTF8.self))])
        }
        var pieces = pieces()
        if pieces.contains(where: { $0.style.baseline != .normal }) { ShiftedText.spell(&pieces) }
        var result = [InlineText.Run]()
        result.reserveCapacity(pieces.count)
        for (text, style) in pieces where !text.isEmpty {
            result.append(
                joining: .init(
                    text, isEmphasized: style.isEmphasized, isStrong: style.isStrong, isStruck: style.isStruck,
                    link: style.link == InlineStyle.noLink ? nil : links[style.link]))
        }
        return InlineText(result)
    }

    private func pieces() -> [ShiftedText.Piece] {
        bytes.withUnsafeBufferPointer { bytes in
            runs.indices.compactMap { index in
                let start = runs[index].start
                let end = index + 1 < runs.count ? runs[index + 1].start : bytes.count
                guard start < end else { return nil }
                return (
                    String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self),
                    runs[index].style
                )
            }
        }
    }

    /// Takes away marks beyond the bound, across the runs in which they stand.
    private mutating func boundMarks() {
        var removed = CombiningMarks.bound(&bytes)[...]
        guard !removed.isEmpty else { return }
        var length = 0
        for index in runs.indices {
            let start = runs[index].start
            while let range = removed.first, range.upperBound <= start {
                length += range.count
                removed.removeFirst()
            }
            runs[index].start = start - length - max(0, start - (removed.first?.lowerBound ?? start))
        }
    }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        runs.removeAll(keepingCapacity: true)
        space = Space()
        lineBreaks = 0
    }

    // MARK: Bytes

    /// What a byte may be part of. Branches, not a table: the table would be looked up behind a check at every byte.
    private enum ByteClass {
        /// Part of a visible character.
        case plain
        case space
        case control
        /// The first byte of characters some of which are not visible.
        case special

        @inline(__always)
        init(_ byte: UInt8) {
            if byte &- 0x21 < 0x5E {
                self = .plain
            } else if byte >= 0x80 {
                self = InlineBuffer.mayBeginInvisible(byte) ? .special : .plain
            } else {
                self = byte == 0x20 || byte &- 0x09 < 5 ? .space : .control
            }
        }
    }

    /// Whether a byte from 0x80 begins characters some of which are not visible or are white space.
    @inline(__always)
    static func mayBeginInvisible(_ byte: UInt8) -> Bool {
        byte >= 0xC2 && (byte >= 0xEF || byte &- 0xE1 < 3 || byte == 0xC2 || byte == 0xCD || byte == 0xED)
    }

    /// Where the visible characters end; single spaces between them count as visible.
    private static func endOfSpan(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        guard let base = UnsafeRawPointer(text.baseAddress) else { return start }
        var index = start
        while index < text.count {
            while index + 8 <= text.count {
                let length = visibleASCII(base.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian)
                index += length
                if length < 7 { break }
            }
            guard index < text.count else { break }
            let byte = text[index]
            if byte &- 0xE4 < 9, index + 2 < text.count {
                // Han and Hangul, all of them visible; what follows is more of the same.
                index += 3
                while index + 8 < text.count,
                    areHan(base.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian)
                {
                    index += 9
                }
            } else if byte &- 0x21 < 0x5E || byte >= 0x80 && !mayBeginInvisible(byte) {
                index += 1
            } else if byte == 0x20, index + 1 < text.count, ByteClass(text[index + 1]) == .plain {
                index += 2
            } else if index + 2 < text.count,
                byte == 0xE3 && (text[index + 1] == 0x80 ? text[index + 2] != 0x80 : text[index + 1] != 0x85)
                    || byte == 0xEF && (text[index + 1] == 0xBC || text[index + 1] == 0xBD)
            {
                // Kana, ideographic punctuation and full-width forms, without the ideographic space and U+3164.
                index += 3
            } else {
                break
            }
        }
        return index
    }

    /// Whether the first, fourth and seventh of eight bytes, which begin characters of three bytes, are E4 to EB: Han,
    /// and the first half of Hangul.
    @inline(__always)
    private static func areHan(_ bytes: UInt64) -> Bool {
        let ones: UInt64 = 0x0001_0000_0100_0001
        // E in the upper half, and 4 to 11 in the lower, to which 4 adds a bit of value 8.
        return bytes & (ones &* 0xF0) == ones &* 0xE0
            && ((bytes & (ones &* 0x0F)) &+ ones &* 4) & (ones &* 8) == ones &* 8
    }

    /// How many of eight bytes are visible ASCII: 8, 7 when the last is a space, or 0 when some need a closer look.
    @inline(__always)
    private static func visibleASCII(_ bytes: UInt64) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits = ones << 7
        // All below 0x80, none below 0x20, none 0x7F.
        guard bytes & highBits == 0, ((bytes | highBits) &- ones &* 0x20) & highBits == highBits,
            (bytes &+ ones) & highBits == 0
        else { return 0 }
        let spaces = ~((bytes ^ ones &* 0x20) &+ ones &* 0x7F) & highBits
        // Two spaces in a row are one.
        guard spaces & (spaces << 8) == 0 else { return 0 }
        return spaces >> 63 == 0 ? 8 : 7
    }

    private static func decode(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> (scalar: UInt32, length: Int) {
        let lead = UInt32(text[index])
        let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard length > 1, index + length <= text.count else { return (lead < 0x80 ? lead : 0xFFFF, 1) }
        var scalar = lead & (0x7F >> UInt32(length))
        for offset in 1..<length { scalar = scalar << 6 | UInt32(text[index + offset] & 0x3F) }
        return (scalar, length)
    }

    /// The last character; 0 when there is none.
    var lastScalar: UInt32 {
        guard var index = bytes.indices.last else { return 0 }
        while index > 0, bytes[index] & 0xC0 == 0x80 { index -= 1 }
        return bytes.withUnsafeBufferPointer { Self.decode($0, index).scalar }
    }
}

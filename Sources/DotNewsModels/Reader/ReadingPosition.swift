import DotNewsFoundation

/// How far an article has been read: a block of its body and a place inside it.
///
/// The block's words are remembered as a fingerprint, so that the place is found again when the site changes the body
/// and blocks move: ``resolved(in:)``.
public struct ReadingPosition: Hashable, Sendable {
    /// The index of the block in ``ArticleBody/blocks``, from 0.
    public var block: Int
    /// How far into ``ArticleBody/Block/text``, in UTF-16 code units from 0, as text views count.
    public var offset: Int
    /// The fingerprint of the block's words.
    public var fingerprint: BlockFingerprint

    /// The largest index and offset that are kept; no body comes near it.
    package static let maximum = 1_000_000

    /// Creates a place; numbers out of 0 to 1,000,000 become the nearest in it.
    public init(block: Int, offset: Int, fingerprint: BlockFingerprint) {
        self.block = min(max(block, 0), Self.maximum)
        self.offset = min(max(offset, 0), Self.maximum)
        self.fingerprint = fingerprint
    }

    /// The place at `offset` in block `block` of `body`; `nil` when there is no such block.
    public init?(block: Int, offset: Int = 0, in body: ArticleBody) {
        guard body.blocks.indices.contains(block) else { return nil }
        let text = body.blocks[block].text
        self.init(block: block, offset: Self.clamped(offset, in: text), fingerprint: BlockFingerprint(of: text))
    }

    /// The same place in a body that may have changed since; `nil` when the body has no blocks.
    ///
    /// The block with the same words that is nearest to where it was; when no block has them any more, the beginning of
    /// the block that stands there now, or of the last.
    public func resolved(in body: ArticleBody) -> ReadingPosition? {
        let blocks = body.blocks
        guard !blocks.isEmpty else { return nil }
        // Outwards from where it was, so that of blocks with equal words, such as pictures without caption, the
        // nearest is found, and most often the first is right.
        let start = min(block, blocks.count - 1)
        for distance in 0...max(start, blocks.count - 1 - start) {
            for index in distance == 0 ? [start] : [start + distance, start - distance]
            where blocks.indices.contains(index) {
                if BlockFingerprint(of: blocks[index].text) == fingerprint {
                    return ReadingPosition(block: index, offset: offset, in: body)
                }
            }
        }
        return ReadingPosition(block: start, in: body)
    }

    /// The offset, inside the text, and not inside a character.
    private static func clamped(_ offset: Int, in text: String) -> Int {
        let units = text.utf16
        guard let index = units.index(units.startIndex, offsetBy: max(offset, 0), limitedBy: units.endIndex),
            index < units.endIndex
        else { return units.count }
        // The beginning of the character that holds the unit.
        let character = text.rangeOfComposedCharacter(at: index)
        return units.distance(from: units.startIndex, to: character)
    }
}

extension String {
    /// The beginning of the character at `index`, which may lie inside it.
    fileprivate func rangeOfComposedCharacter(at index: Index) -> Index {
        // Rounds down to the boundary of a character, as subscripts of `String` do.
        let next = self.index(after: index)
        return self.index(before: next)
    }
}

/// A fingerprint of a block's words that is the same on every device: white space does not count, so a body that is
/// rendered anew keeps its fingerprints.
public struct BlockFingerprint: Hashable, Sendable, LosslessStringConvertible {
    /// The hash.
    public let rawValue: UInt64

    /// Takes a hash that was kept.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The fingerprint of a block's ``ArticleBody/Block/text``.
    public init(of text: String) {
        var hash = StableHash()
        for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
            withUnsafeBytes(of: scalar.value.littleEndian) { hash.combine($0) }
        }
        rawValue = hash.value
    }

    /// Reads 1 to 16 hexadecimal digits; `nil` for anything else.
    public init?(_ text: String) {
        guard (1...16).contains(text.utf8.count), !text.hasPrefix("+"), let value = UInt64(text, radix: 16) else {
            return nil
        }
        rawValue = value
    }

    /// 16 hexadecimal digits.
    public var description: String { rawValue.hexadecimal }
}

import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// A summary in the form of the columns of `article`: its texts one after the other in one buffer, its numbers beside.
///
/// Made outside the writer, so that the writer only binds pointers. The column is not part of it, since its row is known
/// to the writer alone. ``columns``, ``init(_:)`` and ``Row/summary(from:)`` must list the same fields in the same order; a
/// test writes and reads every one.
struct SummaryRecord: Sendable {
    /// The columns, in the order of ``bind(to:from:columnRow:)``.
    static let columns = """
        key, published_at, updated_at, column_id, \
        title, summary, url, share_url, json_url, author, source, keywords, tags, \
        thumbnail_url, thumbnail_caption, thumbnail_credit, thumbnail_alt, article_type, \
        thumbnail_width, thumbnail_height, media_duration, allows_comments
        """
    static let columnCount: Int32 = 22
    /// The columns of the table `article` under the name `a`, for joins with tables that have columns of the same name.
    static let qualifiedColumns = columns.split(separator: ", ").map { "a." + $0 }.joined(separator: ", ")
    /// Parameters for the columns.
    static let placeholders = repeatElement("?", count: Int(columnCount)).joined(separator: ", ")

    let key: ArticleKey
    let id: ArticleID
    let column: ColumnReference?
    let publishedAt: Date?
    /// Whether ``publishedAt`` is when the article was first seen, as what was said lies too far ahead.
    let isFirstSeen: Bool
    let updatedAt: Int64?
    /// A 64-bit hash of all fields (FNV-1a), to recognise a list that says what it said before. Kept in the file.
    let digest: Int64
    private let bytes: [UInt8]
    /// The range of each text; `nil` for NULL.
    private let texts: [Range<Int>?]
    private let thumbnailWidth: Int?
    private let thumbnailHeight: Int?
    private let mediaDuration: Double?
    private let allowsComments: Bool

    private static let firstText: Int32 = 4
    private static let textCount: Int32 = 14
    private static let firstNumber = firstText + textCount

    /// - Parameter now: The time that counts for changes of the future, and for a publication that lies too far ahead; ``digest``
    ///   is of what was said, so that the same said again is the same.
    init(_ summary: ArticleSummary, now: Date = .distantFuture) {
        id = summary.id
        key = ArticleKey(summary.id)
        column = summary.column
        let statedPublication = summary.publishedAt?.storedMilliseconds
        isFirstSeen = statedPublication.map { $0 > Date.latestPlausibleTime(at: now.changeTime) } ?? false
        publishedAt = isFirstSeen ? now : summary.publishedAt
        let statedChange = summary.updatedAt?.storedMilliseconds
        updatedAt = statedChange.map { min($0, now.storedMilliseconds) }
        thumbnailWidth = summary.thumbnail?.width
        thumbnailHeight = summary.thumbnail?.height
        mediaDuration = summary.mediaDuration.flatMap { $0.isFinite ? $0 : nil }
        allowsComments = summary.allowsComments

        var texts = TextBuffer()
        texts.add(summary.title)
        texts.add(summary.summary)
        texts.add(summary.address.string)
        texts.add(summary.sharePage)
        texts.add(summary.json)
        texts.add(summary.author)
        texts.add(summary.source)
        texts.add(words: summary.keywords)
        texts.add(words: summary.tags)
        texts.add(summary.thumbnail?.address.string ?? "")
        texts.add(summary.thumbnail?.caption ?? "")
        texts.add(summary.thumbnail?.credit ?? "")
        texts.add(summary.thumbnail?.alternativeText ?? "")
        texts.add(summary.articleType.rawValue)
        bytes = texts.bytes
        self.texts = texts.ranges
        digest = texts.digest(
            column: summary.column,
            numbers: [
                statedPublication ?? .min, statedChange ?? .min, Int64(thumbnailWidth ?? -1),
                Int64(thumbnailHeight ?? -1), Int64(bitPattern: (mediaDuration ?? -1).bitPattern),
                allowsComments ? 1 : 0,
            ])
    }

    /// Binds the fields to parameters from `first` on, and runs the statement; returns the number of rows it changed.
    ///
    /// - Parameter columnRow: The row of ``column``.
    @discardableResult
    func run(_ statement: DotNewsDatabase.Statement, from first: Int32, columnRow: Int64?) throws -> Int {
        try statement.bind(key, at: first)
        try statement.bind(publishedAt?.storedMilliseconds, at: first + 1)
        try statement.bind(updatedAt, at: first + 2)
        try statement.bind(columnRow, at: first + 3)
        try statement.bind(thumbnailWidth, at: first + Self.firstNumber)
        try statement.bind(thumbnailHeight, at: first + Self.firstNumber + 1)
        try statement.bind(mediaDuration, at: first + Self.firstNumber + 2)
        try statement.bind(allowsComments, at: first + Self.firstNumber + 3)
        return try bytes.withUnsafeBytes { bytes in
            for (index, range) in texts.enumerated() {
                try statement.bind(
                    range.map { UncopiedText(UnsafeRawBufferPointer(rebasing: bytes[$0])) },
                    at: first + Self.firstText + Int32(index))
            }
            return try statement.run()
        }
    }

    /// Whether a row, whose columns are ``columns``, holds just this.
    func isHeld(by row: Row, columnRow: Int64?) -> Bool {
        guard row.key(0) == key, row.optionalInteger(1) == publishedAt?.storedMilliseconds,
            row.optionalInteger(2) == updatedAt, row.optionalInteger(3) == columnRow,
            row.optionalInteger(Self.firstNumber) == thumbnailWidth.map(Int64.init),
            row.optionalInteger(Self.firstNumber + 1) == thumbnailHeight.map(Int64.init),
            row.optionalDouble(Self.firstNumber + 2) == mediaDuration, row.flag(Self.firstNumber + 3) == allowsComments
        else { return false }
        return bytes.withUnsafeBytes { bytes in
            texts.enumerated().allSatisfy { index, range in
                let column = Self.firstText + Int32(index)
                let held = row.bytes(column)
                guard let range else { return row.isNull(column) }
                guard held.count == range.count else { return false }
                // An empty text and NULL have no bytes.
                guard let one = held.baseAddress, !held.isEmpty else { return !row.isNull(column) }
                return memcmp(one, UnsafeRawBufferPointer(rebasing: bytes[range]).baseAddress!, held.count) == 0
            }
        }
    }

    // MARK: Words

    /// Ends each word of a list of words.
    private static let wordEnd: Unicode.Scalar = "\u{1F}"

    /// A word without the character that ends words.
    static func storable(_ word: String) -> String {
        guard word.unicodeScalars.contains(wordEnd) else { return word }
        return String(String.UnicodeScalarView(word.unicodeScalars.filter { $0 != wordEnd }))
    }

    /// The words of a stored list.
    static func words(_ bytes: UnsafeRawBufferPointer) -> [String] {
        guard var start = bytes.baseAddress else { return [] }
        let limit = start + bytes.count
        var count = 0
        for byte in bytes where byte == UInt8(wordEnd.value) { count += 1 }
        // Of the right size at once: a page has a hundred of these lists.
        return Array(unsafeUninitializedCapacity: count) { words, initialized in
            while let end = memchr(start, Int32(wordEnd.value), limit - start), initialized < count {
                let word = UnsafeRawBufferPointer(start: start, count: UnsafeRawPointer(end) - start)
                words.initializeElement(at: initialized, to: String(decoding: word, as: UTF8.self))
                initialized += 1
                start = UnsafeRawPointer(end) + 1
            }
        }
    }
}

extension SummaryRecord {
    /// Texts one after the other.
    private struct TextBuffer {
        private(set) var bytes: [UInt8] = []
        private(set) var ranges: [Range<Int>?] = []

        init() {
            bytes.reserveCapacity(1_024)
            ranges.reserveCapacity(Int(SummaryRecord.textCount))
        }

        mutating func add(_ text: String) {
            let start = bytes.count
            var text = text
            text.withUTF8 { bytes.append(contentsOf: $0) }
            ranges.append(start..<bytes.count)
        }

        /// Adds an address: as the empty text when it follows from the article's own.
        mutating func add(_ address: SiblingAddress) {
            switch address {
            case .absent: ranges.append(nil)
            case .derived: add("")
            case .stated(let address): add(address.string)
            }
        }

        mutating func add(words: [String]) {
            let start = bytes.count
            for word in words {
                bytes.append(contentsOf: SummaryRecord.storable(word).utf8)
                bytes.append(UInt8(SummaryRecord.wordEnd.value))
            }
            ranges.append(start..<bytes.count)
        }

        func digest(column: ColumnReference?, numbers: [Int64]) -> Int64 {
            var hash = StableHash()
            bytes.withUnsafeBytes { hash.combine($0) }
            let lengths = ranges.map { Int64($0?.count ?? -1) }
            for number in lengths + numbers { withUnsafeBytes(of: number.littleEndian) { hash.combine($0) } }
            // U+001F is in no id and no path, and ends the name.
            var column = column.map { "\($0.id.rawValue)\u{1F}\($0.path?.rawValue ?? "")\u{1F}\($0.name)" } ?? ""
            column.withUTF8 { hash.combine(UnsafeRawBufferPointer($0)) }
            return Int64(bitPattern: hash.value)
        }
    }
}

extension Row {
    /// Reads a summary from columns in the order of ``SummaryRecord/columns``.
    func summary(from first: Int32) throws -> ArticleSummary {
        guard let key = key(first) else { throw unreadable("an article's id has the wrong length") }
        return try ArticleSummary(
            id: key.id, title: text(first + 4), address: WebAddress(normalized: text(first + 6)),
            summary: text(first + 5),
            column: optionalInteger(first + 3).map { try connection.columnReference(row: $0) },
            publishedAt: optionalDate(first + 1), updatedAt: optionalDate(first + 2),
            sharePage: siblingAddress(first + 7), json: siblingAddress(first + 8), author: text(first + 9),
            source: text(first + 10), keywords: SummaryRecord.words(bytes(first + 11)),
            tags: SummaryRecord.words(bytes(first + 12)), thumbnail: image(first + 13),
            articleType: ArticleType(rawValue: text(first + 17)), mediaDuration: optionalDouble(first + 20),
            allowsComments: flag(first + 21))
    }

    /// The image whose address, caption, credit and text start at `first`, with its size behind the article's type.
    private func image(_ first: Int32) -> ImageAsset? {
        let address = text(first)
        guard !address.isEmpty else { return nil }
        return ImageAsset(
            address: WebAddress(normalized: address), caption: text(first + 1), credit: text(first + 2),
            alternativeText: text(first + 3), width: optionalInteger(first + 5).map { Int(clamping: $0) },
            height: optionalInteger(first + 6).map { Int(clamping: $0) })
    }

    /// The address in a column: one that follows from the article's own for the empty text, none for NULL.
    private func siblingAddress(_ column: Int32) -> SiblingAddress {
        guard let text = optionalText(column) else { return .absent }
        return text.isEmpty ? .derived : .stated(WebAddress(normalized: text))
    }

    private func optionalDate(_ column: Int32) -> Date? {
        optionalInteger(column).map { Date(storedMilliseconds: $0) }
    }
}

/// The columns that the present access has read, by row: articles of a page name a few columns again and again.
private final class ColumnReferences {
    var known: [Int64: ColumnReference] = [:]
}

extension Connection {
    /// The column in a row of `site_column`.
    func columnReference(row: Int64) throws -> ColumnReference {
        let references = accessContext as? ColumnReferences ?? ColumnReferences()
        if let reference = references.known[row] { return reference }
        let reference = try self.row("SELECT key, name, path FROM site_column WHERE id = ?", row) { row in
            // What is stored has been checked, but a file can be damaged.
            guard let id = ColumnID(row.text(0)) else { throw row.unreadable("a column's id is not acceptable") }
            let path = row.text(2)
            return ColumnReference(id: id, name: row.text(1), path: path.isEmpty ? nil : ColumnPath(path))
        }
        guard let reference else { throw unreadable("an article's column is missing") }
        references.known[row] = reference
        accessContext = references
        return reference
    }

    /// Forgets the columns that have been read, since they change.
    func forgetColumnReferences() { accessContext = nil }
}

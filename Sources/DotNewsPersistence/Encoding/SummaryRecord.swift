import DotNewsModels
import Foundation

/// A summary in the form of the columns of `article`: its texts one after the other in one buffer, its numbers beside.
///
/// Made outside the writer, so that the writer only binds addresses. Columns, ``init(_:)`` and
/// ``Statement/summary(from:)`` must list the same fields in the same order; a test writes and reads every one.
struct SummaryRecord: Sendable {
    /// The columns, in the order of ``bind(to:from:)``.
    static let columns = """
        key, published_at, updated_at, \
        title, summary, url, share_url, json_url, column_key, column_name, column_path, author, source, keywords, tags, \
        thumbnail_url, thumbnail_caption, thumbnail_credit, thumbnail_alt, story_type, \
        thumbnail_width, thumbnail_height, media_duration, allows_comments
        """
    static let columnCount: Int32 = 24
    /// The columns of the table `article` under the name `a`, for joins with tables that have columns of the same name.
    static let qualifiedColumns = columns.split(separator: ", ").map { "a." + $0 }.joined(separator: ", ")

    let key: ArticleKey
    let id: ArticleID
    let publishedAt: Date?
    let updatedAt: Int64?
    private let texts: [UInt8]
    /// Where each text ends.
    private let ends: [Int32]
    private let thumbnailWidth: Int?
    private let thumbnailHeight: Int?
    private let mediaDuration: Double?
    private let allowsComments: Bool

    /// Ends each word of a list of words.
    private static let wordEnd: Unicode.Scalar = "\u{1F}"

    init(_ summary: ArticleSummary) {
        id = summary.id
        key = ArticleKey(summary.id)
        publishedAt = summary.publishedAt
        updatedAt = summary.updatedAt?.storedMilliseconds
        thumbnailWidth = summary.thumbnail?.width
        thumbnailHeight = summary.thumbnail?.height
        mediaDuration = summary.mediaDuration.flatMap { $0.isFinite ? $0 : nil }
        allowsComments = summary.allowsComments

        var texts: [UInt8] = []
        var ends: [Int32] = []
        texts.reserveCapacity(1_024)
        ends.reserveCapacity(17)
        func add(_ text: String) {
            var text = text
            text.withUTF8 { texts.append(contentsOf: $0) }
            ends.append(Int32(clamping: texts.count))
        }
        func add(_ words: [String]) {
            for word in words {
                texts.append(contentsOf: Self.storable(word).utf8)
                texts.append(UInt8(Self.wordEnd.value))
            }
            ends.append(Int32(clamping: texts.count))
        }
        add(summary.title)
        add(summary.summary)
        add(summary.address.string)
        add(summary.shareAddress?.string ?? "")
        add(summary.jsonAddress?.string ?? "")
        add(summary.column?.id.rawValue ?? "")
        add(summary.column?.name ?? "")
        add(summary.column?.path?.rawValue ?? "")
        add(summary.author)
        add(summary.source)
        add(summary.keywords)
        add(summary.tags)
        add(summary.thumbnail?.address.string ?? "")
        add(summary.thumbnail?.caption ?? "")
        add(summary.thumbnail?.credit ?? "")
        add(summary.thumbnail?.alternativeText ?? "")
        add(summary.storyType.rawValue)
        self.texts = texts
        self.ends = ends
    }

    /// A word without the character that ends words.
    static func storable(_ word: String) -> String {
        guard word.unicodeScalars.contains(wordEnd) else { return word }
        return String(String.UnicodeScalarView(word.unicodeScalars.filter { $0 != wordEnd }))
    }

    /// The words of a stored list.
    static func words(_ bytes: UnsafeRawBufferPointer) -> [String] {
        guard !bytes.isEmpty else { return [] }
        let end = UInt8(wordEnd.value)
        var words: [String] = []
        words.reserveCapacity(8)
        var start = 0
        for index in bytes.indices where bytes[index] == end {
            words.append(String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self))
            start = index + 1
        }
        return words
    }

    /// Binds the fields to parameters from `first` on, and runs the statement. Returns how many rows it changed.
    func run(_ statement: Statement, from first: Int32) throws(StoreError) -> Int {
        statement.bind(key, at: first)
        statement.bind(publishedAt?.storedMilliseconds, at: first + 1)
        statement.bind(updatedAt, at: first + 2)
        let afterTexts = first + 3 + Int32(ends.count)
        statement.bind(thumbnailWidth.map(Int64.init), at: afterTexts)
        statement.bind(thumbnailHeight.map(Int64.init), at: afterTexts + 1)
        statement.bind(mediaDuration, at: afterTexts + 2)
        statement.bind(allowsComments, at: afterTexts + 3)
        let result = texts.withUnsafeBytes { bytes in
            Result { () throws(StoreError) -> Int in
                var start = 0
                for (index, end) in ends.enumerated() {
                    statement.bindText(
                        UnsafeRawBufferPointer(rebasing: bytes[start..<Int(end)]), at: first + 3 + Int32(index))
                    start = Int(end)
                }
                return try statement.run()
            }
        }
        return try result.get()
    }

    /// A 64-bit hash of all fields (FNV-1a), to recognise a list that says what it said before. Kept in the file.
    var digest: Int64 {
        var hash = StableHash()
        texts.withUnsafeBytes { hash.combine($0) }
        ends.withUnsafeBytes { hash.combine($0) }
        let numbers: [Int64] = [
            publishedAt.map(\.storedMilliseconds) ?? .min, updatedAt ?? .min, Int64(thumbnailWidth ?? -1),
            Int64(thumbnailHeight ?? -1), Int64(bitPattern: (mediaDuration ?? -1).bitPattern), allowsComments ? 1 : 0,
        ]
        for number in numbers {
            withUnsafeBytes(of: number.littleEndian) { hash.combine($0) }
        }
        return Int64(bitPattern: hash.value)
    }
}

extension Statement {
    /// Reads a summary from columns in the order of ``SummaryRecord/columns``.
    func summary(from first: Int32) throws(StoreError) -> ArticleSummary {
        guard let key = key(first) else { throw unreadable("a story's id has the wrong length") }
        var column = first + 3
        func next() -> String {
            defer { column += 1 }
            return text(column)
        }
        func nextAddress() -> WebAddress? {
            let text = next()
            return text.isEmpty ? nil : WebAddress(normalized: text)
        }
        let title = next()
        let summary = next()
        let address = WebAddress(normalized: next())
        let shareAddress = nextAddress()
        let jsonAddress = nextAddress()
        let reference = columnReference(column)
        column += 3
        let author = next()
        let source = next()
        let keywords = SummaryRecord.words(bytes(column))
        let tags = SummaryRecord.words(bytes(column + 1))
        column += 2
        let thumbnail = nextAddress().map { address in
            ImageAsset(
                address: address, caption: next(), credit: next(), alternativeText: next(),
                width: optionalInteger(first + 20).map { Int(clamping: $0) },
                height: optionalInteger(first + 21).map { Int(clamping: $0) })
        }
        let storyType = StoryType(rawValue: text(first + 19))
        return ArticleSummary(
            id: key.id, title: title, address: address, summary: summary, column: reference,
            publishedAt: optionalInteger(first + 1).map { Date(storedMilliseconds: $0) },
            updatedAt: optionalInteger(first + 2).map { Date(storedMilliseconds: $0) },
            shareAddress: shareAddress, jsonAddress: jsonAddress, author: author, source: source, keywords: keywords,
            tags: tags, thumbnail: thumbnail, storyType: storyType, mediaDuration: optionalDouble(first + 22),
            allowsComments: flag(first + 23))
    }

    private func columnReference(_ first: Int32) -> ColumnReference? {
        let id = bytes(first)
        if id.isEmpty { return nil }
        return connection.columnReferences.reference(id: id, name: bytes(first + 1), path: bytes(first + 2))
    }
}

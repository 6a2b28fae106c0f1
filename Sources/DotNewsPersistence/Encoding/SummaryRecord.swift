import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// A summary in the form of the columns of `article`: its texts one after the other in one buffer, its numbers beside.
///
/// Made outside the writer, so that the writer only binds pointers. Columns, ``init(_:)`` and
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
    /// The texts, and behind them the addresses that are stored in terms of the story's own.
    private let bytes: [UInt8]
    /// Where each text ends.
    private let ends: [Int32]
    /// What is stored of each text.
    private let stored: [Range<Int32>]
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
        self.ends = ends
        stored = Self.addRelativeAddresses(to: &texts, ends)
        bytes = texts
    }

    /// The places of the story's address and of those that are stored in terms of it among the texts.
    private static let address = 2
    private static let relativeAddresses = [3, 4, 12]

    /// Appends the addresses in the form of ``StoredAddress``; returns what is stored of each text.
    private static func addRelativeAddresses(to texts: inout [UInt8], _ ends: [Int32]) -> [Range<Int32>] {
        var stored: [Range<Int32>] = []
        stored.reserveCapacity(ends.count)
        for end in ends { stored.append((stored.last?.upperBound ?? 0)..<end) }
        var relative: [UInt8] = []
        texts.withUnsafeBytes { bytes in
            func text(_ index: Int) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(rebasing: bytes[Int(stored[index].lowerBound)..<Int(stored[index].upperBound)])
            }
            let base = text(address)
            for index in relativeAddresses {
                let start = Int32(clamping: bytes.count + relative.count)
                if StoredAddress.append(text(index), relativeTo: base, to: &relative) {
                    stored[index] = start..<Int32(clamping: bytes.count + relative.count)
                }
            }
        }
        texts += relative
        return stored
    }

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
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(StoreError) -> Int in
                for (index, range) in stored.enumerated() {
                    statement.bindText(
                        UnsafeRawBufferPointer(rebasing: bytes[Int(range.lowerBound)..<Int(range.upperBound)]),
                        at: first + 3 + Int32(index))
                }
                return try statement.run()
            }
        }
        return try result.get()
    }

    /// Whether a row, whose columns are ``columns``, holds just this.
    func isHeld(by row: Row) -> Bool {
        let afterTexts = 3 + Int32(ends.count)
        guard row.key(0) == key, row.optionalInteger(1) == publishedAt?.storedMilliseconds,
            row.optionalInteger(2) == updatedAt,
            row.optionalInteger(afterTexts) == thumbnailWidth.map(Int64.init),
            row.optionalInteger(afterTexts + 1) == thumbnailHeight.map(Int64.init),
            row.optionalDouble(afterTexts + 2) == mediaDuration, row.flag(afterTexts + 3) == allowsComments
        else { return false }
        return bytes.withUnsafeBytes { bytes in
            for (index, range) in stored.enumerated() {
                let held = row.bytes(3 + Int32(index))
                guard held.count == range.count else { return false }
                let own = bytes[Int(range.lowerBound)..<Int(range.upperBound)]
                if let one = held.baseAddress, let other = UnsafeRawBufferPointer(rebasing: own).baseAddress,
                    memcmp(one, other, held.count) != 0
                {
                    return false
                }
            }
            return true
        }
    }

    /// A 64-bit hash of all fields (FNV-1a), to recognise a list that says what it said before. Kept in the file.
    var digest: Int64 {
        var hash = StableHash()
        bytes.withUnsafeBytes { hash.combine(UnsafeRawBufferPointer(rebasing: $0[..<Int(ends.last ?? 0)])) }
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

extension Row {
    /// Reads a summary from columns in the order of ``SummaryRecord/columns``.
    func summary(from first: Int32) throws(StoreError) -> ArticleSummary {
        guard let key = key(first) else { throw unreadable("a story's id has the wrong length") }
        let address = bytes(first + 5)
        return try ArticleSummary(
            id: key.id, title: text(first + 3),
            address: WebAddress(normalized: String(decoding: address, as: UTF8.self)),
            summary: text(first + 4), column: columnReference(first + 8), publishedAt: optionalDate(first + 1),
            updatedAt: optionalDate(first + 2), shareAddress: optionalAddress(first + 6, relativeTo: address),
            jsonAddress: optionalAddress(first + 7, relativeTo: address), author: text(first + 11),
            source: text(first + 12),
            keywords: SummaryRecord.words(bytes(first + 13)), tags: SummaryRecord.words(bytes(first + 14)),
            thumbnail: image(first + 15, relativeTo: address), storyType: StoryType(rawValue: text(first + 19)),
            mediaDuration: optionalDouble(first + 22), allowsComments: flag(first + 23))
    }

    /// The image whose address, caption, credit and text start at `first`, with its size behind the story's type.
    private func image(_ first: Int32, relativeTo base: UnsafeRawBufferPointer) throws(StoreError) -> ImageAsset? {
        guard let address = try optionalAddress(first, relativeTo: base) else { return nil }
        return ImageAsset(
            address: address, caption: text(first + 1), credit: text(first + 2), alternativeText: text(first + 3),
            width: optionalInteger(first + 5).map { Int(clamping: $0) },
            height: optionalInteger(first + 6).map { Int(clamping: $0) })
    }

    /// The address in a column, which may be in terms of the story's own, `base`.
    private func optionalAddress(
        _ column: Int32, relativeTo base: UnsafeRawBufferPointer
    ) throws(StoreError) -> WebAddress? {
        let stored = bytes(column)
        guard let first = stored.first else { return nil }
        guard first == StoredAddress.mark else {
            return WebAddress(normalized: String(decoding: stored, as: UTF8.self))
        }
        guard let address = StoredAddress.read(stored, relativeTo: base) else {
            throw unreadable("an address of a story is in terms of another that is shorter")
        }
        return WebAddress(normalized: address)
    }

    private func optionalDate(_ column: Int32) -> Date? {
        optionalInteger(column).map { Date(storedMilliseconds: $0) }
    }

    private func columnReference(_ first: Int32) -> ColumnReference? {
        let id = bytes(first)
        if id.isEmpty { return nil }
        return connection.columnReferences.reference(id: id, name: bytes(first + 1), path: bytes(first + 2))
    }
}

import DotNewsDatabase

/// The dictionaries that a store's bodies are compressed with: parts of bodies that it had when they were made.
///
/// News of one site repeat each other's words, names and addresses, which a body of some kilobytes alone cannot show.
/// Bodies that were stored before there was a dictionary are read without one.
enum BodyDictionary {
    /// The bodies that a store has before dictionaries are made. With fewer there is little to save.
    static let fewestBodies = 256
    /// The bodies from which parts are taken, spread over all of the time.
    private static let sampleCount = 48
    /// Of a kind of bodies at least this many and at most that many are worth a dictionary.
    private static let samplesOfAKind = 4...16

    /// Chinese helps English nothing, and takes its room.
    enum Kind: Int, CaseIterable {
        case mostlyASCII = 1
        case mostlyOther = 2

        /// - Parameter text: A body as JSON, whose names are ASCII in any language.
        init(of text: UnsafeRawBufferPointer) {
            var others = 0
            for byte in text where byte >= 0x80 { others += 1 }
            self = others * 4 < text.count ? .mostlyASCII : .mostlyOther
        }
    }

    /// For one connection's functions, which are called while other statements run.
    static let selectSQL = "SELECT content, checksum FROM body_dictionary WHERE id = ?1"

    /// The dictionaries that are stored, without those that are damaged; none when they are not made yet.
    static func stored(in connection: Connection) throws(StoreError) -> [TextDictionary] {
        var dictionaries: [TextDictionary] = []
        for kind in Kind.allCases {
            try connection.useComposed(selectSQL) { (statement) throws(StoreError) in
                statement.bind(Int64(kind.rawValue), at: 1)
                guard try statement.step(),
                    let dictionary = checked(kind.rawValue, statement.bytes(0), checksum: statement.integer(1))
                else { return }
                dictionaries.append(dictionary)
            }
        }
        return dictionaries
    }

    /// A dictionary out of what is stored; `nil` when the bytes are not those that were stored.
    static func checked(_ number: Int, _ bytes: UnsafeRawBufferPointer, checksum: Int64) -> TextDictionary? {
        guard let dictionary = TextDictionary(number: number, bytes: Array(bytes)), dictionary.checksum == checksum
        else { return nil }
        return dictionary
    }

    /// Whether there is none, and enough bodies to make some.
    static func isDue(in connection: Connection) throws(StoreError) -> Bool {
        guard try connection.number("SELECT count(*) FROM body_dictionary") == 0 else { return false }
        return try connection.number("SELECT count(*) FROM (SELECT 1 FROM body LIMIT \(fewestBodies))")
            == fewestBodies
    }

    /// Makes the dictionaries, unless there are some already, and returns them.
    static func make(in connection: Connection) throws(StoreError) -> [TextDictionary] {
        guard try isDue(in: connection) else { return try stored(in: connection) }
        let texts = try sample(connection)
        for (kind, texts) in Dictionary(grouping: texts, by: { $0.withUnsafeBytes(Kind.init) }) {
            guard texts.count >= samplesOfAKind.lowerBound else { continue }
            let parts = texts.prefix(samplesOfAKind.upperBound)
            let content = parts.flatMap { $0.prefix(TextDictionary.maximumSize / parts.count) }
            guard let dictionary = TextDictionary(number: kind.rawValue, bytes: content) else { continue }
            try store(dictionary, connection)
        }
        return try stored(in: connection)
    }

    private static func store(_ dictionary: TextDictionary, _ connection: Connection) throws(StoreError) {
        try connection.use("INSERT INTO body_dictionary (id, content, checksum) VALUES (?1, ?2, ?3)") {
            (statement) throws(StoreError) in
            let result = dictionary.bytes.withUnsafeBytes { content in
                Result { () throws(StoreError) in
                    statement.bind(Int64(dictionary.number), at: 1)
                    statement.bindBlob(content, at: 2)
                    statement.bind(dictionary.checksum, at: 3)
                    _ = try statement.run()
                }
            }
            try result.get()
        }
    }

    /// Bodies from all of the time, in an order in which any first few are from all of it too.
    private static func sample(_ connection: Connection) throws(StoreError) -> [[UInt8]] {
        let first = try connection.number("SELECT min(article) FROM body")
        let last = try connection.number("SELECT max(article) FROM body")
        let step = (last - first) / Int64(sampleCount) + 1
        var texts: [[UInt8]] = []
        for index in 0..<Int64(sampleCount) {
            // 7 and 48 have no common factor.
            let place = first + index * 7 % Int64(sampleCount) * step
            try connection.use("SELECT inflate(blocks) FROM body WHERE article >= ?1 ORDER BY article LIMIT 1") {
                (statement) throws(StoreError) in
                statement.bind(place, at: 1)
                if try statement.step() { texts.append(Array(statement.bytes(0))) }
            }
        }
        return texts
    }
}

/// Compresses bodies, each with the dictionary of its kind if there is one, or else with another.
///
/// Used by one thread at a time.
final class BodyCompressor {
    private let dictionaries: [TextDictionary]
    /// By the number of the dictionary, 0 for none.
    private var compressors: [Int: TextCompressor] = [:]

    init(_ dictionaries: [TextDictionary]) { self.dictionaries = dictionaries }

    /// The compressed blocks of a body.
    func compress(_ blocks: UnsafeRawBufferPointer) -> [UInt8] {
        let kind = BodyDictionary.Kind(of: blocks)
        let dictionary = dictionaries.first { $0.number == kind.rawValue } ?? dictionaries.first
        let number = dictionary?.number ?? 0
        let compressor = compressors[number] ?? TextCompressor(dictionary: dictionary)
        compressors[number] = compressor
        return compressor.compress(blocks)
    }
}

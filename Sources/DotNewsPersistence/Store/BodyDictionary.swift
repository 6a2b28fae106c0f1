import CSQLite

/// The dictionary that a store's bodies are compressed with: parts of bodies that it had when it was made.
///
/// News of one site repeat each other's words, names and addresses, which a body of some kilobytes alone cannot show.
/// Bodies that were stored before there was a dictionary are read without one.
enum BodyDictionary {
    /// The bodies that a store has before its dictionary is made. With fewer there is little to save.
    static let fewestBodies = 256
    /// The bodies from which parts are taken: some of each column and language, from all of the time.
    private static let sampleCount = 16
    /// The only one so far; the form of bodies has room for two more.
    private static let number = 1

    /// For one connection's functions, which are called while other statements run.
    static let selectSQL = "SELECT content, checksum FROM body_dictionary WHERE id = ?1"

    /// The dictionary that is stored; `nil` when there is none yet, or when it is damaged.
    static func stored(in connection: Connection) throws(StoreError) -> TextDictionary? {
        try connection.useComposed(selectSQL) { (statement) throws(StoreError) in
            statement.bind(Int64(number), at: 1)
            guard try statement.step() else { return nil }
            return checked(number, statement.bytes(0), checksum: statement.integer(1))
        }
    }

    /// A dictionary out of what is stored; `nil` when the bytes are not those that were stored.
    static func checked(_ number: Int, _ bytes: UnsafeRawBufferPointer, checksum: Int64) -> TextDictionary? {
        guard let dictionary = TextDictionary(number: number, bytes: Array(bytes)), dictionary.checksum == checksum
        else { return nil }
        return dictionary
    }

    /// Whether there is none, and enough bodies to make one.
    static func isDue(in connection: Connection) throws(StoreError) -> Bool {
        guard try connection.number("SELECT count(*) FROM body_dictionary") == 0 else { return false }
        return try connection.number("SELECT count(*) FROM (SELECT 1 FROM body LIMIT \(fewestBodies))")
            == fewestBodies
    }

    /// Makes the dictionary, unless there is one already, and returns it.
    static func make(in connection: Connection) throws(StoreError) -> TextDictionary? {
        guard try isDue(in: connection), let dictionary = TextDictionary(number: number, bytes: try sample(connection))
        else { return try stored(in: connection) }
        try connection.use("INSERT INTO body_dictionary (id, content, checksum) VALUES (?1, ?2, ?3)") {
            (statement) throws(StoreError) in
            let result = dictionary.bytes.withUnsafeBytes { content in
                Result { () throws(StoreError) in
                    statement.bind(Int64(dictionary.number), at: 1)
                    statement.bindBlob(content, at: 2)
                    statement.bind(dictionary.checksum, at: 3)
                    try statement.run()
                }
            }
            _ = try result.get()
        }
        return dictionary
    }

    /// The beginnings of bodies from all of the time, each of the same length at most.
    private static func sample(_ connection: Connection) throws(StoreError) -> [UInt8] {
        let first = try connection.number("SELECT min(article) FROM body")
        let last = try connection.number("SELECT max(article) FROM body")
        let step = (last - first) / Int64(sampleCount) + 1
        var content: [UInt8] = []
        for index in 0..<Int64(sampleCount) {
            try connection.use(
                """
                SELECT inflate(blocks) FROM body WHERE article >= ?1 ORDER BY article LIMIT 1
                """
            ) { (statement) throws(StoreError) in
                statement.bind(first + index * step, at: 1)
                guard try statement.step() else { return }
                content += statement.bytes(0).prefix(TextDictionary.maximumSize / sampleCount)
            }
        }
        return content
    }
}

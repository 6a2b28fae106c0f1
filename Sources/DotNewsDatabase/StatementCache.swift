/// The statements that a connection keeps, by their text.
struct StatementCache {
    /// A text that is hashed by its length: the texts of a program are few, most differ in length, and comparing one with
    /// itself takes no time, while hashing five hundred bytes takes as long as running a small statement.
    private struct Key: Hashable {
        let sql: String

        func hash(into hasher: inout Hasher) { hasher.combine(sql.utf8.count) }
    }

    private var statements: [Key: Statement] = [:]

    /// The number of statements that are kept. Texts composed at run time could be any number.
    static let capacity = 512

    subscript(sql: String) -> Statement? { statements[Key(sql: sql)] }

    mutating func keep(_ statement: Statement) {
        if statements.count >= Self.capacity { statements.removeAll() }
        statements[Key(sql: statement.sql)] = statement
    }

    mutating func removeAll() { statements.removeAll() }
}

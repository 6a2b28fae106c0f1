import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

// The form in which statements were used before `DotNewsDatabase`, for the folders that are not converted yet. It is
// deleted with the last of them.

/// A statement in the earlier form: bindings that fail are reported by the next step.
final class Statement {
    private let statement: DotNewsDatabase.Statement
    let connection: Connection
    private var failure: StoreError?

    init(_ statement: DotNewsDatabase.Statement, connection: Connection) {
        self.statement = statement
        self.connection = connection
    }

    var row: Row { statement.row }

    func step() throws(StoreError) -> Bool {
        if let failure { throw failure }
        return try connection.converting { try statement.step() }
    }

    @discardableResult
    func run() throws(StoreError) -> Int {
        if let failure { throw failure }
        return try connection.converting { try statement.run() }
    }

    func reset() { statement.reset() }

    func bind(_ value: some Bindable, at index: Int32) {
        do throws(StoreError) {
            try connection.converting { try statement.bind(value, at: index) }
        } catch {
            if failure == nil { failure = error }
        }
    }

    func bindText(_ bytes: UnsafeRawBufferPointer, at index: Int32) { bind(UncopiedText(bytes), at: index) }
    func bindBlob(_ bytes: UnsafeRawBufferPointer, at index: Int32) { bind(UncopiedBlob(bytes), at: index) }
    func bind(packing keys: [ArticleKey], at index: Int32) { bind(keys.packed, at: index) }
    func bindValue(_ column: Int32, of other: Statement, at index: Int32) { bind(other.row.value(column), at: index) }

    func integer(_ column: Int32) -> Int64 { row.integer(column) }
    func optionalInteger(_ column: Int32) -> Int64? { row.optionalInteger(column) }
    func flag(_ column: Int32) -> Bool { row.flag(column) }
    func optionalDouble(_ column: Int32) -> Double? { row.optionalDouble(column) }
    func text(_ column: Int32) -> String { row.text(column) }
    func optionalText(_ column: Int32) -> String? { row.optionalText(column) }
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer { row.bytes(column) }
    func key(_ column: Int32) -> ArticleKey? { row.key(column) }
    func isNull(_ column: Int32) -> Bool { row.isNull(column) }
    func unreadable(_ reason: String) -> StoreError { connection.unreadable(reason) }
    func summary(from first: Int32) throws(StoreError) -> ArticleSummary {
        try connection.converting { try row.summary(from: first) }
    }
    func resourceVersion(from first: Int32) -> ResourceVersion { row.resourceVersion(from: first) }

    func article(summary: ArticleSummary, blocks: Int32, details: Int32) throws(StoreError) -> Article {
        try connection.converting { try row.article(summary: summary, blocks: blocks, details: details) }
    }
}

extension Connection {
    var file: String { path }

    @discardableResult
    func use<Value>(_ sql: String, _ body: (Statement) throws(StoreError) -> Value) throws(StoreError) -> Value {
        try converting { try withStatement(sql) { try body(Statement($0, connection: self)) } }
    }

    @discardableResult
    func useComposed<Value>(_ sql: String, _ body: (Statement) throws(StoreError) -> Value) throws(StoreError) -> Value
    {
        try use(sql, body)
    }

    func execute(_ sql: String) throws(StoreError) { try converting { try executeScript(sql) } }

    func number(_ sql: String) throws(StoreError) -> Int64 { try converting { try integer(sql) } }

    func text(_ sql: String) throws(StoreError) -> String {
        try converting { try requiredRow(sql) { $0.text(0) } }
    }

    /// Converts errors for a function in the earlier form that calls one in the new form.
    func converting<Value>(_ body: () throws -> Value) throws(StoreError) -> Value {
        do { return try body() } catch { throw StoreError(error, while: activity, file: path) }
    }
}

import DotNewsDatabase

extension StoreError {
    /// Creates the public form of an error of a store's internals. The store's outermost functions use it, and no other.
    init(_ error: any Error, while activity: String, file: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError:
            self.init(
                Code(error.code), while: error.activity, file: error.path, sql: error.sql, resultCode: error.resultCode,
                reason: error.reason)
        case is CancellationError: self.init(.cancelled, while: activity, file: file)
        default: self.init(.failed, while: activity, file: file, reason: "\(error)")
        }
    }
}

extension StoreError.Code {
    fileprivate init(_ code: DatabaseError.Code) {
        switch code {
        case .notADatabase: self = .notADatabase
        case .otherApplication: self = .notAStore
        case .newerVersion: self = .newerVersion
        case .readOnly: self = .readOnly
        case .cannotOpen: self = .cannotOpen
        case .diskFull: self = .diskFull
        case .busy, .replaced: self = .busy
        case .corrupt: self = .corrupt
        case .inputOutput: self = .inputOutput
        case .unsupportedLibrary: self = .unsupportedLibrary
        case .cancelled: self = .cancelled
        case .closed: self = .closed
        case .suspended: self = .suspended
        case .missingRow, .brokenReferences: self = .unreadableContent
        case .misuse, .failed: self = .failed
        }
    }
}

extension Connection {
    /// Runs the body of a public function on a connection, and converts its errors.
    func converting<Value>(_ body: () throws -> Value) throws(StoreError) -> Value {
        do { return try body() } catch { throw StoreError(error, while: activity, file: path) }
    }
}

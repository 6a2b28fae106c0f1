import DotNewsDatabase

/// The values of a query: the present one, then one after each change of what it reads.
///
/// The next value is fetched when it is asked for, so of several changes in between only the last is seen. The
/// sequence ends when the iterating task is cancelled or the store is closed; while the store is suspended, it waits.
/// Changes by other processes are seen
/// within ``ArticleStoreOptions/pollInterval``.
public struct StoreObservation<Value: Sendable>: AsyncSequence, Sendable {
    /// The values.
    public typealias Element = Value
    /// A ``StoreError``, or the query's own error; the sequence is over then.
    public typealias Failure = any Error

    private let values: DatabaseObservation<Value>
    private let file: String

    fileprivate init(_ values: DatabaseObservation<Value>, file: String) {
        self.values = values
        self.file = file
    }

    /// Starts to observe. The iterator belongs to one task.
    public func makeAsyncIterator() -> Iterator { Iterator(values: values.makeAsyncIterator(), file: file) }

    /// Fetches the values, one at a time.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var values: DatabaseObservation<Value>.Iterator
        fileprivate let file: String

        /// Returns the present value the first time, then the value after the next change; `nil` when the task is
        /// cancelled or the store is closed.
        public mutating func next() async throws -> Value? {
            do {
                return try await values.next()
            } catch let error as DatabaseError {
                throw StoreError(error, while: error.activity, file: file)
            }
        }
    }
}

extension ArticleStore {
    /// Observes a query: its present value, then its value after each change of the tables that it reads.
    ///
    /// - Parameter fetch: Reads the value. Runs on a reading connection, and sees the store as it is at one moment.
    public func observe<Value: Sendable>(
        _ fetch: @escaping @Sendable (StoreReader) throws -> Value
    ) -> StoreObservation<Value> {
        observe(isSame: { _, _ in false }, fetch)
    }

    /// Observes a query, and leaves out values that equal the one before.
    ///
    /// - Parameter fetch: Reads the value. Runs on a reading connection, and sees the store as it is at one moment.
    public func observe<Value: Sendable & Equatable>(
        _ fetch: @escaping @Sendable (StoreReader) throws -> Value
    ) -> StoreObservation<Value> {
        observe(isSame: { $0 == $1 }, fetch)
    }

    private func observe<Value: Sendable>(
        isSame: @escaping @Sendable (Value, Value) -> Bool, _ fetch: @escaping @Sendable (StoreReader) throws -> Value
    ) -> StoreObservation<Value> {
        StoreObservation(
            database.observe(isSame: isSame) { try fetch(StoreReader(connection: $0)) }, file: database.path)
    }
}

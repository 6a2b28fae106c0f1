import Synchronization

/// The values of a query: the present one, then one after each change of what it reads.
///
/// The next value is fetched when it is asked for, so of several changes in between only the last is seen. The
/// sequence ends when the task that iterates is cancelled or the store is closed; while the store is suspended, it waits. Changes by other processes are seen
/// within ``ArticleStoreOptions/pollInterval``.
public struct StoreObservation<Value: Sendable>: AsyncSequence, Sendable {
    /// The values.
    public typealias Element = Value
    /// What a fetch may throw; the sequence is over then.
    public typealias Failure = StoreError

    fileprivate let store: ArticleStore
    fileprivate let fetch: @Sendable (StoreReader) throws(StoreError) -> Value
    fileprivate let isSame: @Sendable (Value, Value) -> Bool

    /// Starts to observe. The iterator belongs to one task.
    public func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// Fetches the values, one at a time.
    public struct Iterator: AsyncIteratorProtocol {
        private let observation: StoreObservation
        private let registration: Registration
        private var last: Value?
        private var mustWait = false
        private var isOver = false

        fileprivate init(_ observation: StoreObservation) {
            self.observation = observation
            registration = Registration(broker: observation.store.broker)
        }

        /// The present value the first time, then the value after the next change; `nil` when the task is cancelled or
        /// the store is closed.
        public mutating func next() async throws(StoreError) -> Value? {
            guard !isOver else { return nil }
            do {
                while true {
                    if mustWait, await !registration.waitForChange() { break }
                    if Task.isCancelled { break }
                    mustWait = true
                    registration.willFetch()
                    guard let (value, tables) = try await fetch() else { continue }
                    registration.setTables(tables)
                    if let last, observation.isSame(last, value) { continue }
                    last = value
                    return value
                }
            } catch {
                isOver = true
                // The end of the task or of the store is the end of the sequence, not its failure.
                if error.code == .cancelled || error.code == .closed { return nil }
                throw error
            }
            isOver = true
            return nil
        }

        /// The present value and the tables that it comes from; `nil` while the store is suspended.
        private func fetch() async throws(StoreError) -> (Value, TableSet)? {
            let fetch = observation.fetch
            do throws(StoreError) {
                return try await observation.store.readers.read("fetching an observed value") {
                    (connection) throws(StoreError) in
                    let value = try fetch(StoreReader(connection: connection))
                    return (value, connection.tablesRead)
                }
            } catch {
                guard error.code == .suspended else { throw error }
                return nil
            }
        }
    }
}

/// Keeps an observer registered for as long as its iterator lives.
private final class Registration: Sendable {
    private let broker: ChangeBroker
    private let id: ChangeBroker.ObserverID

    init(broker: ChangeBroker) {
        self.broker = broker
        id = broker.addObserver()
    }

    deinit { broker.removeObserver(id) }

    func waitForChange() async -> Bool { await broker.waitForChange(id) }
    func willFetch() { broker.willFetch(id) }
    func setTables(_ tables: TableSet) { broker.setTables(tables, for: id) }
}

extension ArticleStore {
    /// Observes a query: its present value, then its value after each change of the tables that it reads.
    ///
    /// - Parameter fetch: Reads the value. Runs on a reading connection, and sees the store as it is at one moment.
    public func observe<Value: Sendable>(
        _ fetch: @escaping @Sendable (StoreReader) throws(StoreError) -> Value
    ) -> StoreObservation<Value> {
        StoreObservation(store: self, fetch: fetch, isSame: { _, _ in false })
    }

    /// Observes a query, and leaves out values that equal the one before.
    ///
    /// - Parameter fetch: Reads the value. Runs on a reading connection, and sees the store as it is at one moment.
    public func observe<Value: Sendable & Equatable>(
        _ fetch: @escaping @Sendable (StoreReader) throws(StoreError) -> Value
    ) -> StoreObservation<Value> {
        StoreObservation(store: self, fetch: fetch, isSame: { $0 == $1 })
    }
}

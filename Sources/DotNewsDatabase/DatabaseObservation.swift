/// The values of a query: the present one, then one after each change of a table that it reads.
///
/// A value is fetched when it is asked for, so of several changes in between only the last is seen. The sequence ends when
/// the iterating task is cancelled or the database is closed; while the database is suspended, it waits.
package struct DatabaseObservation<Value: Sendable>: AsyncSequence, Sendable {
    package typealias Element = Value

    fileprivate let database: Database
    fileprivate let fetch: @Sendable (Connection) throws -> Value
    fileprivate let isSame: @Sendable (Value, Value) -> Bool

    package func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// Fetches the values, one at a time.
    package struct Iterator: AsyncIteratorProtocol {
        private let observation: DatabaseObservation
        private let registration: Registration
        private var last: Value?
        private var mustWait = false
        private var isOver = false

        fileprivate init(_ observation: DatabaseObservation) {
            self.observation = observation
            registration = Registration(broker: observation.database.broker)
        }

        /// Returns the present value the first time, then the value after the next change; `nil` when the task is
        /// cancelled or the database is closed.
        ///
        /// - Throws: What the fetch throws; the sequence is over then.
        package mutating func next() async throws -> Value? {
            guard !isOver else { return nil }
            do {
                while true {
                    if mustWait, await !registration.waitForChange() { break }
                    if Task.isCancelled { break }
                    mustWait = true
                    guard let value = try await fetch() else { continue }
                    if let last, observation.isSame(last, value) { continue }
                    last = value
                    return value
                }
            } catch let error as DatabaseError where error.code == .cancelled || error.code == .closed {
                // The end of the task or of the database is the end of the sequence, not its failure.
            } catch {
                isOver = true
                throw error
            }
            isOver = true
            return nil
        }

        /// Returns the present value; `nil` while the database is suspended.
        private func fetch() async throws -> Value? {
            registration.willFetch()
            let fetch = observation.fetch
            do {
                let (value, tables) = try await observation.database.read("fetching an observed value") { connection in
                    (try fetch(connection), connection.tablesRead)
                }
                registration.didFetch(tables)
                return value
            } catch let error as DatabaseError where error.code == .suspended {
                return nil
            }
        }
    }
}

/// Keeps an observer registered as long as its iterator lives.
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
    func didFetch(_ tables: TableSet) { broker.didFetch(tables, for: id) }
}

extension Database {
    /// Observes a query.
    ///
    /// - Parameters:
    ///   - isSame: Whether two values are the same to the observer, which then gets only the first.
    ///   - fetch: Reads the value, of one moment.
    package func observe<Value: Sendable>(
        isSame: @escaping @Sendable (Value, Value) -> Bool,
        _ fetch: @escaping @Sendable (Connection) throws -> Value
    ) -> DatabaseObservation<Value> {
        DatabaseObservation(database: self, fetch: fetch, isSame: isSame)
    }
}

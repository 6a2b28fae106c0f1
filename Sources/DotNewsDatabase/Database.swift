package import DotNewsFoundation

/// A database file that one connection writes and a pool of others reads, in write-ahead-log mode.
///
/// Reads see the last commit and never wait for the writer. Several processes may use one file: writes take turns, and
/// observers notice commits of other processes. When another file takes the file's place, the next use opens that one.
///
/// Cancellation: a read stops where it is and throws ``DatabaseError/Code/cancelled``. A write that has not begun is given
/// up; one that has begun is completed, so what it returns is what is stored.
package final class Database: Sendable {
    package let path: String
    package let readers: ReaderPool
    let broker: ChangeBroker
    private let writer: ConnectionQueue

    /// Opens a database.
    ///
    /// - Parameters:
    ///   - suspension: Refuses and ends work when an app is suspended.
    ///   - maximumReaders: The number of reads that run at once, 1 or more.
    ///   - pollInterval: The time between two looks for commits of other processes, while there are observers.
    ///   - clock: The clock of `pollInterval`.
    ///   - openWriter: Opens the connection that writes: at once, and again after a suspension. Its file is complete
    ///     and in write-ahead-log mode then.
    ///   - openReader: Opens a connection that reads.
    package init(
        suspension: Suspension? = nil, maximumReaders: Int, pollInterval: Duration,
        clock: any Clock<Duration> = ContinuousClock(), openWriter: @escaping @Sendable () throws -> sending Connection,
        openReader: @escaping @Sendable () throws -> sending Connection
    ) throws {
        let writer = try openWriter()
        let path = writer.path
        self.path = path
        let dataVersion = try writer.dataVersion()
        let queue = ConnectionQueue(
            label: "dotnews.database.writer", path: path, suspension: suspension, connection: writer, open: openWriter)
        self.writer = queue
        readers = ReaderPool(path: path, suspension: suspension, maximumCount: maximumReaders, open: openReader)
        broker = ChangeBroker(
            interval: pollInterval, clock: clock, dataVersion: dataVersion,
            currentDataVersion: {
                try? await Self.run("looking for changes by others", on: queue) { connection in
                    try connection.dataVersion()
                }
            })
    }

    /// Runs `body` on a reading connection so that everything it reads is of one moment.
    package func read<Value: Sendable>(
        _ activity: String, _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        try await readers.read(activity, body)
    }

    /// Runs `body` in one transaction of the writer; observers are told when it is committed.
    package func write<Value: Sendable>(
        _ activity: String, _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        var attemptsLeft = 3
        while true {
            do {
                return try await writeWithoutTransaction(activity) { connection in
                    try connection.transaction { try body(connection) }
                }
            } catch let error as DatabaseError where error.code == .replaced && attemptsLeft > 0 {
                // `body` has not run. The next use opens the file that has taken the place.
                attemptsLeft -= 1
            }
        }
    }

    /// Runs `body` on the writer outside of a transaction, for what cannot be inside one, such as checkpoints.
    package func writeWithoutTransaction<Value: Sendable>(
        _ activity: String, _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        let broker = broker
        return try await Self.run(activity, on: writer) { connection in
            connection.resetAccess()
            defer { broker.publish(connection.tablesChanged) }
            return try body(connection)
        }
    }

    /// Copies the log into the file and empties it, as far as readers do not need it.
    package func checkpoint() async throws {
        try await writeWithoutTransaction("emptying the log") { connection in
            _ = try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    /// Waits for the work under way and closes the file. Observations end, and later calls throw
    /// ``DatabaseError/Code/closed``.
    package func close() async {
        broker.close()
        // Readers first: the last connection to close removes the log, and readers may not write.
        await readers.close()
        await writer.close()
    }

    /// Closes all connections, each after the work under way. The next use opens connections again.
    ///
    /// - Parameter leavingLog: Whether the log stays as it is, instead of being copied into the file.
    package func disconnect(leavingLog: Bool) async {
        // Readers first: the last connection to close tidies the log away, and readers may not write.
        await readers.disconnect()
        await writer.disconnect(leavingLog: leavingLog)
    }

    /// Has observers wait, and stops looking for commits of other processes.
    package func pauseObservation() { broker.pause() }

    /// Looks for commits of other processes again, and has observers fetch the present value.
    package func resumeObservation() { broker.resume() }

    private static func run<Value: Sendable>(
        _ activity: String, on queue: ConnectionQueue, _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        let work = CancellableWork(isInterruptible: false)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
                queue.enqueue {
                    continuation.resume(
                        with: Result {
                            try queue.withConnection(activity) { connection in
                                try work.run(activity, on: connection, body)
                            }
                        })
                }
            }
        } onCancel: {
            work.cancel()
        }
    }
}

extension Connection {
    /// Returns a number that changes with every commit of others, and with the connection.
    fileprivate func dataVersion() throws -> Int64 { number << 32 | (try integer("PRAGMA data_version")) }
}

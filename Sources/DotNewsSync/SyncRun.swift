/// A sync that is under way.
///
/// It goes on until it has finished or ``cancel()`` is called, whether or not anybody looks at its progress.
public struct SyncRun: Sendable {
    /// How far the sync has come, newest state only; ends when the sync does. For one reader.
    public let progress: AsyncStream<SyncProgress>

    private let task: Task<Result<SyncReport, SyncError>, Never>

    init(
        _ operation: @escaping @Sendable (AsyncStream<SyncProgress>.Continuation) async throws(SyncError) -> SyncReport
    ) {
        let (stream, continuation) = AsyncStream.makeStream(of: SyncProgress.self, bufferingPolicy: .bufferingNewest(1))
        progress = stream
        task = Task {
            defer { continuation.finish() }
            do throws(SyncError) {
                return .success(try await operation(continuation))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Waits for the end of the sync and says what it did.
    ///
    /// When the waiting task is cancelled, the sync is cancelled too; the report then says what was kept.
    ///
    /// - Throws: ``SyncError``; ``SyncError/suspended`` when the store was suspended before the sync was done.
    public var report: SyncReport {
        get async throws(SyncError) {
            let result = await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                task.cancel()
            }
            return try result.get()
        }
    }

    /// Stops the sync. Transfers under way are abandoned; what has come is committed.
    public func cancel() { task.cancel() }
}

public import DotNewsPersistence
import DotNewsModels
import Foundation

/// Keeps what belongs to the reader the same on all devices that meet at a place.
///
/// Each device writes a log of its own there, and reads the others'. Nothing is decided by the place: what comes out is
/// the same on every device, in whatever order, and how often, logs are read.
///
/// ```swift
/// let replicator = Replicator(store: store, place: place)
/// let report = try await replicator.replicate()
/// print("\(report.entriesMerged) changes from other devices")
/// ```
///
/// From the first call on, changes of the reader's state are noted in the store, to be told to the other devices.
public struct Replicator: Sendable {
    /// The store whose reader's state is shared.
    public let store: ArticleStore
    /// Where the devices meet.
    public let place: any ReplicaPlace
    private let deviceName: String?
    private let clock: any Clock<Duration>

    /// What a device is called when it was not given a name.
    static let defaultName = "dotnews"

    /// Joins a store and a place.
    ///
    /// - Parameters:
    ///   - store: Whose reader's state is shared.
    ///   - place: Where the devices meet. Objects that are no logs are left alone.
    ///   - deviceName: What this device is to be called, 1 to 64 bytes of UTF-8; `nil` to leave its name.
    ///   - clock: Measures the pauses in which it waits for another process that replicates the same store.
    public init(
        store: ArticleStore, place: any ReplicaPlace, deviceName: String? = nil,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.store = store
        self.place = place
        self.deviceName = deviceName
        self.clock = clock
    }

    /// Brings this device and the place together: reads what other devices wrote, then writes what was changed here.
    ///
    /// When nothing has changed it costs one listing, and writes nothing. It may be stopped, or cut off, at any time: the
    /// next call does the rest. Processes that replicate the same store take turns.
    ///
    /// - Parameter progress: Told what is being done; called on the task that replicates.
    @discardableResult
    public func replicate(
        progress: @escaping @Sendable (ReplicationProgress) -> Void = { _ in }
    ) async throws(ReplicationError) -> ReplicationReport {
        let name = try deviceName.map(Self.acceptable(_:))
        let lock = try await takeTurn(progress)
        defer { withExtendedLifetime(lock) {} }
        var session = session(progress)
        try await session.run(name: name, defaultName: Self.defaultName)
        return session.report
    }

    /// The devices that have a log at the place, or had one, this one first and the others by name.
    public func devices() async throws(ReplicationError) -> [ReplicaDevice] {
        try await session { _ in }.devices()
    }

    /// Lets a device go that will not come back: what its log tells becomes this device's to tell, and its objects are
    /// removed. A device that does come back joins again by itself.
    ///
    /// - Throws: ``ReplicationError/Code/unknownDevice`` when it has no log at the place or is this one,
    ///   ``ReplicationError/Code/unreadableLog`` when part of its log cannot be read; nothing is removed then.
    @discardableResult
    public func forget(_ device: ReplicaDeviceID) async throws(ReplicationError) -> ReplicationReport {
        let lock = try await takeTurn { _ in }
        defer { withExtendedLifetime(lock) {} }
        var session = session { _ in }
        try await session.run(name: nil, defaultName: Self.defaultName)
        try await session.forget(device)
        return session.report
    }

    private func session(_ progress: @escaping @Sendable (ReplicationProgress) -> Void) -> ReplicationSession<ArticleStore> {
        ReplicationSession(
            store: store, place: place,
            makeDeviceID: {
                var generator = SystemRandomNumberGenerator()
                return ReplicaDeviceID.random(using: &generator)
            }, onProgress: progress)
    }

    private static func acceptable(_ name: String) throws(ReplicationError) -> String {
        guard let name = ReaderWord.normalized(name), name.utf8.count <= LogFormat.maximumNameLength else {
            throw ReplicationError(
                .invalidName, while: "replicating",
                reason: "the name of a device has 1 to \(LogFormat.maximumNameLength) bytes and no control characters")
        }
        return name
    }

    private func takeTurn(
        _ progress: @Sendable (ReplicationProgress) -> Void
    ) async throws(ReplicationError) -> ReplicationLock {
        let path = store.file.appendingPathExtension("replicate-lock").path
        while true {
            if let lock = try ReplicationLock.acquire(at: path, while: "replicating") { return lock }
            progress(ReplicationProgress(phase: .listing))
            do {
                try await clock.sleep(for: .milliseconds(100))
            } catch {
                throw ReplicationError(.cancelled, while: "replicating", reason: "it was cancelled")
            }
        }
    }
}

import DotNewsModels
import DotNewsPersistence
import DotNewsReplication
import DotNewsTestSupport
import Foundation
import Testing

/// Suspends the store while a round of replication waits for its storage.
@Suite(.timeLimit(.minutes(1)), .enabled(if: LockProbe.isAvailable, "python3 is the second process"))
struct SuspensionTests {
    /// A storage that answers when a gate is opened, and hears of no cancellation, as a network drive that hangs.
    private struct HangingPlace: RemoteStorage {
        let base: any RemoteStorage
        let asked = Gate()
        let gate = Gate()

        func list() async throws(RemoteStorageError) -> [ReplicaObject] {
            asked.open()
            // A task of its own hears of no cancellation.
            await Task { [gate] in while !gate.isOpen { try? await Task.sleep(for: .milliseconds(1)) } }.value
            return try await base.list()
        }

        func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(RemoteStorageError) -> Data {
            try await base.read(name, maximumSize: maximumSize)
        }

        func create(_ content: Data, named name: ReplicaObjectName) async throws(RemoteStorageError) {
            try await base.create(content, named: name)
        }

        func remove(_ name: ReplicaObjectName) async throws(RemoteStorageError) { try await base.remove(name) }
    }

    @Test func `a round at a storage that hangs loses its lock in time, and the next round does it all`() async throws {
        let memory = MemoryStorage()
        let storage = HangingPlace(base: memory)
        let device = try TestDevice("mine", at: storage)
        let store = device.store
        _ = try await store.reader.setBookmarked(true, for: articleID(1))
        let round = Task { try await device.replicate() }
        while !storage.asked.isOpen { try await Task.sleep(for: .milliseconds(1)) }
        let lock = store.file.appendingPathExtension("replicate-lock")
        #expect(try !LockProbe.canLock(lock))

        #expect(await ContinuousClock().measure { await store.suspend() } < .seconds(2))
        #expect(try LockProbe.canLock(lock))
        #expect(try LockProbe.canLockDatabase(store.file))
        let refused = await #expect(throws: ReplicationError.self) { try await device.replicate() }
        #expect(refused?.code == .suspended)
        storage.gate.open()
        let error = await #expect(throws: ReplicationError.self) { try await round.value }
        #expect(error?.code == .suspended)
        #expect(memory.objects.isEmpty)

        store.resume()
        try await device.replicate()
        let other = try TestDevice("other", at: memory)
        try await other.replicate()
        #expect(try await other.store.reader.bookmarks(limit: 10).count == 1)
        await store.close()
        await other.store.close()
    }
}

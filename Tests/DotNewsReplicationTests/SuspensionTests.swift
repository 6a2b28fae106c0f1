import DotNewsModels
import DotNewsPersistence
import DotNewsReplication
import DotNewsTestSupport
import Foundation
import Testing

/// Suspends the store while a round of replication waits for its place.
@Suite(.timeLimit(.minutes(1)), .enabled(if: LockProbe.isAvailable, "python3 is the second process"))
struct SuspensionTests {
    /// A place that answers when a gate is opened, and hears of no cancellation, as a network drive that hangs.
    private struct HangingPlace: ReplicaPlace {
        let base: any ReplicaPlace
        let asked = Gate()
        let gate = Gate()

        func list() async throws(ReplicaPlaceError) -> [ReplicaObject] {
            asked.open()
            // A task of its own hears of no cancellation.
            await Task { [gate] in while !gate.isOpen { try? await Task.sleep(for: .milliseconds(1)) } }.value
            return try await base.list()
        }

        func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(ReplicaPlaceError) -> Data {
            try await base.read(name, maximumSize: maximumSize)
        }

        func create(_ content: Data, named name: ReplicaObjectName) async throws(ReplicaPlaceError) {
            try await base.create(content, named: name)
        }

        func remove(_ name: ReplicaObjectName) async throws(ReplicaPlaceError) { try await base.remove(name) }
    }

    @Test func `a round at a place that hangs loses its lock in time, and the next round does it all`() async throws {
        let memory = MemoryPlace()
        let place = HangingPlace(base: memory)
        let device = try TestDevice("mine", at: place)
        let store = device.store
        _ = try await store.reader.setBookmarked(true, for: storyID(1))
        let round = Task { try await device.replicate() }
        while !place.asked.isOpen { try await Task.sleep(for: .milliseconds(1)) }
        let lock = store.file.appendingPathExtension("replicate-lock")
        #expect(try !LockProbe.canLock(lock))

        #expect(await ContinuousClock().measure { await store.suspend() } < .seconds(2))
        #expect(try LockProbe.canLock(lock))
        #expect(try LockProbe.canLockDatabase(store.file))
        let refused = await #expect(throws: ReplicationError.self) { try await device.replicate() }
        #expect(refused?.code == .suspended)
        place.gate.open()
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

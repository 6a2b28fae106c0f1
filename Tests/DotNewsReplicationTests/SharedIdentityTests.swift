import DotNewsModels
import DotNewsPersistence
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsReplication

/// Stores that were copied or restored, and storages that do not show what was written.
@Suite(.timeLimit(.minutes(5))) struct SharedIdentityTests {
    private func bookmark(_ numbers: Int..., on device: TestDevice) async throws {
        for number in numbers {
            _ = try await device.store.reader.setBookmarked(true, for: articleID(number))
            try await device.replicate()
        }
    }

    private func bookmarks(of device: TestDevice) async throws -> Set<ArticleID> {
        Set(try await device.store.reader.bookmarks(limit: 100).map(\.id))
    }

    private func ids(_ numbers: Int...) -> Set<ArticleID> { Set(numbers.map(articleID)) }

    /// Puts a store's file in the place of another.
    private func copy(_ source: TestDevice, over target: TestDevice) async throws {
        await source.store.close()
        await target.store.close()
        try? FileManager.default.removeItem(at: target.file)
        try FileManager.default.copyItem(at: source.file, to: target.file)
        try source.reopen()
        try target.reopen()
    }

    /// Brings folders to the same files; where two have one name, the first one's stays.
    private func carry(_ folders: [MemoryStorage]) {
        let all = folders.reversed().reduce(into: [:]) { $0.merge($1.objects) { _, new in new } }
        for folder in folders { folder.objects = all }
    }

    @Test func `two copies of a store that change before their folder is carried end with the same`() async throws {
        let folders = [MemoryStorage(), MemoryStorage(), MemoryStorage()]
        let devices = try zip(["a", "b", "c"], folders).map { try TestDevice($0, at: $1) }
        try await bookmark(1, on: devices[0])
        try await copy(devices[0], over: devices[1])
        folders[1].objects = folders[0].objects
        try await bookmark(2, on: devices[0])
        try await bookmark(3, on: devices[1])
        var identities = 0
        for _ in 0..<3 {
            carry(folders)
            for device in devices where try await device.replicate().tookNewIdentity { identities += 1 }
        }
        for device in devices { #expect(try await bookmarks(of: device) == ids(1, 2, 3)) }
        #expect(identities >= 1)
        #expect(try await devices[0].export() == devices[2].export())
    }

    @Test func `a store and its storage restored from one backup get back what others had read`() async throws {
        let storage = MemoryStorage()
        let (mine, other) = (try TestDevice("mine", at: storage), try TestDevice("other", at: storage))
        let backup = try TestDevice("backup", at: storage)
        try await bookmark(1, on: mine)
        try await other.replicate()
        try await copy(mine, over: backup)
        let objects = storage.objects
        try await bookmark(2, 3, on: mine)
        // Removed before the backup came back, and set again after it: what was set last stays.
        _ = try await mine.store.reader.setBookmarked(true, for: articleID(4))
        _ = try await mine.store.reader.setBookmarked(false, for: articleID(4))
        try await mine.replicate()
        try await other.replicate()
        storage.objects = objects
        try await copy(backup, over: mine)
        try await bookmark(4, 5, on: mine)
        try await other.replicate()
        #expect(try await mine.replicate().tookNewIdentity)
        try await other.replicate()
        for device in [mine, other] { #expect(try await bookmarks(of: device) == ids(1, 2, 3, 4, 5)) }
        #expect(try await mine.replicate().isUnchanged)
        #expect(try await other.replicate().isUnchanged)
    }

    @Test func `a listing that lags makes no device take another identity`() async throws {
        let storage = MemoryStorage()
        let devices = try ["a", "b", "c"].map { try TestDevice($0, at: storage) }
        for round in 0..<6 {
            let listing = storage.objects.mapValues(\.count)
            for (number, device) in devices.enumerated() {
                _ = try await device.store.reader.setBookmarked(true, for: articleID(round * 3 + number))
                storage.setListing(round % 2 == 1 ? listing : nil)
                #expect(try await !device.replicate().tookNewIdentity)
            }
        }
        storage.setListing(nil)
        for _ in 0..<2 { for device in devices { try await device.replicate() } }
        for device in devices { #expect(try await bookmarks(of: device).count == 18) }
    }

    @Test func `an object of one's own that was cut short is written again`() async throws {
        let storage = MemoryStorage()
        let encrypted = EncryptedStorage(over: storage, secret: .recoveryCode(.random()))
        let (mine, other) = (try TestDevice("mine", at: encrypted), try TestDevice("other", at: encrypted))
        try await bookmark(1, on: mine)
        let name = try #require(storage.objects.keys.first { $0.rawValue.hasSuffix("snapshot") })
        for length in [0, 20, 60] {
            storage.objects[name] = storage.objects[name]?.prefix(length)
            #expect(try await mine.replicate().objectsDamaged == 1)
        }
        try await other.replicate()
        #expect(try await bookmarks(of: other) == ids(1))
    }

    @Test func `what a device that is gone told stays when its objects are lost or damaged`() async throws {
        let storage = MemoryStorage()
        let devices = try ["gone", "kept", "new", "newer"].map { try TestDevice($0, at: storage) }
        try await bookmark(1, 2, on: devices[0])
        let gone = storage.objects.keys.sorted()
        try await devices[1].replicate()
        storage.objects[gone[1]]?[40] ^= 1
        for device in [2, 2, 1, 2] { try await devices[device].replicate() }
        #expect(try await bookmarks(of: devices[2]) == ids(1, 2))
        for name in gone { storage.objects[name] = nil }
        for device in [1, 2, 3] { try await devices[device].replicate() }
        #expect(try await bookmarks(of: devices[3]) == ids(1, 2))
    }

    @Test func `what is whole for its device and damaged for another is told again`() async throws {
        let storage = MemoryStorage()
        let flipped = Shared<ReplicaObjectName?>(nil)
        let writer = try TestDevice("writer", at: storage)
        let reader = try TestDevice("reader", at: FlippingStorage(base: storage, name: flipped))
        try await bookmark(1, 2, on: writer)
        flipped.change { $0 = storage.objects.keys.max() }
        for device in [reader, reader, writer, reader] { try await device.replicate() }
        #expect(try await bookmarks(of: reader) == ids(1, 2))
    }
}

/// A storage that always brings one object with an error in it.
private struct FlippingStorage: RemoteStorage {
    let base: MemoryStorage
    let name: Shared<ReplicaObjectName?>

    func list() async throws(RemoteStorageError) -> [ReplicaObject] { try await base.list() }

    func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(RemoteStorageError) -> Data {
        var content = try await base.read(name, maximumSize: maximumSize)
        if name == self.name.value { content[40] ^= 1 }
        return content
    }

    func create(_ content: Data, named name: ReplicaObjectName) async throws(RemoteStorageError) {
        try await base.create(content, named: name)
    }

    func remove(_ name: ReplicaObjectName) async throws(RemoteStorageError) { try await base.remove(name) }
}

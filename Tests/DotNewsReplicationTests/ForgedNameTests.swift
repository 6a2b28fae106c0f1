import DotNewsModels
import DotNewsPersistence
import Foundation
import Testing

@testable import DotNewsReplication

/// Somebody writes to an encrypted storage and does not have the key.
@Suite(.timeLimit(.minutes(5))) struct ForgedNameTests {
    private let base = MemoryStorage()
    private let mine: TestDevice
    private let other: TestDevice
    private let storage: EncryptedStorage

    init() async throws {
        storage = EncryptedStorage(over: base, secret: .recoveryCode(.random()))
        mine = try TestDevice("mine", at: storage)
        other = try TestDevice("other", at: storage)
        for number in 1...4 {
            _ = try await mine.store.reader.setBookmarked(true, for: articleID(number))
            try await mine.replicate()
        }
    }

    private var logs: [LogObjectName] { base.objects.keys.compactMap { LogObjectName($0) } }

    private func forge(_ device: ReplicaDeviceID, _ range: ClosedRange<Int64>, link: UInt64) throws {
        let name = try #require(ReplicaObjectName(LogObjectName(device: device, range: range, link: link).text))
        base.objects[name] = Data("garbage".utf8)
    }

    @Test(arguments: [true, false])
    func `a name that covers all of a device's objects has none of them removed`(isLinkRight: Bool) async throws {
        let last = try #require(logs.first { $0.range == 4...4 })
        try forge(last.device, 1...4, link: isLinkRight ? last.link : 5)
        _ = try await mine.store.reader.setBookmarked(true, for: articleID(5))
        #expect(try await mine.replicate().objectsRemoved == 0)
        #expect(logs.count == 6)
        try await other.replicate()
        #expect(try await other.store.reader.bookmarks(limit: 10).count == 5)
    }

    @Test func `a name with a number that was not used takes no identity away`() async throws {
        let device = try #require(logs.first).device
        var written = 0
        for round in 1...5 {
            try forge(device, 9_000...9_000, link: UInt64(round))
            let report = try await mine.replicate()
            #expect(!report.tookNewIdentity)
            #expect(report.leftAlone.count == round)
            written += report.objectsWritten
            // Others tell of it, but nobody has to do anything about it.
            try await other.replicate()
        }
        #expect(written == 0)
    }

    @Test func `names of no device keep nobody out`() async throws {
        for number in 1...300 {
            let id = try #require(
                ReplicaDeviceID("0" + String(repeating: "0", count: 28) + String(1_000 + number).suffix(3)))
            try forge(id, 1...1, link: 7)
        }
        let new = try TestDevice("new", at: storage)
        _ = try await new.store.reader.setBookmarked(true, for: articleID(9))
        try await new.replicate()
        try await other.replicate()
        try await new.replicate()
        #expect(try await new.store.reader.bookmarks(limit: 10).count == 5)
        #expect(try await other.store.reader.bookmarks(limit: 10).count == 5)
    }

    @Test func `garbage under the name that a device needs makes way`() async throws {
        let last = try #require(logs.first { $0.range == 4...4 })
        base.objects = base.objects.filter { LogObjectName($0.key) == nil }
        // What was lost is written again as one.
        try forge(last.device, 1...4, link: last.link)
        #expect(try await mine.replicate().objectsWritten == 1)
        try await other.replicate()
        #expect(try await other.store.reader.bookmarks(limit: 10).count == 4)
    }

    @Test func `nothing is removed before what replaces it has been read back`() async throws {
        struct Forgetful: RemoteStorage {
            let base: MemoryStorage
            func list() async throws(RemoteStorageError) -> [ReplicaObject] { try await base.list() }
            func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(RemoteStorageError) -> Data {
                try await base.read(name, maximumSize: maximumSize)
            }
            /// Keeps half of an object that has more than one number.
            func create(_ content: Data, named name: ReplicaObjectName) async throws(RemoteStorageError) {
                let isWide = (LogObjectName(name)?.range.count ?? 1) > 1
                try await base.create(isWide ? content.prefix(content.count / 2) : content, named: name)
            }
            func remove(_ name: ReplicaObjectName) async throws(RemoteStorageError) { try await base.remove(name) }
        }
        let memory = MemoryStorage()
        let device = try TestDevice("mine", at: Forgetful(base: memory))
        for number in 1...17 {
            _ = try await device.store.reader.setBookmarked(true, for: articleID(number))
            try await device.replicate()
        }
        let reader = try TestDevice("reader", at: memory)
        try await reader.replicate()
        #expect(try await reader.store.reader.bookmarks(limit: 100).count == 17)
    }
}

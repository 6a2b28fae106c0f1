import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import Foundation
import Testing

@testable import DotNewsReplication

@Suite(.timeLimit(.minutes(5))) struct ReplicatorFaultTests {
    private let storage = MemoryStorage()

    private func pair() throws -> (TestDevice, TestDevice) {
        (try TestDevice("phone", at: storage), try TestDevice("tablet", at: storage))
    }

    private func onlyObject() throws -> ReplicaObjectName { try #require(storage.objects.keys.first) }

    @Test func `a damaged object is named and left alone, and the others are read`() async throws {
        let (phone, tablet) = try pair()
        _ = try await phone.store.reader.setBookmarked(true, for: articleID(1))
        try await phone.replicate()
        let damaged = try onlyObject()
        storage.objects[damaged]?[30] ^= 1
        let third = try TestDevice("third", at: storage)
        _ = try await third.store.reader.setBookmarked(true, for: articleID(3))
        try await third.replicate()
        let before = storage.objects[damaged]
        let report = try await tablet.replicate()
        #expect(report.leftAlone.map(\.name) == [damaged])
        #expect(report.leftAlone[0].reason.contains("damaged"))
        #expect(storage.objects[damaged] == before)
        #expect(try await tablet.store.reader.isBookmarked(articleID(3)))
        // The second time it is told to its device, which writes it again.
        try await tablet.replicate()
        #expect(try await phone.replicate().objectsDamaged == 1)
        #expect(try await tablet.replicate().leftAlone == [])
        #expect(try await tablet.store.reader.isBookmarked(articleID(1)))
    }

    @Test func `sizes that a server makes up do no harm`() async throws {
        struct Boaster: RemoteStorage {
            let base: MemoryStorage
            func list() async throws(RemoteStorageError) -> [ReplicaObject] {
                try await base.list().enumerated().map { (index, object) in
                    ReplicaObject(name: object.name, size: index == 0 ? -1 : .max)
                }
            }
            func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(RemoteStorageError) -> Data {
                try await base.read(name, maximumSize: maximumSize)
            }
            func create(_ content: Data, named name: ReplicaObjectName) async throws(RemoteStorageError) {
                try await base.create(content, named: name)
            }
            func remove(_ name: ReplicaObjectName) async throws(RemoteStorageError) { try await base.remove(name) }
        }
        let phone = try TestDevice("phone", at: Boaster(base: storage))
        for number in 1...20 {
            _ = try await phone.store.reader.setBookmarked(true, for: articleID(number))
            try await phone.replicate()
        }
        let tablet = try TestDevice("tablet", at: storage)
        try await tablet.replicate()
        #expect(try await tablet.store.reader.isBookmarked(articleID(20)))
        let devices = try await Replicator(store: phone.store, storage: phone.storage).devices()
        #expect(devices.count == 2 && devices.allSatisfy { $0.bytes >= 0 })
    }

    @Test func `a device keeps the name that it was given, also when its first time failed`() async throws {
        let phone = try TestDevice("phone", at: storage)
        storage.onCall { _ in .before(.unavailable) }
        await #expect(throws: ReplicationError.self) { try await phone.replicate() }
        storage.onCall(nil)
        let replicator = Replicator(store: phone.store, storage: storage, defaultDeviceName: "machine")
        try await replicator.replicate()
        #expect(try await replicator.devices().map(\.name) == ["phone"])
    }

    @Test func `a device that gets another name has it everywhere`() async throws {
        let (phone, tablet) = try pair()
        for device in [phone, tablet] { try await device.replicate() }
        phone.setClock(60)
        try await Replicator(store: phone.store, storage: storage, deviceName: "手機").replicate()
        try await tablet.replicate()
        let names = try await Replicator(store: tablet.store, storage: storage).devices().map(\.name)
        #expect(names == ["tablet", "手機"])
    }

    @Test func `a withdrawn article goes when its bookmark is removed on another device`() async throws {
        let (phone, tablet) = try pair()
        let address = try #require(WebAddress("https://news.example/1.html"))
        let summary = ArticleSummary(id: articleID(1), title: "東橋", address: address)
        _ = try await tablet.store.apply([
            .articles([summary], listedIn: ColumnID("c")!, withdrawn: [], address: address, version: nil)
        ])
        _ = try await tablet.store.reader.setBookmarked(true, for: summary.id)
        _ = try await tablet.store.apply([.withdrawn(summary.id)])
        for device in [tablet, phone] { try await device.replicate() }
        #expect(try await tablet.store.article(summary.id)?.isWithdrawn == true)
        _ = try await phone.store.reader.setBookmarked(false, for: summary.id)
        for device in [phone, tablet] { try await device.replicate() }
        #expect(try await tablet.store.article(summary.id) == nil)
        #expect(try await tablet.store.verify().problems == [])
    }

    @Test func `a wrong recovery code ends the round, and does not pass for damage`() async throws {
        let right = EncryptedStorage(over: storage, secret: .recoveryCode(.random()))
        let phone = try TestDevice("phone", at: right)
        let tablet = try TestDevice("tablet", at: right)
        for device in [phone, tablet] { try await device.replicate() }
        _ = try await phone.store.reader.setBookmarked(true, for: articleID(1))
        try await phone.replicate()
        let wrong = EncryptedStorage(over: storage, secret: .recoveryCode(.random()))
        let error = await #expect(throws: ReplicationError.self) {
            try await Replicator(store: tablet.store, storage: wrong).replicate()
        }
        #expect(error?.storageError?.code == .wrongSecret)
        #expect(error?.reason.contains("recovery code") == true)
        try await tablet.replicate()
        #expect(try await tablet.store.reader.isBookmarked(articleID(1)))
        // With the right one, an object that somebody else wrote is left alone as before.
        let strange = try #require(
            ReplicaObjectName("00112233445566778899aabbccddeeff-0000000001-0000000001-0000000000000001.snapshot"))
        storage.objects[strange] = Data("plain".utf8)
        #expect(try await tablet.replicate().leftAlone.map(\.name) == [strange])
    }

    @Test func `a log of a newer version is left alone with a message`() async throws {
        let (phone, tablet) = try pair()
        try await phone.replicate()
        let newer = try onlyObject()
        var content = try #require(storage.objects[newer]).dropLast(LogFormat.checksumSize)
        content[4] = 9
        storage.objects[newer] =
            content + withUnsafeBytes(of: StableHash.value(of: Data(content)).littleEndian) { Data($0) }
        let report = try await tablet.replicate()
        #expect(report.leftAlone.map(\.name) == [newer])
        #expect(report.leftAlone[0].reason.contains("newer version"))
        #expect(storage.objects[newer] != nil)
    }

    @Test func `strange objects are left alone`() async throws {
        let (phone, _) = try pair()
        let strange = try #require(ReplicaObjectName("notes.txt"))
        storage.objects[strange] = Data("hello".utf8)
        let report = try await phone.replicate()
        #expect(report.leftAlone.map(\.name) == [strange])
        #expect(storage.objects[strange] == Data("hello".utf8))
    }

    @Test func `a lost answer is no failure the next time`() async throws {
        let (phone, tablet) = try pair()
        _ = try await phone.store.reader.setBookmarked(true, for: articleID(1))
        storage.onCall { if case .create = $0 { .after(.unavailable) } else { nil } }
        let error = await #expect(throws: ReplicationError.self) { try await phone.replicate() }
        #expect(error?.code == .storage && error?.isTransient == true)
        storage.onCall(nil)
        let report = try await phone.replicate()
        #expect(!report.tookNewIdentity && report.objectsWritten == 0)
        try await tablet.replicate()
        #expect(try await tablet.store.reader.isBookmarked(articleID(1)))
    }

    @Test func `an object that goes away between listing and reading is looked for again`() async throws {
        let (phone, tablet) = try pair()
        _ = try await phone.store.reader.setBookmarked(true, for: articleID(1))
        try await phone.replicate()
        let name = try onlyObject()
        storage.onCall { [storage] call in
            guard case .read = call, storage.objects[name] != nil else { return nil }
            storage.objects[name] = nil
            return nil
        }
        let report = try await tablet.replicate()
        #expect(report.listings == 2)
        #expect(report.objectsRead == 0)
    }

    @Test func `a missing part is reported, and read when it has come`() async throws {
        let (phone, tablet) = try pair()
        for number in 1...3 {
            _ = try await phone.store.reader.setBookmarked(true, for: articleID(number))
            try await phone.replicate()
        }
        let names = storage.objects.keys.sorted()
        let late = storage.objects.removeValue(forKey: names[1])
        let report = try await tablet.replicate()
        #expect(report.missing.map(\.range) == [2...2])
        #expect(try await tablet.store.reader.isBookmarked(articleID(3)))
        #expect(try await !tablet.store.reader.isBookmarked(articleID(2)))
        storage.objects[names[1]] = late
        #expect(try await tablet.replicate().missing == [])
        #expect(try await tablet.store.reader.isBookmarked(articleID(2)))
    }

    @Test func `an emptied storage is filled again by each device`() async throws {
        let (phone, tablet) = try pair()
        _ = try await phone.store.reader.setBookmarked(true, for: articleID(1))
        _ = try await tablet.store.reader.setBookmarked(true, for: articleID(2))
        for device in [phone, tablet, phone] { try await device.replicate() }
        storage.objects = [:]
        for device in [phone, tablet] { try await device.replicate() }
        let new = try TestDevice("new", at: storage)
        try await new.replicate()
        #expect(try await new.export() == phone.export())
    }

    @Test(arguments: [1, 2, 3])
    func `what is too much for one object is told in several, and nothing is left out`(widest: Int) async throws {
        let (phone, tablet) = try pair()
        for number in 1...7 {
            _ = try await phone.store.reader.setBookmarked(true, for: articleID(number))
            try await phone.replicate()
        }
        storage.objects = [:]
        let store = FaultyStore(
            inner: phone.store, knowledge: Knowledge(), number: 0, crash: { nil }, widestCopy: widest)
        var session = ReplicationSession(
            store: store, storage: storage, makeDeviceID: { ReplicaDeviceID("00112233445566778899aabbccddeeff")! })
        try await session.run(name: nil, defaultName: "phone")
        #expect(storage.objects.count >= 7 / widest)
        try await tablet.replicate()
        for number in 1...7 { #expect(try await tablet.store.reader.isBookmarked(articleID(number))) }
        #expect(try await tablet.export() == phone.export())
    }

    @Test func `a forgotten device's changes stay, and it can come back`() async throws {
        let (phone, tablet) = try pair()
        _ = try await phone.store.reader.setBookmarked(true, for: articleID(1))
        try await phone.replicate()
        try await tablet.replicate()
        let replicator = Replicator(store: tablet.store, storage: storage)
        let device = try #require(try await replicator.devices().first { !$0.isThisDevice })
        try await replicator.forget(device.id)
        #expect(storage.objects.keys.allSatisfy { !$0.rawValue.hasPrefix(device.id.description) })
        let new = try TestDevice("new", at: storage)
        try await new.replicate()
        #expect(try await new.store.reader.isBookmarked(articleID(1)))
        _ = try await phone.store.reader.setBookmarked(true, for: articleID(2))
        try await phone.replicate()
        for device in [new, tablet] { try await device.replicate() }
        #expect(try await new.store.reader.isBookmarked(articleID(2)))
        #expect(try await new.export() == phone.export())
        await #expect(throws: ReplicationError.self) {
            try await replicator.forget(ReplicaDeviceID("00000000000000000000000000000000")!)
        }
    }

    @Test func `nobody is forgotten before what takes the place of its log can be read back`() async throws {
        let (phone, tablet) = try pair()
        _ = try await phone.store.reader.setBookmarked(true, for: articleID(1))
        for device in [phone, tablet] { try await device.replicate() }
        let replicator = Replicator(store: tablet.store, storage: storage)
        let devices = try await replicator.devices()
        let (own, other) = (try #require(devices.first), try #require(devices.last))
        let before = storage.objects.filter { $0.key.rawValue.hasPrefix(other.id.description) }
        storage.onCall { call in
            guard case .read(let name) = call, name.rawValue.hasPrefix(own.id.description) else { return nil }
            return .before(.missing)
        }
        let error = await #expect(throws: ReplicationError.self) { try await replicator.forget(other.id) }
        #expect(error?.code == .storage)
        #expect(!before.isEmpty && before.allSatisfy { storage.objects[$0.key] == $0.value })
        storage.onCall(nil)
        try await replicator.forget(other.id)
        #expect(before.keys.allSatisfy { storage.objects[$0] == nil })
    }

    @Test func `a device whose clock is years ahead drags nobody along`() async throws {
        let (phone, tablet) = try pair()
        phone.setClock(5 * 365 * 86_400)
        try await phone.store.reader.recordVisit(to: articleID(1))
        try await phone.store.reader.clearHistory()
        try await phone.store.reader.recordVisit(to: articleID(2))
        try await phone.store.reader.setPreference(.appearance, to: "dark")
        _ = try await phone.store.reader.setBookmarked(true, for: articleID(3))
        try await phone.replicate()
        let report = try await tablet.replicate()
        #expect(report.entriesAheadOfTime == 2)
        #expect(try await tablet.store.reader.isBookmarked(articleID(3)))
        // What was set ahead of time can be set again by those whose clocks are right.
        try await tablet.store.reader.recordVisit(to: articleID(4))
        try await tablet.store.reader.setPreference(.appearance, to: "light")
        try await tablet.replicate()
        try await phone.replicate()
        #expect(try await phone.store.reader.preference(.appearance) == "light")
        #expect(try await tablet.store.reader.history().map(\.visitedAt) == [TestDevice.noon])
        try await tablet.store.reader.recordSearch("東橋")
        #expect(try await tablet.store.reader.recentSearches().map(\.searchedAt) == [TestDevice.noon])
    }

    @Test func `clearing a history that lies ahead leaves the clock where it is`() async throws {
        let (phone, _) = try pair()
        phone.setClock(5 * 365 * 86_400)
        try await phone.store.reader.recordVisit(to: articleID(1))
        phone.setClock(0)
        try await phone.store.reader.clearHistory()
        #expect(try await phone.store.reader.history().isEmpty)
        phone.setClock(1)
        try await phone.store.reader.recordVisit(to: articleID(2))
        #expect(try await phone.store.reader.history().map(\.visitedAt) == [TestDevice.noon.addingTimeInterval(1)])
    }

    @Test func `two at once in one process take turns`() async throws {
        let (phone, tablet) = try pair()
        _ = try await tablet.store.reader.setBookmarked(true, for: articleID(2))
        try await tablet.replicate()
        for number in 1...20 { _ = try await phone.store.reader.setBookmarked(true, for: articleID(number)) }
        async let first = phone.replicate()
        async let second = phone.replicate()
        let reports = try await [first, second]
        #expect(reports.map(\.objectsWritten).reduce(0, +) == 1)
        #expect(reports.map(\.objectsRead).reduce(0, +) == 1)
    }

    @Test func `a cancelled round ends, and the next one does the rest`() async throws {
        let (phone, tablet) = try pair()
        _ = try await phone.store.reader.setBookmarked(true, for: articleID(1))
        let round = Task { try await phone.replicate() }
        round.cancel()
        let result = await round.result
        if case .failure(let error) = result { #expect((error as? ReplicationError)?.code == .cancelled) }
        try await phone.replicate()
        try await tablet.replicate()
        #expect(try await tablet.store.reader.isBookmarked(articleID(1)))
    }

    @Test func `an import is a change of this device`() async throws {
        let (phone, tablet) = try pair()
        for device in [phone, tablet] { try await device.replicate() }
        let source = try TestDevice("source", at: MemoryStorage())
        _ = try await source.store.reader.addLabel(BookmarkLabel("旅游")!, to: articleID(1))
        _ = try await phone.store.reader.importData(source.store.reader.exportData())
        for device in [phone, tablet] { try await device.replicate() }
        #expect(try await tablet.store.reader.labels(of: articleID(1)) == [BookmarkLabel("旅游")!])
    }

    @Test func `ten thousand read marks are one segment, whose objects stay in bounds`() async throws {
        let (phone, tablet) = try pair()
        try await phone.replicate()
        let marking = try await phone.store.reader.setRead(true, in: .articles((0..<10_000).map(articleID)))
        #expect(marking.count == 10_000)
        let report = try await phone.replicate()
        #expect(report.objectsWritten == 1)
        #expect(try await tablet.replicate().entriesMerged == 10_000)
        #expect(try await tablet.export() == phone.export())
    }

    @Test func `a name that is no name is refused`() async throws {
        let device = try TestDevice("a\u{7}", at: storage)
        let error = await #expect(throws: ReplicationError.self) { try await device.replicate() }
        #expect(error?.code == .invalidName)
    }
}

import DotNewsModels
import DotNewsPersistence
import DotNewsReplication
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct ReplicatorTests {
    @Test func `what one device did is on the other`() async throws {
        let storage = MemoryStorage()
        let phone = try TestDevice("電話", at: storage)
        let tablet = try TestDevice("Tablet", at: storage)
        _ = try await phone.store.reader.setBookmarked(true, for: articleID(1))
        _ = try await phone.store.reader.addLabel(BookmarkLabel("旅遊")!, to: articleID(2))
        _ = try await phone.store.reader.setRead(true, for: articleID(3))
        try await phone.store.reader.setReadingPosition(
            ReadingPosition(block: 3, offset: 4, fingerprint: BlockFingerprint(rawValue: 5)), for: articleID(4))
        try await phone.store.reader.recordVisit(to: articleID(5))
        try await phone.store.reader.recordSearch("東橋")
        try await phone.store.reader.updatePreferences { preferences in
            preferences.appearance = .dark
            preferences.followed = [ArticleTopic(.column, "immed/hknews")!]
            preferences.muted = [ArticleTopic(.word, "旅游")!]
        }
        try await phone.replicate()
        _ = try await tablet.store.reader.setBookmarked(true, for: articleID(9))
        let report = try await tablet.replicate()
        #expect(report.objectsRead == 1)
        #expect(report.entriesMerged == 11)
        try await phone.replicate()
        #expect(try await tablet.export() == phone.export())
        #expect(try await phone.store.reader.isBookmarked(articleID(9)))
        #expect(try await tablet.store.reader.labels(of: articleID(2)) == [BookmarkLabel("旅遊")!])
        let names = try await Replicator(store: phone.store, storage: storage).devices().map(\.name)
        #expect(names == ["電話", "Tablet"])
        #expect(try await phone.store.verify().problems == [])
    }

    @Test func `topics that two devices follow and mute are on both, and a mute that one takes off is off`()
        async throws
    {
        let storage = MemoryStorage()
        let devices = try [TestDevice("a", at: storage), TestDevice("b", at: storage)]
        let topics = [ArticleTopic(.word, "東橋")!, ArticleTopic(.author, "Wren Pak")!]
        for (device, topic) in zip(devices, topics) {
            try await device.store.reader.setFollowed(true, topic)
            try await device.store.reader.setMuted(true, topic)
        }
        for _ in 0..<2 { for device in devices { try await device.replicate() } }
        for device in devices {
            #expect(try await device.store.reader.preferences().followed == Set(topics))
            #expect(try await device.store.reader.preferences().muted == Set(topics))
        }
        try await devices[0].store.reader.setMuted(false, topics[1])
        for _ in 0..<2 { for device in devices { try await device.replicate() } }
        #expect(try await devices[1].store.reader.preferences().muted == [topics[0]])
        #expect(try await devices[1].store.reader.preferences().followed == Set(topics))
    }

    @Test func `nothing changed costs one listing, and writes nothing`() async throws {
        let storage = MemoryStorage()
        let devices = try [TestDevice("a", at: storage), TestDevice("b", at: storage)]
        for device in devices { _ = try await device.store.reader.setRead(true, for: articleID(1)) }
        for _ in 0..<2 { for device in devices { try await device.replicate() } }
        _ = storage.takeCalls()
        let before = try Data(contentsOf: devices[0].file)
        let log = try Data(contentsOf: URL(filePath: devices[0].file.path + "-wal"))
        let report = try await devices[0].replicate()
        #expect(report.isUnchanged && report.listings == 1)
        #expect(storage.takeCalls() == [.list])
        #expect(try Data(contentsOf: devices[0].file) == before)
        #expect(try Data(contentsOf: URL(filePath: devices[0].file.path + "-wal")) == log)
    }

    @Test func `a bookmark that the one who removed it had not seen survives, whatever the clocks say`() async throws {
        let storage = MemoryStorage()
        let phone = try TestDevice("phone", at: storage)
        let tablet = try TestDevice("tablet", at: storage)
        _ = try await phone.store.reader.setBookmarked(true, for: articleID(1))
        for device in [phone, tablet, phone] { try await device.replicate() }
        // The phone removes it and bookmarks it again, five hours in the past; the tablet removes it later.
        phone.setClock(-18_000)
        _ = try await phone.store.reader.setBookmarked(false, for: articleID(1))
        _ = try await phone.store.reader.setBookmarked(true, for: articleID(1))
        tablet.setClock(18_000)
        _ = try await tablet.store.reader.setBookmarked(false, for: articleID(1))
        for device in [phone, tablet, phone] { try await device.replicate() }
        #expect(try await phone.store.reader.isBookmarked(articleID(1)))
        #expect(try await tablet.export() == phone.export())
        // And one that was seen goes.
        _ = try await tablet.store.reader.setBookmarked(false, for: articleID(1))
        for device in [tablet, phone] { try await device.replicate() }
        #expect(try await !phone.store.reader.isBookmarked(articleID(1)))
    }

    @Test func `of two spellings of a preference at one time every device keeps the same`() async throws {
        let spellings = ["caf\u{E9}", "cafe\u{301}"]
        var exports: [Data] = []
        for order in [spellings, spellings.reversed()] {
            let device = try TestDevice("phone", at: MemoryStorage())
            try await device.replicate()
            for (number, value) in order.enumerated() {
                let id = try #require(ReplicaDeviceID(String(repeating: "\(number)", count: 32)))
                _ = try await device.store.take(
                    ReplicaSegment(
                        device: id, deviceName: "", range: 1...1, writtenAt: 1, links: [0, 1],
                        entries: [ReplicaEntry(.preference("appearance"), .register(value, changedAt: 1))]))
            }
            exports.append(Data(try await device.export().utf8))
        }
        #expect(exports[0] == exports[1])
        #expect(String(decoding: exports[0], as: UTF8.self).contains("caf"))
    }

    @Test func `a store that never replicated notes nothing`() async throws {
        let device = try TestDevice("phone", at: MemoryStorage())
        _ = try await device.store.reader.setBookmarked(true, for: articleID(1))
        #expect(try await device.store.replicaStatus() == nil)
    }
}

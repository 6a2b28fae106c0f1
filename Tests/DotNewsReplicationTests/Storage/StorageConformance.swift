import DotNewsReplication
import Foundation
import DotNewsTestSupport
import Testing

/// What every storage does alike. A suite makes a storage, or two views of one, and calls these.
enum StorageConformance {
    static func name(_ text: String) throws -> ReplicaObjectName {
        try #require(ReplicaObjectName(text))
    }

    /// Contents that a storage might stumble over: nothing, every byte, text in three scripts, more than a buffer.
    static func contents() -> [Data] {
        var random = SeededGenerator(seed: 5)
        let large = Data((0..<700_001).map { _ in UInt8.random(in: 0...255, using: &random) })
        return [
            Data(), Data(0...255), Data("點新聞\r\n点新闻\u{0}dotdotnews".utf8), Data("{\"a\":1}\n".utf8), large,
        ]
    }

    /// The whole protocol, on a storage that is empty.
    static func check(_ storage: any RemoteStorage) async throws {
        #expect(try await storage.list().isEmpty)
        try await checkCreatingAndReading(storage)
        try await checkThatNothingIsReplaced(storage)
        try await checkSizes(storage)
        try await checkRemoving(storage)
    }

    private static func checkCreatingAndReading(_ storage: any RemoteStorage) async throws {
        let contents = contents()
        for (index, content) in contents.enumerated() {
            try await storage.create(content, named: try name("0f3c-9.\(index).log"))
        }
        let longest = try name(String(repeating: "z", count: 100))
        try await storage.create(Data("long".utf8), named: longest)
        let listed = try await storage.list()
        #expect(
            Set(listed.map(\.name.rawValue)) == Set(contents.indices.map { "0f3c-9.\($0).log" } + [longest.rawValue]))
        #expect(listed.count == contents.count + 1)
        for (index, content) in contents.enumerated() {
            let name = try name("0f3c-9.\(index).log")
            #expect(try await storage.read(name, maximumSize: 1 << 20) == content)
            let size = listed.first { $0.name == name }?.size
            #expect(size == nil || size == content.count)
        }
    }

    private static func checkThatNothingIsReplaced(_ storage: any RemoteStorage) async throws {
        let taken = try name("0f3c-9.3.log")
        let error = await failure { try await storage.create(Data("another".utf8), named: taken) }
        #expect(error?.code == .exists)
        let sameSize = await failure { try await storage.create(Data("{\"a\":2}\n".utf8), named: taken) }
        #expect(sameSize?.code == .exists)
        #expect(try await storage.read(taken, maximumSize: 100) == contents()[3])
        // The same again is what an attempt looks like whose answer was lost.
        try await storage.create(contents()[3], named: taken)
        #expect(try await storage.read(taken, maximumSize: 100) == contents()[3])
    }

    private static func checkSizes(_ storage: any RemoteStorage) async throws {
        let name = try name("0f3c-9.1.log")
        #expect(try await storage.read(name, maximumSize: 256).count == 256)
        #expect(await failure { try await storage.read(name, maximumSize: 255) }?.code == .tooLarge)
        let absent = try self.name("absent")
        #expect(await failure { try await storage.read(absent, maximumSize: 255) }?.code == .missing)
    }

    private static func checkRemoving(_ storage: any RemoteStorage) async throws {
        let removed = try name("0f3c-9.2.log")
        try await storage.remove(removed)
        try await storage.remove(removed)
        #expect(await failure { try await storage.read(removed, maximumSize: 255) }?.code == .missing)
        #expect(try await !storage.list().contains { $0.name == removed })
        // A name that has become free can be taken.
        try await storage.create(Data("new".utf8), named: removed)
        #expect(try await storage.read(removed, maximumSize: 255) == Data("new".utf8))
        for object in try await storage.list() { try await storage.remove(object.name) }
        #expect(try await storage.list().isEmpty)
    }

    /// Devices that want one name at the same time: one gets it, and its content stays. On a storage that is empty.
    static func checkRaces(_ devices: [any RemoteStorage], rounds: Int = 10) async throws {
        for round in 0..<rounds {
            let name = try name("race-\(round)")
            let winners = try await withThrowingTaskGroup(of: Int?.self) { group in
                for (device, storage) in devices.enumerated() {
                    group.addTask {
                        do throws(RemoteStorageError) {
                            try await storage.create(Data("device \(device)".utf8), named: name)
                            return device
                        } catch {
                            guard error.code == .exists else { throw error }
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: [Int]()) { winners, device in
                    if let device { winners.append(device) }
                }
            }
            #expect(winners.count == 1)
            let content = try await devices[0].read(name, maximumSize: 100)
            #expect(winners.map { Data("device \($0)".utf8) } == [content])
        }
        #expect(try await devices[0].list().count == rounds)
    }

    /// A task that is cancelled does nothing and says so.
    static func checkCancellation(_ storage: any RemoteStorage) async throws {
        let name = try name("cancelled")
        let gate = AsyncStream<Void>.makeStream()
        let task = Task { () -> [RemoteStorageError.Code?] in
            for await _ in gate.stream {}
            return [
                await failure { try await storage.list() }?.code,
                await failure { try await storage.read(name, maximumSize: 1) }?.code,
                await failure { try await storage.create(Data("x".utf8), named: name) }?.code,
            ]
        }
        task.cancel()
        gate.continuation.finish()
        #expect(await task.value == [.cancelled, .cancelled, .cancelled])
        #expect(try await storage.list().isEmpty)
    }

    /// The error of what must fail.
    static func failure<Value>(
        _ body: () async throws -> Value, sourceLocation: SourceLocation = #_sourceLocation
    ) async -> RemoteStorageError? {
        do {
            _ = try await body()
            Issue.record("Nothing failed.", sourceLocation: sourceLocation)
            return nil
        } catch {
            #expect(error is RemoteStorageError, sourceLocation: sourceLocation)
            return error as? RemoteStorageError
        }
    }
}

import DotNewsReplication
import Foundation
import DotNewsTestSupport
import Testing

/// What every place does alike. A suite makes a place, or two views of one, and calls these.
enum PlaceConformance {
    static func name(_ text: String) throws -> ReplicaObjectName {
        try #require(ReplicaObjectName(text))
    }

    /// Contents that a place might stumble over: nothing, every byte, text in three scripts, more than a buffer.
    static func contents() -> [Data] {
        var random = SeededGenerator(seed: 5)
        let large = Data((0..<700_001).map { _ in UInt8.random(in: 0...255, using: &random) })
        return [
            Data(), Data(0...255), Data("點新聞\r\n点新闻\u{0}dotdotnews".utf8), Data("{\"a\":1}\n".utf8), large,
        ]
    }

    /// The whole protocol, on a place that is empty.
    static func check(_ place: any ReplicaPlace) async throws {
        #expect(try await place.list().isEmpty)
        try await checkCreatingAndReading(place)
        try await checkThatNothingIsReplaced(place)
        try await checkSizes(place)
        try await checkRemoving(place)
    }

    private static func checkCreatingAndReading(_ place: any ReplicaPlace) async throws {
        let contents = contents()
        for (index, content) in contents.enumerated() {
            try await place.create(content, named: try name("0f3c-9.\(index).log"))
        }
        let longest = try name(String(repeating: "z", count: 100))
        try await place.create(Data("long".utf8), named: longest)
        let listed = try await place.list()
        #expect(
            Set(listed.map(\.name.rawValue)) == Set(contents.indices.map { "0f3c-9.\($0).log" } + [longest.rawValue]))
        #expect(listed.count == contents.count + 1)
        for (index, content) in contents.enumerated() {
            let name = try name("0f3c-9.\(index).log")
            #expect(try await place.read(name, maximumSize: 1 << 20) == content)
            let size = listed.first { $0.name == name }?.size
            #expect(size == nil || size == content.count)
        }
    }

    private static func checkThatNothingIsReplaced(_ place: any ReplicaPlace) async throws {
        let taken = try name("0f3c-9.3.log")
        let error = await failure { try await place.create(Data("another".utf8), named: taken) }
        #expect(error?.code == .exists)
        let sameSize = await failure { try await place.create(Data("{\"a\":2}\n".utf8), named: taken) }
        #expect(sameSize?.code == .exists)
        #expect(try await place.read(taken, maximumSize: 100) == contents()[3])
        // The same again is what an attempt looks like whose answer was lost.
        try await place.create(contents()[3], named: taken)
        #expect(try await place.read(taken, maximumSize: 100) == contents()[3])
    }

    private static func checkSizes(_ place: any ReplicaPlace) async throws {
        let name = try name("0f3c-9.1.log")
        #expect(try await place.read(name, maximumSize: 256).count == 256)
        #expect(await failure { try await place.read(name, maximumSize: 255) }?.code == .tooLarge)
        let absent = try self.name("absent")
        #expect(await failure { try await place.read(absent, maximumSize: 255) }?.code == .missing)
    }

    private static func checkRemoving(_ place: any ReplicaPlace) async throws {
        let removed = try name("0f3c-9.2.log")
        try await place.remove(removed)
        try await place.remove(removed)
        #expect(await failure { try await place.read(removed, maximumSize: 255) }?.code == .missing)
        #expect(try await !place.list().contains { $0.name == removed })
        // A name that has become free can be taken.
        try await place.create(Data("new".utf8), named: removed)
        #expect(try await place.read(removed, maximumSize: 255) == Data("new".utf8))
        for object in try await place.list() { try await place.remove(object.name) }
        #expect(try await place.list().isEmpty)
    }

    /// Devices that want one name at the same time: one gets it, and its content stays. On a place that is empty.
    static func checkRaces(_ devices: [any ReplicaPlace], rounds: Int = 10) async throws {
        for round in 0..<rounds {
            let name = try name("race-\(round)")
            let winners = try await withThrowingTaskGroup(of: Int?.self) { group in
                for (device, place) in devices.enumerated() {
                    group.addTask {
                        do throws(ReplicaPlaceError) {
                            try await place.create(Data("device \(device)".utf8), named: name)
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
    static func checkCancellation(_ place: any ReplicaPlace) async throws {
        let name = try name("cancelled")
        let gate = AsyncStream<Void>.makeStream()
        let task = Task { () -> [ReplicaPlaceError.Code?] in
            for await _ in gate.stream {}
            return [
                await failure { try await place.list() }?.code,
                await failure { try await place.read(name, maximumSize: 1) }?.code,
                await failure { try await place.create(Data("x".utf8), named: name) }?.code,
            ]
        }
        task.cancel()
        gate.continuation.finish()
        #expect(await task.value == [.cancelled, .cancelled, .cancelled])
        #expect(try await place.list().isEmpty)
    }

    /// The error of what must fail.
    static func failure<Value>(
        _ body: () async throws -> Value, sourceLocation: SourceLocation = #_sourceLocation
    ) async -> ReplicaPlaceError? {
        do {
            _ = try await body()
            Issue.record("Nothing failed.", sourceLocation: sourceLocation)
            return nil
        } catch {
            #expect(error is ReplicaPlaceError, sourceLocation: sourceLocation)
            return error as? ReplicaPlaceError
        }
    }
}

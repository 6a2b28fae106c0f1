import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsDatabase

/// Runs for hours unless it is interrupted.
let endlessSQL = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

@Suite(.timeLimit(.minutes(1))) struct ReadAndWriteTests {
    let file: TemporaryDatabase

    init() throws { file = try TemporaryDatabase() }

    @Test func `a cancelled read stops where it is, and hurts no other`() async throws {
        let database = try file.database(maximumReaders: 1)
        let started = AsyncStream<Void>.makeStream()
        let endless = Task {
            try await database.read("counting for ever") { connection in
                started.continuation.yield()
                return try connection.integer(endlessSQL)
            }
        }
        for await _ in started.stream { break }
        // Waits for the only reader.
        async let waiting = database.read("reading") { try $0.titles() }
        endless.cancel()
        #expect(await code { _ = try await endless.value } == .cancelled)
        #expect(try await waiting == [])
        await database.close()
    }

    @Test func `a read that is cancelled between two statements stops at the next`() async throws {
        let database = try file.database()
        let gate = DispatchSemaphore(value: 0)
        let started = AsyncStream<Void>.makeStream()
        let endless = Task {
            try await database.read("counting for ever") { connection in
                started.continuation.yield()
                gate.wait()
                return try connection.integer(endlessSQL)
            }
        }
        for await _ in started.stream { break }
        endless.cancel()
        gate.signal()
        #expect(await code { _ = try await endless.value } == .cancelled)
        #expect(try await database.read("reading") { try $0.titles() } == [])
        await database.close()
    }

    @Test func `a task that is cancelled before it reads or writes does neither`() async throws {
        let database = try file.database()
        let gate = AsyncStream<Void>.makeStream()
        let task = Task {
            for await _ in gate.stream {}
            let reading = await code { _ = try await database.read("reading") { try $0.titles() } }
            let writing = await code { try await database.write("writing") { try $0.add("a") } }
            return [reading, writing]
        }
        task.cancel()
        gate.continuation.finish()
        #expect(await task.value == [.cancelled, .cancelled])
        #expect(try await database.read("reading") { try $0.titles() } == [])
        await database.close()
    }

    @Test func `who waits for a reader can be cancelled, and the others keep their order`() async throws {
        let database = try file.database(maximumReaders: 1)
        let gate = DispatchSemaphore(value: 0)
        let started = AsyncStream<Void>.makeStream()
        let order = Shared<[Int]>([])
        let blocking = Task {
            try await database.read("holding the reader") { _ in
                started.continuation.yield()
                gate.wait()
            }
        }
        for await _ in started.stream { break }
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<5 {
            tasks.append(Task { try await database.read("waiting") { _ in order.change { $0.append(number) } } })
            // Each is in the queue before the next comes.
            while database.readers.waiterCount < number + 1 { await Task.yield() }
        }
        tasks[2].cancel()
        let cancelled = tasks[2]
        #expect(await code { try await cancelled.value } == .cancelled)
        gate.signal()
        try await blocking.value
        for number in [0, 1, 3, 4] { try await tasks[number].value }
        #expect(order.value == [0, 1, 3, 4])
        await database.close()
    }

    @Test func `a write that is cancelled before it begins does nothing, one that has begun is completed`() async throws
    {
        let database = try file.database()
        let gate = DispatchSemaphore(value: 0)
        let started = AsyncStream<Void>.makeStream()
        let begun = Task {
            try await database.write("writing slowly") { connection in
                started.continuation.yield()
                gate.wait()
                try connection.add("slow")
            }
        }
        for await _ in started.stream { break }
        let late = Task { try await database.write("writing late") { try $0.add("late") } }
        begun.cancel()
        late.cancel()
        gate.signal()
        try await begun.value
        #expect(await code { try await late.value } == .cancelled)
        #expect(try await database.read("reading") { try $0.titles() } == ["slow"])
        await database.close()
    }

    @Test func `a read sees one moment, and does not wait for the writer`() async throws {
        let database = try file.database()
        let gate = DispatchSemaphore(value: 0)
        let started = AsyncStream<Void>.makeStream()
        async let counts = database.read("reading twice") { connection in
            let before = try connection.titles().count
            started.continuation.yield()
            gate.wait()
            return [before, try connection.titles().count]
        }
        for await _ in started.stream { break }
        try await database.write("writing") { try $0.add("a") }
        gate.signal()
        #expect(try await counts == [0, 0])
        let count = try await database.write("writing") { connection in
            try connection.add("b")
            return try database.readers.readBlocking("reading meanwhile") { try $0.titles().count }
        }
        #expect(count == 1)
        await database.close()
    }

    @Test func `closing waits for readers and turns the waiting and the late away`() async throws {
        let database = try file.database(maximumReaders: 1)
        let gate = DispatchSemaphore(value: 0)
        let started = AsyncStream<Void>.makeStream()
        let reading = Task {
            try await database.read("holding the reader") { connection in
                started.continuation.yield()
                gate.wait()
                return try connection.titles().count
            }
        }
        for await _ in started.stream { break }
        let waiting = Task { try await database.read("waiting") { try $0.titles() } }
        while database.readers.waiterCount < 1 { await Task.yield() }
        let hasClosed = Shared(false)
        let closing = Task {
            await database.close()
            hasClosed.change { $0 = true }
        }
        #expect(await code { _ = try await waiting.value } == .closed)
        for _ in 0..<1_000 { await Task.yield() }
        #expect(!hasClosed.value)
        gate.signal()
        #expect(try await reading.value == 0)
        await closing.value
        #expect(await code { _ = try await database.read("late") { try $0.titles() } } == .closed)
        #expect(await code { try await database.write("late") { try $0.add("a") } } == .closed)
        #expect(code { _ = try database.readers.readBlocking("late") { try $0.titles() } } == .closed)
        // The last connection has removed the log.
        #expect(!FileManager.default.fileExists(atPath: file.path + "-wal"))
    }

    @Test func `a write that fails leaves the writer ready`() async throws {
        let database = try file.database()
        struct Refusal: Error {}
        await #expect(throws: Refusal.self) {
            try await database.write("failing") { connection in
                try connection.add("a")
                throw Refusal()
            }
        }
        try await database.write("writing") { try $0.add("b") }
        #expect(try await database.read("reading") { try $0.titles() } == ["b"])
        await database.close()
    }

    @Test func `a checkpoint empties the log`() async throws {
        let database = try file.database()
        try await database.write("writing") { try $0.add("a") }
        try await database.checkpoint()
        let size = try FileManager.default.attributesOfItem(atPath: file.path + "-wal")[.size] as? Int
        #expect(size == 0)
        await database.close()
    }
}

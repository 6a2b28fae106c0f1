import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsDatabase

@Suite(.timeLimit(.minutes(1))) struct BlockingReadTests {
    let file: TemporaryDatabase

    init() throws {
        file = try TemporaryDatabase()
        let connection = try file.open()
        for number in 0..<10 { try connection.add("\(number)") }
    }

    @Test func `a read in a thread sees one moment`() async throws {
        let database = try file.database()
        let started = DispatchSemaphore(value: 0)
        let gate = DispatchSemaphore(value: 0)
        async let counts = onThread {
            try database.readers.readBlocking("reading twice") { connection in
                let before = try connection.titles().count
                started.signal()
                gate.wait()
                return [before, try connection.titles().count]
            }
        }
        try await onThread { _ = started.wait(timeout: .distantFuture) }
        try await database.write("writing") { try $0.add("late") }
        gate.signal()
        #expect(try await counts == [10, 10])
        #expect(try database.count() == 11)
        await database.close()
    }

    @Test func `more threads than connections wait for each other`() async throws {
        let database = try file.database(maximumReaders: 2)
        let running = Shared<(now: Int, most: Int)>((0, 0))
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    try await onThread {
                        try database.readers.readBlocking("reading") { connection in
                            running.change { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                            defer { running.change { $0.now -= 1 } }
                            return try connection.titles().count
                        }
                    }
                }
            }
            for try await count in group { #expect(count == 10) }
        }
        #expect((1...2).contains(running.value.most))
        await database.close()
    }

    @Test func `a read inside a read is refused instead of waiting for itself`() async throws {
        let database = try file.database(maximumReaders: 1)
        #expect(code { _ = try database.readers.readBlocking("outer") { _ in try database.count() } } == .misuse)
        #expect(await code { _ = try await database.read("outer") { _ in try database.count() } } == .misuse)
        #expect(try database.count() == 10, "the connection came back")
        await database.close()
    }

    @Test func `an error in a read comes out, and the connection goes back`() async throws {
        let database = try file.database(maximumReaders: 1)
        struct Refusal: Error {}
        for _ in 0..<3 {
            #expect(throws: Refusal.self) { try database.readers.readBlocking("failing") { _ in throw Refusal() } }
        }
        #expect(try database.count() == 10)
        await database.close()
    }

    @Test func `closing waits for threads that read and turns later ones away`() async throws {
        let database = try file.database(maximumReaders: 1)
        let started = DispatchSemaphore(value: 0)
        let gate = DispatchSemaphore(value: 0)
        async let reading = onThread {
            try database.readers.readBlocking("reading") { connection in
                started.signal()
                gate.wait()
                return try connection.titles().count
            }
        }
        try await onThread { _ = started.wait(timeout: .distantFuture) }
        let hasClosed = Shared(false)
        let closing = Task {
            await database.close()
            hasClosed.change { $0 = true }
        }
        // Later ones are turned away once it has begun, which does not end before the reader does.
        while await code({ _ = try await database.read("late") { try $0.titles() } }) != .closed { await Task.yield() }
        for _ in 0..<1_000 { await Task.yield() }
        #expect(!hasClosed.value)
        gate.signal()
        #expect(try await reading == 10)
        await closing.value
        #expect(code { _ = try database.count() } == .closed)
    }

    @Test func `tasks that all block their threads do not starve the tasks that read`() async throws {
        let database = try file.database(maximumReaders: 1)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<64 {
                group.addTask {
                    if number.isMultiple(of: 2) {
                        return try await database.read("reading") { try $0.titles().count }
                    }
                    return try database.count()
                }
            }
            for try await count in group { #expect(count == 10) }
        }
        await database.close()
    }
}

extension Database {
    /// Reads on the calling thread.
    fileprivate func count() throws -> Int { try readers.readBlocking("counting") { try $0.titles().count } }
}

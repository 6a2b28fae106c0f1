import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsDatabase

@Suite(.timeLimit(.minutes(1))) struct ObservationTests {
    let file: TemporaryDatabase
    let clock = TestClock()
    let database: Database

    init() throws {
        file = try TemporaryDatabase()
        database = try file.database(clock: clock)
    }

    private func titles() -> DatabaseObservation<[String]> {
        database.observe(isSame: ==) { try $0.titles() }
    }

    private func add(_ title: String) async throws { try await database.write("adding") { try $0.add(title) } }

    @Test func `an observer sees the present value, then each change`() async throws {
        var values = titles().makeAsyncIterator()
        #expect(try await values.next() == [])
        try await add("a")
        #expect(try await values.next() == ["a"])
        try await add("b")
        #expect(try await values.next() == ["a", "b"])
    }

    @Test func `a burst of changes is one value, the last`() async throws {
        var values = titles().makeAsyncIterator()
        _ = try await values.next()
        for number in 0..<20 { try await add("\(number)") }
        #expect(try await values.next()?.count == 20)
        // The next value is the next change, nothing is left over from the burst.
        try await database.write("deleting") { _ = try $0.execute("DELETE FROM news WHERE id = 1") }
        #expect(try await values.next()?.count == 19)
    }

    @Test func `a change is not forgotten for one of another table that follows`() async throws {
        var values = titles().makeAsyncIterator()
        #expect(try await values.next() == [])
        try await add("a")
        try await database.write("setting") { _ = try $0.execute("INSERT INTO setting VALUES ('x', 1)") }
        #expect(try await values.next() == ["a"])
    }

    @Test func `a value that is the same to the observer is left out`() async throws {
        var all = database.observe(isSame: { _, _ in false }) { try $0.titles().count }.makeAsyncIterator()
        var distinct = database.observe(isSame: ==) { try $0.titles().count }.makeAsyncIterator()
        try await add("a")
        #expect(try await [all.next(), distinct.next()] == [1, 1])
        try await database.write("changing") { _ = try $0.execute("UPDATE news SET title = 'b'") }
        #expect(try await all.next() == 1)
        async let next = distinct.next()
        try await add("c")
        #expect(try await next == 2)
    }

    @Test func `an absent value is a value`() async throws {
        var values = database.observe(isSame: ==) { connection in
            try connection.row("SELECT title FROM news") { $0.text(0) }
        }.makeAsyncIterator()
        #expect(try await values.next() == .some(nil))
        try await add("a")
        #expect(try await values.next() == "a")
    }

    @Test func `a change of a table that the fetch reads for the first time is seen`() async throws {
        // As for an article that is not stored at first: the mark is read only when there is an article.
        let gate = DispatchSemaphore(value: 0)
        let second = AsyncStream<Void>.makeStream()
        let fetches = Shared(0)
        let observation = database.observe(isSame: ==) { connection -> Bool? in
            guard try connection.hasRow("SELECT 1 FROM news") else { return nil }
            fetches.change { $0 += 1 }
            if fetches.value == 1 {
                second.continuation.yield()
                gate.wait()
            }
            return try connection.hasRow("SELECT 1 FROM mark")
        }
        var values = observation.makeAsyncIterator()
        #expect(try await values.next() == .some(nil))
        try await add("a")
        let database = database
        Task {
            for await _ in second.stream { break }
            try await database.write("marking") { _ = try $0.execute("INSERT INTO mark VALUES (1)") }
            gate.signal()
        }
        #expect(try await values.next() == false)
        #expect(try await values.next() == true)
    }

    @Test func `a change during a fetch of a table that it does not read wakes nobody`() async throws {
        let gate = DispatchSemaphore(value: 0)
        let started = AsyncStream<Void>.makeStream()
        let fetches = Shared(0)
        let observation = database.observe(isSame: { _, _ in false }) { connection -> Int in
            fetches.change { $0 += 1 }
            if fetches.value == 1 {
                started.continuation.yield()
                gate.wait()
            }
            return try connection.titles().count
        }
        let database = database
        Task {
            for await _ in started.stream { break }
            try await database.write("setting") { _ = try $0.execute("INSERT INTO setting VALUES ('a', 1)") }
            gate.signal()
        }
        var values = observation.makeAsyncIterator()
        #expect(try await values.next() == 0)
        try await add("a")
        #expect(try await values.next() == 1)
        #expect(fetches.value == 2)
    }

    @Test func `a write by RETURNING is seen`() async throws {
        var values = titles().makeAsyncIterator()
        _ = try await values.next()
        let id = try await database.write("adding") { connection in
            try connection.requiredRow("INSERT INTO news (title) VALUES ('a') RETURNING id") { $0.integer(0) }
        }
        #expect(id == 1)
        #expect(try await values.next() == ["a"])
    }

    @Test func `a write outside of a transaction is seen`() async throws {
        var values = titles().makeAsyncIterator()
        _ = try await values.next()
        try await database.writeWithoutTransaction("adding") { try $0.add("a") }
        #expect(try await values.next() == ["a"])
    }

    @Test func `what another connection writes is noticed at the next look`() async throws {
        var values = titles().makeAsyncIterator()
        #expect(try await values.next() == [])
        await clock.waitForSleepers(1)
        try file.open().add("elsewhere")
        async let next = values.next()
        clock.advance(by: .milliseconds(500))
        #expect(try await next == ["elsewhere"])
    }

    @Test func `what another connection writes before the first look is noticed`() async throws {
        // The writer is busy, so the first look waits behind it.
        let gate = DispatchSemaphore(value: 0)
        let started = AsyncStream<Void>.makeStream()
        let database = database
        let busy = Task {
            try await database.writeWithoutTransaction("being busy") { _ in
                started.continuation.yield()
                gate.wait()
            }
        }
        for await _ in started.stream { break }
        var values = titles().makeAsyncIterator()
        #expect(try await values.next() == [])
        try file.open().add("elsewhere")
        gate.signal()
        try await busy.value
        #expect(try await values.next() == ["elsewhere"])
    }

    @Test func `the own writes are not taken for another's`() async throws {
        let fetches = Shared(0)
        var values = database.observe(isSame: ==) { connection in
            fetches.change { $0 += 1 }
            return try connection.titles()
        }.makeAsyncIterator()
        _ = try await values.next()
        await clock.waitForSleepers(1)
        try await database.write("setting") { _ = try $0.execute("INSERT INTO setting VALUES ('a', 1)") }
        clock.advance(by: .milliseconds(500))
        await clock.waitForSleepers(1)
        try await add("a")
        #expect(try await values.next() == ["a"])
        #expect(fetches.value == 2)
    }

    @Test func `nobody looks for changes when nobody observes`() async throws {
        #expect(clock.sleeperCount == 0)
        do {
            var values = titles().makeAsyncIterator()
            _ = try await values.next()
            await clock.waitForSleepers(1)
            #expect(clock.sleeperCount == 1)
        }
        #expect(clock.sleeperCount == 0)
    }

    @Test func `an observation ends with its task`() async throws {
        let started = AsyncStream<Void>.makeStream()
        let titles = titles()
        let task = Task {
            var count = 0
            for try await _ in titles {
                count += 1
                started.continuation.yield()
            }
            return count
        }
        for await _ in started.stream { break }
        task.cancel()
        #expect(try await task.value == 1)
    }

    @Test func `an observation ends when the database is closed`() async throws {
        var waiting = titles().makeAsyncIterator()
        _ = try await waiting.next()
        async let next = waiting.next()
        await database.close()
        #expect(try await next == nil)
        var late = titles().makeAsyncIterator()
        #expect(try await late.next() == nil)
    }

    @Test func `an observation fails with its query, once`() async throws {
        struct Refusal: Error {}
        var values = database.observe(isSame: ==) { _ -> Int in throw Refusal() }.makeAsyncIterator()
        await #expect(throws: Refusal.self) { try await values.next() }
        #expect(try await values.next() == nil)
    }
}

import CDotNewsSQLite
import DotNewsDatabase
import DotNewsModels
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsPersistence

/// Numbers of the search index, by themselves.
@Suite struct DocumentNumberingTests {
    private let connection: Connection
    private let numbering: DocumentNumbering

    init() throws {
        connection = try Connection(
            path: ":memory:", access: .readWrite, busyTimeout: .zero, activity: "testing numbers")
        try connection.executeScript(
            """
            CREATE TABLE search_document (doc INTEGER PRIMARY KEY, article INTEGER NOT NULL UNIQUE);
            CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);
            """)
        numbering = DocumentNumbering(connection: connection)
    }

    /// The first position of a minute after noon.
    private func position(minute: Int, _ order: Int64 = 0) -> Int64 {
        ArticlePosition.range(for: Sample.noon.addingTimeInterval(Double(minute) * 60)).lowerBound + order
    }

    @discardableResult
    private func add(_ position: Int64) throws -> Int64 {
        let number = try numbering.freeNumber(at: position)
        try numbering.add(number, of: position)
        return number
    }

    /// The steps of SQLite's machine for all that the connection has done since the last call.
    private func steps() -> Int {
        var steps = 0
        var statement: OpaquePointer?
        while let next = sqlite3_next_stmt(connection.handle, statement) {
            steps += Int(sqlite3_stmt_status(next, SQLITE_STMTSTATUS_VM_STEP, 1))
            statement = next
        }
        return steps
    }

    @Test func `articles of a minute have its numbers in the order of arrival`() throws {
        let first = DocumentNumbering.firstNumber(at: position(minute: 1))
        let orders: [Int64] = [300, 20, 959, 0]
        let numbers = try orders.map { try add(position(minute: 1, $0)) - first }
        #expect(numbers == [0, 1, 2, 3])
        #expect(DocumentNumbering.firstNumber(at: position(minute: 2)) == first + 4)
        #expect(DocumentNumbering.firstNumber(at: position(minute: 0, 959)) == first - 4)
    }

    @Test func `articles of a full minute have the next numbers that are free`() throws {
        let first = DocumentNumbering.firstNumber(at: position(minute: 0))
        try add(position(minute: 1))
        let numbers = try (0..<8).map { try add(position(minute: 0, $0)) - first }
        #expect(numbers == [0, 1, 2, 3, 5, 6, 7, 8])
        #expect(try add(position(minute: 1, 5)) - first == 9)
    }

    @Test func `articles that arrive in order are numbered in order, however many share a minute`() throws {
        var random = SeededGenerator(seed: 5)
        var last = Int64.min
        var minute = 0
        for _ in 0..<300 {
            minute += Int.random(in: 1...4, using: &random)
            for order in 0..<Int64(Bool.random(using: &random) ? 1 : Int.random(in: 1...60, using: &random)) {
                let number = try add(position(minute: minute, order))
                #expect(number > last)
                last = number
            }
        }
    }

    @Test func `articles without a time have numbers of their own before all others`() throws {
        let undated = ArticlePosition.range(for: nil)
        let numbers = [undated.lowerBound, undated.lowerBound + 1, undated.upperBound - 1].map {
            DocumentNumbering.firstNumber(at: $0)
        }
        #expect(numbers == numbers.sorted() && numbers[1] == numbers[0] + 1)
        #expect(numbers[2] < DocumentNumbering.firstNumber(at: ArticlePosition.firstDated))
        #expect(try add(undated.lowerBound) == numbers[0])
    }

    @Test(arguments: [Int64.min, .min + 1, -1, 0, 1, ArticlePosition.firstDated, 1 << 44, .max])
    func `any position of a damaged file has a number`(position: Int64) {
        #expect(throws: Never.self) { _ = try numbering.freeNumber(at: position) }
    }

    @Test(arguments: [false, true])
    func `the number of each of 20,000 articles of a minute is found in a few look-ups`(isShuffled: Bool) throws {
        var random = SeededGenerator(seed: 6)
        // The positions of a minute that has 20,000 articles go on in those after it.
        var positions = (0..<Int64(20_000)).map { position(minute: 0, $0) }
        if isShuffled { positions.shuffle(using: &random) }
        for position in positions.prefix(1_000) { try add(position) }
        let early = steps()
        for position in positions[1_000..<19_000] { try add(position) }
        _ = steps()
        for position in positions.suffix(1_000) { try add(position) }
        let late = steps()
        #expect(early > 1_000, "the steps are counted")
        #expect(late < early * 5)
        #expect(try connection.integer("SELECT count(*) FROM search_document") == 20_000)
    }

    @Test(arguments: [0, 1, 7, 400])
    func `every number lies before the bound of its minute`(crowd: Int64) throws {
        for minute in [9, 4, 6, 5, 8, 7] { try add(position(minute: minute)) }
        for order in 0..<crowd { try add(position(minute: 5, order + 1)) }
        for minute in 4...9 {
            let end = position(minute: minute + 1)
            let last = try connection.integer("SELECT max(doc) FROM search_document WHERE article < ?", end)
            #expect(try last < numbering.upperBound(before: end - 1))
        }
        // A minute that is not crowded costs a search nothing.
        if crowd == 0 { #expect(try numbering.upperBound(before: position(minute: 4)) == number(minute: 5)) }
    }

    private func number(minute: Int) -> Int64 { DocumentNumbering.firstNumber(at: position(minute: minute)) }

    @Test func `a damaged file that leaves no number is an error`() throws {
        let first = number(minute: 0)
        try connection.execute("INSERT INTO search_document VALUES (?, 1)", first + 3)
        var end: Int64 = 8
        while end < 1 << 60 {
            try connection.execute("INSERT INTO search_document VALUES (?, ?)", first + end - 1, end)
            end *= 2
        }
        let error = #expect(throws: StoreError.self) { try numbering.freeNumber(at: position(minute: 0)) }
        #expect(error?.code == .unreadableContent)
    }
}

import DotNewsDatabase
import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsPersistence

/// Numbers of the search index, by themselves: how many stories have to move for others, counted.
@Suite struct DocumentNumberingTests {
    /// The tables that numbers are in, and stories that come to them as to an indexer.
    private struct Numbers {
        let connection: Connection
        let numbering: DocumentNumbering
        private(set) var moves = 0
        /// The most moves of one story for stories that came together.
        private(set) var movesOfOne = 0
        private var expected: Set<Int64> = []

        init() throws {
            connection = try Connection(
                path: ":memory:", access: .readWrite, busyTimeout: .zero, activity: "testing numbers")
            try connection.execute(
                """
                CREATE TABLE search_document (doc INTEGER PRIMARY KEY, article INTEGER NOT NULL UNIQUE);
                CREATE TABLE search_pending (article INTEGER PRIMARY KEY);
                """)
            numbering = DocumentNumbering(connection: connection)
        }

        /// Numbers stories that have come together: up to `limit` at a time, the newest first, moving up to `piece`.
        mutating func add(_ articles: [Int64], limit: Int = 1_000, piece: Int = 500) throws {
            for article in articles { try connection.execute("INSERT INTO search_pending VALUES (\(article))") }
            expected.formUnion(articles)
            var waiting = articles.sorted()
            var movesOfEach: [Int64: Int] = [:]
            while !waiting.isEmpty {
                let batch = Array(waiting.suffix(limit))
                let gaps = try numbering.gaps(for: batch)
                #expect(gaps.flatMap(\.articles) == batch)
                guard var renumbering = try numbering.renumbering(for: gaps) else {
                    for gap in gaps {
                        let numbers = try #require(DocumentNumbering.numbers(for: gap))
                        for (article, number) in zip(gap.articles, numbers) {
                            try numbering.add(.init(number: number, article: article))
                        }
                    }
                    try connection.execute("DELETE FROM search_pending WHERE article >= \(batch[0])")
                    waiting.removeLast(batch.count)
                    continue
                }
                while let next = renumbering.next(limit: piece) {
                    #expect(next.count <= piece)
                    let movable = try #require(try numbering.remaining(of: next))
                    #expect(movable == Array(next))
                    try move(next)
                    for move in next { movesOfEach[move.article, default: 0] += 1 }
                    // Before the next piece others may look.
                    try checkOrder(around: next)
                }
            }
            moves += movesOfEach.values.reduce(0, +)
            movesOfOne = max(movesOfOne, movesOfEach.values.max() ?? 0)
        }

        func move(_ moves: ArraySlice<Renumbering.Move>) throws {
            for move in moves { try numbering.remove(move.from) }
            for move in moves { try numbering.add(.init(number: move.to, article: move.article)) }
        }

        mutating func remove(_ article: Int64) throws {
            guard let number = try numbering.number(of: article) else { return }
            try numbering.remove(number)
            expected.remove(article)
        }

        private func checkOrder(around moves: ArraySlice<Renumbering.Move>) throws {
            guard let first = moves.first, let last = moves.last else { return }
            let range = min(first.from, first.to) - 3...max(last.from, last.to) + 3
            let wrong = try connection.number(
                """
                SELECT count(*) FROM (
                    SELECT article, lag(article) OVER (ORDER BY doc) AS before FROM search_document
                    WHERE doc BETWEEN \(range.lowerBound) AND \(range.upperBound)
                ) WHERE article <= before
                """)
            #expect(wrong == 0)
        }

        /// Checks that all stories are there, each once, in the order of their places.
        func check() throws {
            let articles = try connection.useComposed("SELECT article FROM search_document ORDER BY doc") {
                (statement) throws(StoreError) in
                var articles: [Int64] = []
                while try statement.step() { articles.append(statement.integer(0)) }
                return articles
            }
            #expect(articles == expected.sorted())
        }

        /// Numbers between the first and the last, a story.
        var spacing: Double {
            get throws {
                Double(try connection.number("SELECT max(doc) - min(doc) + 1 FROM search_document"))
                    / Double(expected.count)
            }
        }
    }

    /// Places a thousand apart.
    private func places(_ count: Int) -> [Int64] { (1...Int64(count)).map { $0 * 1_000 } }

    @Test(arguments: [1, 7, 1_000])
    func `stories that come at either end move none, whatever the steps`(limit: Int) throws {
        var newest = try Numbers()
        for start in stride(from: 0, to: 600, by: 60) {
            try newest.add(Array(places(600)[start..<start + 60]), limit: limit)
        }
        try newest.check()
        #expect(newest.moves == 0)
        #expect(try newest.spacing < 2.01)
        var oldest = try Numbers()
        for start in stride(from: 540, through: 0, by: -60) {
            try oldest.add(Array(places(600)[start..<start + 60]), limit: limit)
        }
        try oldest.check()
        #expect(oldest.moves == 0)
        #expect(try oldest.spacing < 2.01)
    }

    @Test func `one story between each two moves none`() throws {
        var numbers = try Numbers()
        try numbers.add(places(500))
        try numbers.add(places(499).map { $0 + 500 }, limit: 60)
        try numbers.check()
        #expect(numbers.moves == 0)
    }

    @Test(arguments: [20, 300, 1_000])
    func `many stories between others that wait together move hardly one of them twice`(limit: Int) throws {
        var numbers = try Numbers()
        try numbers.add(places(1_000))
        try numbers.add(places(999).flatMap { [$0 + 200, $0 + 500, $0 + 700] }, limit: limit, piece: 90)
        try numbers.check()
        #expect(numbers.moves <= 1_050)
        if limit == 1_000 { #expect(numbers.movesOfOne == 1) }
        #expect(try numbers.spacing < 3)
        var atOnePlace = try Numbers()
        try atOnePlace.add(places(1_000))
        try atOnePlace.add((1...900).map { 500_000 + $0 }, limit: limit)
        try atOnePlace.check()
        #expect(atOnePlace.moves <= 1_000)
        #expect(atOnePlace.movesOfOne == 1)
    }

    enum Order: CaseIterable {
        case random, risingAtOnePlace, fallingAtOnePlace, anyhowAtOnePlace, halvingEach
    }

    private func late(_ order: Order, _ count: Int, _ random: inout SeededGenerator) -> [Int64] {
        let middle = Int64(count) / 2 * 1_000_000
        let rising = (1...Int64(count)).map { middle + $0 * 10 }
        switch order {
        case .random:
            return (0..<count).map { _ in Int64.random(in: 1...Int64(count) * 1_000, using: &random) * 1_000 + 1 }
        case .risingAtOnePlace: return rising
        case .fallingAtOnePlace: return rising.reversed()
        case .anyhowAtOnePlace: return rising.shuffled(using: &random)
        case .halvingEach:
            var places: [Int64] = []
            var step: Int64 = 1 << 19
            while places.count < count {
                places += stride(from: 1_000_000 + step, to: Int64(count) * 1_000_000, by: Int(step) * 2)
                step /= 2
            }
            return Array(places.prefix(count))
        }
    }

    @Test(arguments: Order.allCases, [1, 25])
    func `the moves are bounded wherever stories come, though none is known before`(order: Order, together: Int) throws
    {
        var random = SeededGenerator(seed: 11)
        let count = 700
        var numbers = try Numbers()
        try numbers.add(places(count).map { $0 * 1_000 })
        var seen: Set<Int64> = []
        let late = late(order, count, &random).filter { seen.insert($0).inserted }
        for start in stride(from: 0, to: late.count, by: together) {
            try numbers.add(Array(late[start..<min(start + together, late.count)]), piece: 40)
        }
        try numbers.check()
        let logarithm = log2(Double(count))
        #expect(Double(numbers.moves) <= 0.7 * Double(late.count) * logarithm * logarithm)
        if order == .random { #expect(numbers.moves < late.count * 6) }
        #expect(numbers.movesOfOne <= 1)
        #expect(try numbers.spacing < 3)
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `any mixture of stories that come and go keeps the order and loses none`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var numbers = try Numbers()
        var stored: Set<Int64> = []
        for _ in 0..<60 {
            let center = Int64.random(in: 1...5_000, using: &random)
            let width = [3, 40, 5_000].randomElement(using: &random) ?? 3
            let new = Set(
                (0..<Int.random(in: 1...80, using: &random)).map { _ in
                    center + Int64.random(in: 0...Int64(width), using: &random)
                }
            ).subtracting(stored)
            stored.formUnion(new)
            try numbers.add(
                Array(new), limit: Int.random(in: 1...50, using: &random), piece: Int.random(in: 1...50, using: &random)
            )
            for _ in 0..<Int.random(in: 0...30, using: &random) {
                guard let gone = stored.randomElement(using: &random) else { break }
                stored.remove(gone)
                try numbers.remove(gone)
            }
            try numbers.check()
        }
        #expect(stored.count > 200)
    }

    @Test func `what others have done to the numbers meanwhile is seen before a piece is moved`() throws {
        var numbers = try Numbers()
        try numbers.add(places(100))
        for place in places(99) { try numbers.connection.execute("INSERT INTO search_pending VALUES (\(place + 300))") }
        for place in places(99) { try numbers.connection.execute("INSERT INTO search_pending VALUES (\(place + 600))") }
        let gaps = try numbers.numbering.gaps(for: places(99).flatMap { [$0 + 300, $0 + 600] })
        var renumbering = try #require(try numbers.numbering.renumbering(for: gaps))
        #expect(renumbering.count > 50)
        let nextFirst = renumbering.next(limit: 20)
        let first = try #require(nextFirst)
        try numbers.move(first)
        // One is taken out: the others still move.
        let nextSecond = renumbering.next(limit: 20)
        let second = try #require(nextSecond)
        let gone = second[second.startIndex + 3]
        try numbers.remove(gone.article)
        let left = try #require(try numbers.numbering.remaining(of: second))
        #expect(left == second.filter { $0 != gone })
        try numbers.move(second.filter { $0 != gone })
        // Another comes between: they must stay.
        let nextThird = renumbering.next(limit: 20)
        let third = try #require(nextThird)
        let some = third[third.startIndex + 5]
        let free = min(some.from, some.to) + 1
        try #require(free != max(some.from, some.to))
        try numbers.connection.execute(
            "INSERT OR IGNORE INTO search_document VALUES (\(some.from + 1), \(some.article + 1))")
        #expect(try numbers.numbering.remaining(of: third) == nil)
    }
}

import DotNewsDatabase

/// Stories of the search index that are to change their numbers, so that others find room between them.
///
/// Carried out in pieces, each in a transaction of its own: after every piece numbers still ascend as places do, so
/// that others can read and write in between. What is left when the process ends is forgotten; the next one looks for
/// room anew.
struct Renumbering: Sendable {
    /// A story that changes its number.
    struct Move: Equatable, Sendable {
        var article: Int64
        var from: Int64
        var to: Int64

        fileprivate var goesUp: Bool { to > from }
    }

    /// Ascending, both where they come from and where they go.
    private var moves: [Move] = []
    /// Neighbours that go the same way, and so stand between no others; those that are left.
    private var runs: ArraySlice<Range<Int>> = []

    /// Adds a move, in ascending order.
    ///
    /// - Parameter isNextToLast: Whether no story stands between this one and the one of the last move.
    mutating func append(_ move: Move, isNextToLast: Bool) {
        if isNextToLast, let last = runs.last, moves[last.lowerBound].goesUp == move.goesUp {
            runs[runs.endIndex - 1] = last.lowerBound..<moves.count + 1
        } else {
            runs.append(moves.count..<moves.count + 1)
        }
        moves.append(move)
    }

    /// How many stories still have to move.
    var count: Int { runs.reduce(0) { $0 + $1.count } }

    /// Takes the next stories to move, all of which go the same way and become free of each other; `nil` at the end.
    ///
    /// - Parameter limit: How many at most, from 1 on.
    mutating func next(limit: Int) -> ArraySlice<Move>? {
        guard let run = runs.popFirst() else { return nil }
        guard run.count > limit else { return moves[run] }
        // Those that go first have nobody in their way: of stories that go up the last, of others the first.
        let piece: Range<Int>
        let rest: Range<Int>
        if moves[run.lowerBound].goesUp {
            (rest, piece) = (run.dropLast(limit), run.suffix(limit))
        } else {
            (piece, rest) = (run.prefix(limit), run.dropFirst(limit))
        }
        runs = [rest] + runs
        return moves[piece]
    }
}

extension DocumentNumbering {
    /// Numbers that are spread anew: those of an aligned range of 2ⁿ, so that two are inside each other or apart.
    private struct Window {
        var numbers: Range<Int64>
        /// The first story's number now, and its new one.
        var first: Int64
        var newFirst: Int64
        /// Places of the first story and of the one that limits those that count as waiting inside.
        var articles: Range<Int64>
        /// How many stories are to have numbers here, those that wait included.
        var count: Int64
        /// The range that is spread over them.
        var spread: Int64
    }

    /// How much of the largest window may be taken; of the smallest all may be, and of others something in between.
    private static let largestShare = 0.6

    /// What has to be done so that all gaps have room; `nil` when they have.
    ///
    /// Keeping a list in the order of its labels (Itai, Konheim and Rodeh; Bender and others): around each gap without
    /// room the smallest window is numbered evenly that is not too full, the larger the emptier. So a window is looked at
    /// again only after a part of its size has been added, and the moves a story takes are bounded by the square of the
    /// logarithm of their number, wherever stories are added; at random it is three. Stories that wait count as if they
    /// were there, so that for a large number that waits together hardly one moves twice.
    ///
    /// - Parameter gaps: Ascending.
    func renumbering(for gaps: [Gap]) throws(StoreError) -> Renumbering? {
        // The last window is the lowest.
        var windows: [Window] = []
        let levels = try levels()
        for gap in gaps.reversed() {
            guard let lower = gap.lower?.number, var upper = gap.upper?.number else { continue }
            if let above = windows.last {
                if above.numbers.contains(lower) { continue }
                if upper == above.first { upper = above.newFirst }
            }
            guard !Self.hasRoom(for: gap, before: upper) else { continue }
            let window = try smallestWindow(around: lower, levels: levels)
            while let inside = windows.last, window.numbers.contains(inside.first) { windows.removeLast() }
            windows.append(window)
        }
        guard !windows.isEmpty else { return nil }
        var renumbering = Renumbering()
        for window in windows.reversed() { try spread(window, into: &renumbering) }
        // What is spread already has room, unless the file is damaged.
        guard renumbering.count > 0 else {
            throw connection.unreadable("the numbers of the search index are not those of its stories")
        }
        return renumbering
    }

    /// The levels of windows up to one as large as all numbers.
    private func levels() throws(StoreError) -> Int {
        let span = try connection.use(
            "SELECT (SELECT max(doc) FROM search_document) - (SELECT min(doc) FROM search_document)"
        ) { (statement) throws(StoreError) in try statement.step() ? statement.integer(0) : 0 }
        return max(1, Int64.bitWidth - max(span, 0).leadingZeroBitCount)
    }

    private func smallestWindow(around number: Int64, levels: Int) throws(StoreError) -> Window {
        for level in 1..<Int64.bitWidth - 2 {
            let size: Int64 = 1 << level
            let start = (number >> level) << level
            let (documents, first, last) = try extent(of: start..<start + size)
            // Those after the last of all find room behind it.
            let end = try article(from: start + size) ?? last.article
            let count = documents + Int64(try waitingCount(after: first.article, before: end))
            let share = 1 - (1 - Self.largestShare) * Double(min(level, levels)) / Double(levels)
            guard Double(count) <= share * Double(size) else { continue }
            let spread = min(size, count * Self.step)
            return Window(
                numbers: start..<start + size, first: first.number,
                newFirst: max(start, min(first.number, start + size - spread)),
                articles: first.article..<max(end, first.article), count: count, spread: spread)
        }
        throw connection.unreadable("the search index has no numbers left")
    }

    /// How many stories have numbers in a range, the first of them and the last.
    private func extent(
        of numbers: Range<Int64>
    ) throws(StoreError) -> (count: Int64, first: Document, last: Document) {
        try connection.use(
            """
            SELECT count(*), min(doc), min(article), max(doc), max(article) FROM search_document
            WHERE doc >= ?1 AND doc < ?2
            """
        ) { (statement) throws(StoreError) in
            statement.bind(numbers.lowerBound, at: 1)
            statement.bind(numbers.upperBound, at: 2)
            guard try statement.step(), statement.integer(0) > 0 else {
                throw connection.unreadable("the search index does not know a story's neighbour")
            }
            return (
                statement.integer(0), Document(number: statement.integer(1), article: statement.integer(2)),
                Document(number: statement.integer(3), article: statement.integer(4))
            )
        }
    }

    /// The place of the first story whose number is at least `number`.
    private func article(from number: Int64) throws(StoreError) -> Int64? {
        try connection.use("SELECT article FROM search_document WHERE doc >= ?1 ORDER BY doc LIMIT 1") {
            (statement) throws(StoreError) in
            statement.bind(number, at: 1)
            return try statement.step() ? statement.integer(0) : nil
        }
    }

    /// Adds the moves that spread the stories of a window evenly, with room for those that wait between them.
    private func spread(_ window: Window, into renumbering: inout Renumbering) throws(StoreError) {
        let documents: String =
            "SELECT doc, article FROM search_document WHERE doc >= ?1 AND doc < ?2 ORDER BY doc"
        let waiting: String = """
            SELECT article FROM search_pending WHERE article > ?1 AND article < ?2 ORDER BY article
            """
        try connection.use(documents) { (documents) throws(StoreError) in
            documents.bind(window.numbers.lowerBound, at: 1)
            documents.bind(window.numbers.upperBound, at: 2)
            try connection.use(waiting) { (waiting) throws(StoreError) in
                waiting.bind(window.articles.lowerBound, at: 1)
                waiting.bind(window.articles.upperBound, at: 2)
                var rank: Int64 = 0
                var isNextToLast = false
                var isWaiting = try waiting.step()
                while try documents.step() {
                    let number = documents.integer(0)
                    let article = documents.integer(1)
                    while isWaiting, waiting.integer(0) < article {
                        rank += 1
                        isWaiting = try waiting.step()
                    }
                    let newNumber = window.newFirst + rank * window.spread / window.count
                    rank += 1
                    if newNumber != number {
                        renumbering.append(
                            .init(article: article, from: number, to: newNumber), isNextToLast: isNextToLast)
                    }
                    isNextToLast = newNumber != number
                }
            }
        }
    }

    /// What has become of stories that are to move: those that still can, or `nil` when others have come between.
    func remaining(of moves: ArraySlice<Renumbering.Move>) throws(StoreError) -> [Renumbering.Move]? {
        guard let first = moves.first, let last = moves.last else { return [] }
        return try connection.use("SELECT doc, article FROM search_document WHERE doc BETWEEN ?1 AND ?2 ORDER BY doc") {
            (statement) throws(StoreError) in
            statement.bind(min(first.from, first.to), at: 1)
            statement.bind(max(last.from, last.to), at: 2)
            var remaining: [Renumbering.Move] = []
            var expected = moves
            while try statement.step() {
                let document = Document(number: statement.integer(0), article: statement.integer(1))
                // Those that have been taken out meanwhile are passed over.
                while let move = expected.first, move.from < document.number { expected.removeFirst() }
                guard let move = expected.popFirst(), move.from == document.number, move.article == document.article
                else { return nil }
                remaining.append(move)
            }
            return remaining
        }
    }
}

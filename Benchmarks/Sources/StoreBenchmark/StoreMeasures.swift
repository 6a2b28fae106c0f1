import BenchmarkSupport
import DotNewsModels
import DotNewsPersistence
import Foundation

/// What is asked of a filled store, of ours and of a program in C.
struct StoreMeasures {
    private let store: ArticleStore
    private let peer: CStore
    private let writingPeer: CStore
    private let ids: [ArticleID]
    private let keys: [[UInt8]]
    private var cursors: [PageCursor] = []
    private var positions: [Int64] = []

    private static let limit = 50

    /// Opens `file`, which was filled with `count` articles; `copy` is what the peer writes to, so that neither waits
    /// for the other or reads what the other has changed.
    init(file: URL, copy: URL, count: Int) throws {
        store = try ArticleStore(at: file)
        peer = try CStore(file)
        writingPeer = try CStore(copy)
        let sample = SampleArticles()
        // Those with a body, in no order of the file.
        let bodies = count / StoreFilling.bodyEvery
        ids = (0..<min(bodies, 5_000)).map { sample.summary($0 &* 7_919 % bodies * StoreFilling.bodyEvery).id }
        keys = ids.map(CStore.key)
    }

    /// Walks all pages, and notes where each starts, in no order of the file.
    private mutating func findPages() throws {
        var found: [PageCursor] = []
        var cursor: PageCursor?
        repeat {
            cursor = try store.read { [cursor] reader in
                try reader.articles(limit: Self.limit, after: cursor).next
            }
            if let cursor { found.append(cursor) }
        } while cursor != nil
        found.removeLast()
        cursors = (0..<found.count).map { found[$0 &* 7_919 % found.count] }
        // A cursor is the last row id in base 36 behind a letter; the peer has to ask for the same rows.
        positions = cursors.map { Int64($0.description.dropFirst(), radix: 36) ?? .max }
    }

    // MARK: Timing

    /// Measures everything, and prints a line of results for each.
    mutating func run(rounds: Int, repetitions: Int) async throws {
        try findPages()
        try timeReads(rounds: rounds, repetitions: repetitions)
        try await timeFollowing(repetitions: repetitions)
        try Report.print(
            "page.async",
            try await alternate(rounds: rounds, repetitions: repetitions) { _ in
                _ = try await store.articles(limit: Self.limit)
            } peer: { _ in
                try peer.page(before: .max, limit: Self.limit)
            })
        try Report.print(
            "mark",
            try await alternate(rounds: rounds, repetitions: min(repetitions, ids.count / (rounds + 1))) { number in
                try await mark(number)
            } peer: { number in
                try theirs("mark", number)
            })
        await store.close()
    }

    private func timeReads(rounds: Int, repetitions: Int) throws {
        for measure in ["page", "page.random", "article"] {
            try Report.print(
                measure,
                try alternate(rounds: rounds, repetitions: repetitions) { number in
                    try ours(measure, number)
                } peer: { number in
                    try theirs(measure, number)
                })
        }
    }

    /// Measures what the program in C does not have: counting unread articles, and reading the last hundred changes.
    private func timeFollowing(repetitions: Int) async throws {
        let end = try await store.changeToken()
        guard let separator = end.description.lastIndex(of: "-"),
            let last = Int64(end.description[separator...].dropFirst(), radix: 36),
            let token = ChangeToken(end.description[...separator] + String(max(0, last - 100), radix: 36))
        else { throw Failure("a change token is not what it was") }
        let unread = try (0..<repetitions).map { _ in
            try microseconds { _ = try store.read { try $0.unreadCounts() } }
        }
        try Report("unread.p99", ours: [unread.percentile(99)]).print()
        let changes = try (0..<repetitions).map { _ in
            try microseconds { _ = try store.read { try $0.changes(since: token) } }
        }
        try Report("changes.p50", ours: [changes.percentile(50)]).print()
    }

    // MARK: One call

    /// Makes one call of ours.
    func ours(_ measure: String, _ number: Int) throws {
        try store.read { [cursors, ids] reader in
            switch measure {
            case "page": _ = try reader.articles(limit: Self.limit)
            case "page.random": _ = try reader.articles(limit: Self.limit, after: cursors[number % cursors.count])
            default: _ = try reader.article(ids[number % ids.count])
            }
        }
    }

    /// Marks an article as read.
    func mark(_ number: Int) async throws {
        _ = try await store.reader.setRead(true, for: ids[number % ids.count])
    }

    /// Makes the same call of the peer.
    func theirs(_ measure: String, _ number: Int) throws {
        switch measure {
        case "page": try peer.page(before: .max, limit: Self.limit)
        case "page.random": try peer.page(before: positions[number % positions.count], limit: Self.limit)
        case "mark": try writingPeer.setRead(keys[number % keys.count])
        default: try peer.article(keys[number % keys.count])
        }
    }
}

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
        try await timeChanges(repetitions: repetitions)
        try await timeTopics(rounds: rounds, repetitions: repetitions)
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

    /// Measures what the program in C does not have: counting unread articles, and reading the last changes.
    private func timeChanges(repetitions: Int) async throws {
        let unread = try (0..<repetitions).map { _ in
            try microseconds { _ = try store.read { try $0.unreadCounts() } }
        }
        try Report("unread.p99", ours: [Distribution(unread).percentile(99)]).print()
        let (few, many) = (try await token(before: 100), try await token(before: 1_000))
        try Report.print(
            "changes",
            try alternate(rounds: 1, repetitions: repetitions) { _ in
                _ = try store.read { try $0.changes(since: many, limit: 1_000) }
            } peer: { _ in
                _ = try store.read { try $0.changes(since: few, limit: 1_000) }
            })
    }

    /// The token of a number of changes ago.
    private func token(before count: Int64) async throws -> ChangeToken {
        let end = try await store.changeToken()
        guard let separator = end.description.lastIndex(of: "-"),
            let last = Int64(end.description[separator...].dropFirst(), radix: 36),
            let token = ChangeToken(end.description[...separator] + String(max(0, last - count), radix: 36))
        else { throw Failure("a change token is not what it was") }
        return token
    }

    /// Measures pages of what is followed, and pages of which some articles are muted, against plain pages, all awaited.
    private func timeTopics(rounds: Int, repetitions: Int) async throws {
        func topics(_ kind: ArticleTopic.Kind, _ names: String...) -> [ArticleTopic] {
            names.compactMap { ArticleTopic(kind, $0) }
        }
        func compare(_ measure: String, ours: () async throws -> Int) async throws {
            guard try await ours() == Self.limit else { throw Failure("\(measure) has no full page") }
            try Report.print(
                measure,
                try await alternate(rounds: rounds, repetitions: repetitions) { _ in
                    _ = try await ours()
                } peer: { _ in
                    _ = try await store.articles(ArticleQuery(includesMuted: true), limit: Self.limit)
                })
        }
        let followed =
            topics(.column, "column1", "column6", "column11") + topics(.tag, "旅游", "ferries", "政府")
            + topics(.author, "記者", "harbour council", "now")
        let words = topics(.word, "天文台", "island residents", "氣溫")
        for (measure, topics) in [("followed", followed), ("followed.words", followed + words)] {
            try await store.reader.updatePreferences { $0.followed = Set(topics) }
            try await compare(measure) { try await store.reader.followedArticles(limit: Self.limit).items.count }
        }

        let muted = (0..<20).flatMap { topics(.word, "沒有這個詞 \($0)") } + topics(.column, "column3")
        try await store.reader.updatePreferences { $0.muted = Set(muted) }
        try await compare("muted") { try await store.articles(limit: Self.limit).items.count }
        try await store.reader.updatePreferences { $0.muted = [] }
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

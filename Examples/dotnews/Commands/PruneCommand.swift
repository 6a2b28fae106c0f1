import DotNews

/// `dotnews prune`: removes articles from the store by age, count or size.
struct PruneCommand: Command {
    static let name = "prune"
    static let summary = "Remove old articles from the disk; bookmarked ones stay."
    static let options: [Option] = [
        .value("older-than", "DATE", help: "published before, such as 2025-11-03, 36h, 30d or 8w"),
        .value("keep", "N", help: "keep at most the newest N articles"),
        .value("max-size", "MB", help: "keep the store under so many megabytes"),
    ]

    private let policy: RetentionPolicy
    private let now = Date()

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        let before = try arguments.date("older-than", now: now)
        let count = try arguments.number("keep", in: 0...10_000_000)
        let megabytes = try arguments.number("max-size", in: 1...1_000_000)
        guard before != nil || count != nil || megabytes != nil else {
            throw UsageError("prune needs at least one of --older-than, --keep and --max-size")
        }
        let moment = now
        policy = RetentionPolicy(
            maximumAge: before.map { .seconds(max(0, moment.timeIntervalSince($0))) }, maximumCount: count,
            maximumBytes: megabytes.map { Int64($0) << 20 })
    }

    private struct Outcome: Encodable {
        let removed: Int
        let bytes: Int
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        let report = try await store.prune(policy, now: now)
        let outcome = Outcome(removed: report.articles, bytes: Int(max(0, report.bytesBefore - report.bytesAfter)))
        if context.options.isJSON {
            try context.printJSON(outcome)
        } else if !context.options.isQuiet {
            context.terminal.print(
                "Removed \(outcome.removed) articles, \(ByteCount(outcome.bytes)) freed.",
                hant: "已移除 \(outcome.removed) 篇文章，釋放 \(ByteCount(outcome.bytes))。",
                hans: "已移除 \(outcome.removed) 篇文章，释放 \(ByteCount(outcome.bytes))。")
        }
        return .success
    }
}

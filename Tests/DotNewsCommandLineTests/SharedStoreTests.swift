import Foundation
import DotNewsTestSupport
import Testing

/// Four programs use one store at the same time.
@Suite(
    .timeLimit(.minutes(30)),
    .enabled(
        if: ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1", "runs with DOTNEWS_SLOW_TESTS=1"))
struct SharedStoreTests {
    /// How long they do; `DOTNEWS_SHARING_SECONDS` says otherwise.
    private static let seconds =
        ProcessInfo.processInfo.environment["DOTNEWS_SHARING_SECONDS"].flatMap(Int.init) ?? 15

    @Test func `programs that sync, read and mark at once do not fail, and lose nothing`() async throws {
        let store = try await SampleStore()
        let ids = try await store.dotnews("list", "--limit", "100", "--json").ids("articles")
        let (kept, changing) = (ids.prefix(5), ids.dropFirst(5).prefix(5))
        for id in kept { #expect(try await store.dotnews("bookmark", id).exitCode == 0) }

        // Each says what it was doing when something failed, and stops.
        let work = [
            "$DOTNEWS sync --from $SAMPLE --quiet && $DOTNEWS prune --keep 20 --quiet",
            "$DOTNEWS sync --from $SAMPLE --index all --quiet && $DOTNEWS status --json >/dev/null",
            "$DOTNEWS list --json >/dev/null && $DOTNEWS search 香港 --json >/dev/null && $DOTNEWS verify --quiet",
            "for id in \(changing.joined(separator: " ")); do $DOTNEWS bookmark $id --quiet && "
                + "$DOTNEWS bookmark $id --remove --quiet && $DOTNEWS read $id --quiet || exit 1; done",
        ]
        try await withThrowingTaskGroup(of: (String, DotNewsProcess.Outcome).self) { group in
            for words in work {
                group.addTask {
                    let script = """
                        end=$(($(date +%s) + \(Self.seconds))); rounds=0
                        while [ $(date +%s) -lt $end ]; do
                            { \(words); } || { echo failed in round $rounds; exit 1; }
                            rounds=$((rounds + 1))
                        done
                        echo $rounds
                        """
                    let outcome = try await DotNewsProcess.shell(
                        script, environment: ["DOTNEWS_DB": store.database, "SAMPLE": SampleStore.edition.path])
                    return (words, outcome)
                }
            }
            for try await (words, outcome) in group {
                #expect(outcome.exitCode == 0, "\(words): \(outcome.output)\(outcome.errors)")
                #expect(Int(outcome.output.split(separator: "\n").last ?? "") ?? 0 > 0)
            }
        }
        #expect(try await store.dotnews("verify").exitCode == 0)
        #expect(Set(try await store.dotnews("bookmarks", "--json").ids("bookmarks")) == Set(kept))
        #expect(Set(try await store.dotnews("list", "--limit", "100", "--json").ids("articles")).isSuperset(of: kept))
    }
}

import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

/// The program is killed at random points while it writes comments and sends them.
@Suite(.timeLimit(.minutes(30))) struct OutboxKillTests {
    private static let isSlow = ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"

    @Test func `a program that is killed loses nothing that it acknowledged, and sends nothing twice`() async throws {
        let store = try await CommentedStore()
        var random = SeededGenerator(seed: 9)
        var acknowledged: [String] = []
        var written: Set<String> = []
        var killed = 0
        let wanted = Self.isSlow ? 100 : 3
        var round = 0
        while killed < wanted, round < 4 * wanted {
            round += 1
            let id = store.ids[round % 7]
            if round % 5 == 3 { store.site.fail(.lostAnswer) }
            let text = "\(round) 東橋 bridge 👍"
            written.insert(text)
            // Some wait in the outbox, so that there is something to be killed at.
            let waiting = "\(round) waiting"
            if try await store.dotnews("comment", id, waiting, "--later").exitCode == 0 { acknowledged.append(waiting) }
            written.insert(waiting)
            let process = try store.start(["comment", id, text])
            try await Task.sleep(for: .milliseconds(Int.random(in: 5...70, using: &random)))
            kill(process.identifier, SIGKILL)
            let outcome = try await process.outcome()
            if outcome.exitCode == 128 + SIGKILL { killed += 1 }
            if outcome.exitCode == 0 || outcome.output.contains("The comment") { acknowledged.append(text) }
            let verification = try await store.dotnews("verify")
            #expect(verification.exitCode == 0, "\(verification.output)")
            let known =
                try await store.dotnews("outbox", "--json").objects("entries").compactMap { $0["text"] as? String }
                + store.ids.flatMap { store.site.texts(of: $0) }
            #expect(Set(acknowledged).isSubset(of: known))
        }
        for _ in 0..<40 {
            for entry in try await store.dotnews("outbox", "--json").objects("entries") {
                if let number = entry["id"] as? Int { _ = try await store.dotnews("outbox", "--retry", "\(number)") }
            }
            if try await store.dotnews("outbox", "--send", "--json").json()["waiting"] as? Int == 0 { break }
        }
        #expect(killed == wanted)
        let texts = store.ids.flatMap { store.site.texts(of: $0) }
        #expect(try await store.dotnews("outbox", "--json").objects("entries").isEmpty)
        #expect(store.site.doubled.isEmpty)
        #expect(Set(texts).count == texts.count && Set(texts).isSubset(of: written))
        #expect(Set(acknowledged).isSubset(of: texts))
    }
}

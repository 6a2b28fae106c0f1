import Foundation
import Synchronization
import DotNewsTestSupport
import Testing

/// The harnesses of Fuzzing, fed with their seeds and with inputs made of them: a short run without libFuzzer, which looks
/// for other inputs by what they reach. docs/fuzzing.md says how to have a long one.
@Suite(.serialized) struct ShortRunTests {
    /// How many inputs are made for each harness.
    private static let count = ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1" ? 2_000 : 400

    @Test func `every harness has seeds`() throws {
        #expect(try FuzzingFiles.names() == Harness.all.map(\.name))
        for harness in Harness.all { #expect(try !FuzzingFiles.seeds(of: harness.name).isEmpty) }
    }

    @Test func `the seeds with segments are accepted, so that what is made of them gets far`() throws {
        for (name, seed) in try FuzzingFiles.seeds(of: "replica-log") where seed.first == 4 {
            var rest = seed.dropFirst()
            #expect(!ReplicaLogHarness.segments(in: &rest).isEmpty, "\(name)")
        }
    }

    @Test(arguments: Harness.all.map(\.name))
    func `what has to hold does, for the seeds and for what is made of them`(name: String) async throws {
        let harness = try #require(Harness.all.first { $0.name == name })
        let folder = try TemporaryDirectory()
        let seeds = try FuzzingFiles.seeds(of: name)
        var mutator = Mutator(
            seeds: seeds.map(\.content), words: try FuzzingFiles.words(of: name), seed: 6)
        let inputs =
            seeds.map { (what: $0.name, content: $0.content) }
            + (0..<Self.count).map { (what: "\($0)", content: mutator.next()) }
        let target = try harness.prepare(folder.url)
        let broken = await Self.broken(by: inputs, target)
        for (what, input, message) in broken.prefix(3) {
            Issue.record("input \(what), \(input.base64EncodedString()) in base64: \(message)")
        }
    }

    @Test func `a harness that finds something says so`() async {
        let broken = await Self.broken(by: [("", Data([1])), ("", Data([2]))]) { input in
            require(input.first == 1, "not 1")
        }
        #expect(broken.map(\.input) == [Data([2])])
        #expect(broken.first?.message.hasSuffix("not 1") == true)
    }

    private typealias Broken = (what: String, input: Data, message: String)

    /// What did not hold. On a thread of its own: harnesses wait.
    private static func broken(by inputs: [(what: String, content: Data)], _ target: @escaping FuzzTarget) async
        -> [Broken]
    {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let messages = Messages()
                Harness.onBroken { message in messages.add(message) }
                var broken: [Broken] = []
                for input in inputs {
                    target(input.content)
                    for message in messages.take() { broken.append((input.what, input.content, message)) }
                }
                continuation.resume(returning: broken)
            }
        }
    }

    private final class Messages: Sendable {
        private let messages = Mutex<[String]>([])

        func add(_ message: String) { messages.withLock { $0.append(message) } }

        func take() -> [String] {
            messages.withLock { messages in
                defer { messages = [] }
                return messages
            }
        }
    }
}

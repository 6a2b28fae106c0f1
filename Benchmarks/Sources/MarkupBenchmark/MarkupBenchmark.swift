import BenchmarkSupport
import CMarkupBaseline
import DotNewsMarkup
import DotNewsModels
import Foundation

/// Reads bodies into blocks, in turn with libxml2 reading them into its tree; and articles from JSON into the model.
@main
struct MarkupBenchmark {
    private static let usage = """
        Usage: MarkupBenchmark bodies FILE ROUNDS   FILE holds the HTML of a body as a JSON string a line
               MarkupBenchmark articles FILE ROUNDS  FILE holds an article as the CMS sends it a line
        Both print microseconds a body or article, a JSON object a line.
               MarkupBenchmark blocks|tree FILE COUNT   only reads the bodies, COUNT times, into blocks or libxml2's tree
               MarkupBenchmark models|trees FILE COUNT  only reads the articles, COUNT times, into the model or the peer's
        """

    static func main() { runToEnd { try await run() } }

    private static func run() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let rounds = Int(arguments[3]) else { throw Failure(usage) }
        let lines = try Data(contentsOf: URL(fileURLWithPath: arguments[2]))
            .split(separator: UInt8(ascii: "\n")).map { Data($0) }
        switch arguments[1] {
        case "bodies": try readBodies(lines.map { try JSONDecoder().decode(String.self, from: $0) }, rounds: rounds)
        case "blocks", "tree":
            let bodies = try lines.map { try JSONDecoder().decode(String.self, from: $0) }
            try repeatReading(bodies, times: rounds, intoTree: arguments[1] == "tree")
        case "articles": try await ArticleReading(lines).compare(rounds: rounds)
        case "models": try await ArticleReading(lines).readModels(times: rounds)
        case "trees": try ArticleReading(lines).readTrees(times: rounds)
        default: throw Failure(usage)
        }
    }

    private static func readBodies(_ bodies: [String], rounds: Int) throws {
        let parser = BodyParser(base: site)
        let comparison = try alternate(rounds: rounds, repetitions: bodies.count) { number in
            let parsed = parser.parse(bodies[number % bodies.count])
            guard !parsed.body.blocks.isEmpty else { throw Failure("A body has no blocks.") }
        } peer: { number in
            try makeTree(bodies[number % bodies.count])
        }
        try Report.print("bodies", comparison)
    }

    private static func repeatReading(_ bodies: [String], times: Int, intoTree: Bool) throws {
        let parser = BodyParser(base: site)
        for _ in 0..<times {
            for body in bodies {
                if intoTree { try makeTree(body) } else { _ = parser.parse(body) }
            }
        }
    }

    /// Reads a body into libxml2's tree.
    static func makeTree(_ body: String) throws {
        var body = body
        let isMade = body.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { markup_baseline_read($0.baseAddress, $0.count) }
        }
        guard isMade == 1 else { throw Failure("libxml2 makes no tree.") }
    }

    static let site = WebAddress("http://edition.test")!
}

import BenchmarkSupport
import DotNewsPersistence
import Foundation

/// Reads and writes a store of many articles through the package and through a program in C, in turn.
@main
struct StoreBenchmark {
    private static let usage = """
        Usage: StoreBenchmark fill FILE COUNT              fills a store with COUNT articles
               StoreBenchmark measure FILE COUNT ROUNDS CALLS   prints times in microseconds, a JSON object a line
               StoreBenchmark repeat FILE COUNT page|article|mark ours|peer CALLS   only makes calls
        """

    static func main() { runToEnd { try await run() } }

    private static func run() async throws {
        var arguments = CommandLine.arguments.dropFirst()
        func number() -> Int? { arguments.popFirst().flatMap { Int($0) } }
        guard let command = arguments.popFirst(), let path = arguments.popFirst(), let count = number() else {
            throw Failure(usage)
        }
        let file = URL(fileURLWithPath: path)
        if command == "fill" { return try await StoreFilling.fill(file, count: count) }

        let copy = URL(fileURLWithPath: path + ".peer")
        try? FileManager.default.removeItem(at: copy)
        try FileManager.default.copyItem(at: file, to: copy)
        var measures = try StoreMeasures(file: file, copy: copy, count: count)
        switch command {
        case "measure":
            guard let rounds = number(), let calls = number() else { throw Failure(usage) }
            try await measures.run(rounds: rounds, repetitions: calls)
        case "repeat":
            guard let measure = arguments.popFirst(), let who = arguments.popFirst(), let calls = number() else {
                throw Failure(usage)
            }
            // What one process has marked, the next with another number of calls has not.
            let first = measure == "mark" ? calls * 31 : 0
            for call in first..<first + calls {
                if who == "peer" {
                    try measures.theirs(measure, call)
                } else if measure == "mark" {
                    try await measures.mark(call)
                } else {
                    try measures.ours(measure, call)
                }
            }
        default: throw Failure(usage)
        }
    }
}

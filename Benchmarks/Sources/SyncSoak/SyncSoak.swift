import BenchmarkSupport
import DotNews
import Foundation

/// Syncs one edition again and again in one process, and says what the process holds as it goes on: what grows with the
/// number of syncs would be a leak.
@main
struct SyncSoak {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let site = WebAddress(arguments[1]), let count = Int(arguments[3]) else {
            throw Failure("Usage: SyncSoak SITE STORE COUNT")
        }
        let edition = Edition(id: "soak", name: "Soak", language: .english, site: site, channelID: ChannelID("dotnews"))
        var least = (memory: Double.infinity, descriptors: Double.infinity)
        for number in 1...count {
            // A new client and store each time, as an app has them each time it is opened.
            let store = try ArticleStore(at: URL(fileURLWithPath: arguments[2]))
            let client = NewsClient(edition: edition, store: store)
            let report = try await client.sync().report
            guard report.progress.skippedCount == 0 else {
                throw Failure("A sync skipped \(report.progress.skipped).")
            }
            await store.close()
            // The least of some: threads that have not ended yet hold memory and a descriptor now and then.
            least = (min(least.memory, Self.memory), min(least.descriptors, Self.descriptors))
            if number == count / 10 || number == count {
                try Report("soak.\(number == count ? "end" : "start")", ours: [least.memory, least.descriptors]).print()
            }
            if number.isMultiple(of: max(1, count / 20)) { least = (.infinity, .infinity) }
        }
    }

    /// Memory that is the process's alone, in bytes.
    private static var memory: Double {
        let text = (try? String(contentsOfFile: "/proc/self/smaps_rollup", encoding: .utf8)) ?? ""
        let pages = text.split(separator: "\n").filter { $0.hasPrefix("Private_") }
        return pages.reduce(0) { $0 + (Double($1.split(separator: " ").dropFirst().first ?? "") ?? 0) * 1_024 }
    }

    /// Open files and sockets.
    private static var descriptors: Double {
        Double((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0)
    }
}

import BenchmarkSupport
import DotNewsModels
import DotNewsSharing
import Foundation

/// Measures posts as X does, and composes what every target is handed of one article.
@main
struct SharingBenchmark {
    private static let usage = """
        Usage: SharingBenchmark measure POSTS PASSES   POSTS holds a JSON string a line; prints microseconds a post
               SharingBenchmark compose ROUNDS CALLS   prints microseconds for all targets of one article
        """

    static func main() throws {
        let arguments = CommandLine.arguments
        switch arguments.dropFirst().first {
        case "measure" where arguments.count == 4:
            try measure(URL(fileURLWithPath: arguments[2]), passes: Int(arguments[3]) ?? 1)
        case "compose" where arguments.count == 4:
            try compose(rounds: Int(arguments[2]) ?? 1, calls: Int(arguments[3]) ?? 1)
        default: throw Failure(usage)
        }
    }

    /// Measures all posts as often as asked, and prints what one takes and what all weigh.
    private static func measure(_ file: URL, passes: Int) throws {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let posts = try lines.map { try JSONDecoder().decode(String.self, from: Data($0.utf8)) }
        let measurer = XTextMeasurer()
        var weight = 0
        // Once before the clock runs, as the peer does.
        for post in posts { weight += measurer.measure(post).measure.length }
        var found = 0
        let time = microseconds {
            for _ in 0..<passes {
                for post in posts { found += measurer.measure(post).links.count }
            }
        }
        let result = Measured(perPost: time / Double(passes * posts.count), weight: weight, links: found / passes)
        print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    }

    private struct Measured: Encodable {
        var perPost: Double
        var weight: Int
        var links: Int
    }

    /// Composes the drafts of all targets again and again, an English article and a Chinese one in turn.
    private static func compose(rounds: Int, calls: Int) throws {
        let articles = try [
            (
                ShareComposer(edition: .dotdotnewsEnglish),
                content(
                    "Deepline | Harbour council brings back the night ferries after two years of talks with residents",
                    "The first boat leaves at midnight on Friday; fares stay as they were, and bicycles travel free.",
                    ["Hong Kong", "ferries", "transport", "harbour"], host: "english")
            ),
            (
                ShareComposer(edition: .dotdotnews),
                content(
                    "點觀香港｜夜航渡輪重開　離島居民等了兩年終於等到", "首班船星期五午夜開出，票價維持不變，單車免費上船，議會表示明年會再檢討班次。",
                    ["香港", "渡輪", "離島", "交通"], host: "www")
            ),
        ]
        var composed = 0
        for round in 0...rounds {
            var times: [Double] = []
            for call in 0..<calls {
                let (composer, content) = articles[call % articles.count]
                times.append(try microseconds { composed += try composer.drafts(of: content).count })
            }
            guard round > 0 else { continue }
            try Report("compose", ours: [times.sorted()[times.count / 2]]).print()
        }
        guard composed == (rounds + 1) * calls * ShareTarget.allCases.count else {
            throw Failure("A target was left out.")
        }
    }

    private static func content(_ title: String, _ summary: String, _ keywords: [String], host: String) throws
        -> ShareContent
    {
        try ShareContent(
            title: title, summary: summary,
            link: "https://\(host).dotdotnews.com/a/202506/30/AP690800aae4b0e343b0e2aa01.html",
            image: "https://\(host).dotdotnews.com/r/202506/30/0123456789abcdef.jpg", keywords: keywords)
    }
}

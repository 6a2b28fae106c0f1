import DotNews
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsSync
@testable import DotNewsCommandLine

@Suite(.timeLimit(.minutes(5))) struct SyncProgressTests {
    private func progress(_ phase: SyncProgress.Phase, _ completed: Int, of total: Int) -> SyncProgress {
        var progress = SyncProgress()
        progress.phase = phase
        progress.completed = completed
        progress.total = total
        progress.fractionCompleted = total > 0 ? min(1, Double(completed) / Double(total)) : 0
        progress.bytes = 123_456_789
        return progress
    }

    @Test(arguments: [2, 5, 12, 20, 30, 31, 45, 80, 200])
    func `a line always leaves the last column free`(width: Int) {
        for (completed, total) in [(0, 0), (0, 10), (3, 10), (10, 10), (12, 10), (9_999, 10_000)] {
            for phase in [SyncProgress.Phase.articles, .waiting, .images] {
                let line = SyncProgressPrinter.line(progress(phase, completed, of: total), width: width)
                #expect(TerminalText.width(of: line) < width)
                #expect(!line.isEmpty)
            }
        }
    }

    @Test func `a wide terminal sees a bar, a narrow one the numbers`() {
        let wide = SyncProgressPrinter.line(progress(.articles, 5, of: 10), width: 80)
        #expect(wide == "████████████░░░░░░░░░░░░ 5/10 articles, 117.7 MB")
        let narrow = SyncProgressPrinter.line(progress(.articles, 5, of: 10), width: 20)
        #expect(narrow == "5/10 articles")
    }

    /// Runs the program on a terminal of its own, as `script` makes one.
    private func onTerminal(_ environment: [String: String]) async throws -> DotNewsProcess.Outcome {
        let folder = try TemporaryDirectory()
        let sample = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Examples/SampleEdition").standardizedFileURL.path
        return try await DotNewsProcess.shell(
            "script -qec '\"$DOTNEWS\" sync --from \"$SAMPLE\"' /dev/null",
            environment: [
                "DOTNEWS_DB": folder.url.appending(path: "news.sqlite").path, "SAMPLE": sample, "TERM": "xterm",
            ]
            .merging(environment) { $1 })
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/script")))
    func `a terminal gets a bar drawn over itself, and colours unless it does not want them`() async throws {
        let plain = try await onTerminal(["NO_COLOR": "1"])
        #expect(plain.exitCode == 0)
        #expect(plain.output.contains("\r\u{1B}[K"))
        #expect(plain.output.contains("articles"))
        #expect(!plain.output.contains("\u{1B}[2m"))
        let colored = try await onTerminal(["NO_COLOR": ""])
        #expect(colored.output.contains("\u{1B}[2m"))
        let dumb = try await onTerminal(["NO_COLOR": "", "TERM": "dumb"])
        #expect(!dumb.output.contains("\u{1B}"))
        #expect(dumb.output.contains("41 new"))
    }
}

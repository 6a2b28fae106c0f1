import DotNewsModels
import DotNewsTestSupport
import Foundation
import Testing

/// The program with few descriptors and little memory: it works or says why it does not, and loses nothing.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ResourceLimitTests {
    private let folder: TemporaryDirectory
    private var database: String { folder.url.appending(path: "news.sqlite").path }
    private let sample = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/SampleEdition").standardizedFileURL
    private static let isThorough = ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"

    init() throws { folder = try TemporaryDirectory() }

    private func shell(_ script: String) async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.shell(script, environment: ["DOTNEWS_DB": database, "SAMPLE": sample.path])
    }

    /// Syncs from `origin` under a limit; then what was there before must be there still.
    private func sync(_ limit: String, from origin: LoopbackOrigin) async throws -> DotNewsProcess.Outcome {
        _ = try await shell(#"rm -f "$DOTNEWS_DB"*; "$DOTNEWS" sync --from "$SAMPLE" --bodies none --quiet"#)
        _ = try await shell(#""$DOTNEWS" bookmark AP1185bf62049ee40a863215d4 --quiet"#)
        let outcome = try await shell("\(limit); exec \"$DOTNEWS\" sync --quiet --site \(origin.baseAddress.string)")
        #expect(outcome.exitCode == 0 || outcome.exitCode == 1, "\(limit): \(outcome.errors)")
        let isClear = outcome.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("dotnews: ") }
        #expect(isClear && outcome.errors.isEmpty == (outcome.exitCode == 0), "\(limit): \(outcome.errors)")
        #expect(try await shell(#""$DOTNEWS" verify --quiet"#).exitCode == 0, "\(limit)")
        let bookmarks = try await shell(#""$DOTNEWS" bookmarks --json"#)
        #expect(bookmarks.output.contains("AP1185bf62049ee40a863215d4"), "\(limit): \(bookmarks.errors)")
        return outcome
    }

    @Test func `with few descriptors a sync works or says so`() async throws {
        let origin = try LoopbackOrigin(LoopbackOrigin.files(below: sample))
        for count in stride(from: 4, through: 56, by: Self.isThorough ? 1 : 13) {
            let outcome = try await sync("ulimit -n \(count)", from: origin)
            if count < 30 { #expect(outcome.errors.contains("ulimit -n"), "\(count): \(outcome.errors)") }
            if count > 50 { #expect(outcome.exitCode == 0, "\(count): \(outcome.errors)") }
        }
        // Where it may, the program raises the limit itself.
        let raised = try await sync("ulimit -S -n 8", from: origin)
        #expect(raised.exitCode == 0, "\(raised.errors)")
    }

    /// A sanitizer takes the address space for itself.
    @Test(.disabled(if: Sanitizer.isOn))
    func `with little memory a sync works or says so`() async throws {
        let origin = try LoopbackOrigin(LoopbackOrigin.files(below: sample))
        for megabytes in stride(from: 100, through: 700, by: Self.isThorough ? 30 : 150) {
            let outcome = try await sync("ulimit -v $((\(megabytes) * 1024))", from: origin)
            if megabytes < 384 { #expect(outcome.errors.contains("ulimit -v"), "\(megabytes): \(outcome.errors)") }
            if megabytes > 512 { #expect(outcome.exitCode == 0, "\(megabytes): \(outcome.errors)") }
        }
    }
}

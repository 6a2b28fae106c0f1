import DotNewsSharing
import DotNewsTestSupport
import Foundation
import Testing

/// The drafts of every article of the sample edition, as a person would read and judge them, in `Tests/sample-drafts.txt`.
///
/// A change of how posts are composed shows there. `DOTNEWS_WRITE_GOLDEN=1` writes the file anew.
@Suite struct SampleDraftsTests {
    private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../sample-drafts.txt").standardizedFileURL
    private static let sample = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/SampleEdition/a").standardizedFileURL

    @Test(.timeLimit(.minutes(5)))
    func `the drafts of the sample edition are those of the golden file`() async throws {
        let files = try #require(FileManager.default.enumerator(at: Self.sample, includingPropertiesForKeys: nil))
            .compactMap { $0 as? URL }.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
        #expect(files.count == 41)
        var text = ""
        for file in files {
            let drafts = try await Self.share(file, "--to", "all")
            text += "=== \(file.deletingPathExtension().lastPathComponent)\n"
            for target in ShareTarget.allCases {
                let draft = try #require(drafts[target.rawValue] as? [String: Any])
                #expect(draft["valid"] as? Bool == true)
                text += Self.readable(draft, target)
            }
            let thread = try await Self.share(file, "--to", "x", "--thread")
            for part in try #require(thread["parts"] as? [[String: Any]]) {
                #expect(part["valid"] as? Bool == true)
                text += "[thread, \(part["length"] ?? "")] \(part["text"] ?? "")\n"
                for picture in part["pictures"] as? [[String: String]] ?? [] {
                    text += "    picture: \(picture["alt"] ?? "")\n"
                }
            }
        }
        if ProcessInfo.processInfo.environment["DOTNEWS_WRITE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: Self.golden)
        }
        let expected = try String(contentsOf: Self.golden, encoding: .utf8)
        for (line, golden) in zip(text.split(separator: "\n"), expected.split(separator: "\n")) where line != golden {
            Issue.record("\(line)\nand in the golden file\n\(golden)")
            return
        }
        #expect(text.utf8.count == expected.utf8.count)
    }

    private static func share(_ file: URL, _ arguments: String...) async throws -> [String: Any] {
        try await DotNewsProcess.run(["share", "--article", file.path, "--json"] + arguments).json()
    }

    /// The text and what stands beside it, and the changes.
    private static func readable(_ draft: [String: Any], _ target: ShareTarget) -> String {
        var text = "[\(target.rawValue), \(draft["length"] ?? "") \(draft["unit"] ?? "")] \(draft["text"] ?? "")\n"
        if target == .wechat, let page = draft["webPage"] as? [String: Any] {
            text += "    card: \(page["title"] ?? "") / \(page["description"] ?? "")\n"
        }
        for change in draft["changes"] as? [[String: String]] ?? [] {
            text +=
                "    \(change["field"] ?? "") \(change["subject"] ?? "") \(change["kind"] ?? ""): \(change["reason"] ?? "")\n"
        }
        return text
    }
}

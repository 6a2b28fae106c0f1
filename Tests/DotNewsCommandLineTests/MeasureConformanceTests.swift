import Foundation
import Testing

/// Where the cases are; `nil` when this checkout stands alone.
private let conformanceFolder: URL? = {
    var folder = URL(filePath: #filePath)
    while folder.path.count > 1 {
        folder.deleteLastPathComponent()
        let candidate = folder.appending(path: "shared/conformance/twitter-text")
        if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
    }
    return nil
}()

/// The conformance cases of twitter-text, through the command line.
@Suite(.disabled(if: conformanceFolder == nil, "the conformance cases are not beside this checkout"))
struct MeasureConformanceTests {
    private struct Case {
        var text: String
        var expected: Any
        /// What `dotnews measure --for x --lines --json` prints for the text.
        var result: [String: Any]

        func entities(_ name: String) -> [[String: Any]] { result[name] as? [[String: Any]] ?? [] }
        func texts(_ name: String) -> [String] { entities(name).compactMap { $0["text"] as? String } }
    }

    /// The cases of a section with their results, all measured in one run.
    private func cases(_ file: String, _ section: String) async throws -> [Case] {
        let data = try Data(contentsOf: try #require(conformanceFolder).appending(path: file))
        let tests = (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["tests"] as? [String: Any]
        let cases = try #require(tests?[section] as? [[String: Any]])
        let texts = cases.compactMap { $0["text"] as? String }
        let input = try texts.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }.joined()
        let outcome = try await DotNewsProcess.run(["measure", "--for", "x", "--lines", "--json"], input: input)
        #expect(outcome.exitCode == 0 && outcome.errors.isEmpty)
        let lines = outcome.output.split(separator: "\n")
        try #require(lines.count == cases.count && texts.count == cases.count)
        return try zip(cases, lines).map { test, line in
            Case(
                text: test["text"] as? String ?? "", expected: try #require(test["expected"]),
                result: try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]))
        }
    }

    @Test(arguments: [
        ("WeightedTweetsWithDiscountedEmojiCounterTest", 22), ("UnicodeDirectionalMarkerCounterTest", 2),
    ])
    func `posts are counted as the reference counts them`(section: String, count: Int) async throws {
        let cases = try await cases("validate.json", section)
        #expect(cases.count == count)
        for test in cases {
            let expected = try #require(test.expected as? [String: Any])
            #expect(test.result["length"] as? Int == expected["weightedLength"] as? Int, "\(test.text)")
            #expect(test.result["valid"] as? Bool == expected["valid"] as? Bool, "\(test.text)")
        }
    }

    @Test(arguments: [
        ("extract.json", "urls", "links", 91), ("extract.json", "tco_urls_with_params", "links", 5),
        ("tlds.json", "country", "links", 315), ("tlds.json", "generic", "links", 1_259),
        ("extract.json", "hashtags", "hashtags", 65), ("extract.json", "hashtags_from_astral", "hashtags", 3),
    ])
    func `links and hashtags are found as the reference finds them`(
        file: String, section: String, member: String, count: Int
    ) async throws {
        let cases = try await cases(file, section)
        #expect(cases.count == count)
        for test in cases { #expect(test.texts(member) == test.expected as? [String], "\(test.text)") }
    }

    @Test(arguments: [
        ("urls_with_indices", "links", "url", 10), ("urls_with_directional_markers", "links", "url", 2),
        ("hashtags_with_indices", "hashtags", "hashtag", 8),
    ])
    func `their places are those of the reference`(
        section: String, member: String, name: String, count: Int
    ) async throws {
        let cases = try await cases("extract.json", section)
        #expect(cases.count == count)
        for test in cases {
            let expected = try #require(test.expected as? [[String: Any]])
            #expect(test.texts(member) == expected.compactMap { $0[name] as? String }, "\(test.text)")
            let places = test.entities(member).map { [$0["start"] as? Int, $0["end"] as? Int] }
            #expect(places == expected.map { $0["indices"] as? [Int?] ?? [] }, "\(test.text)")
        }
    }

    @Test func `hashtags are valid when the reference says so`() async throws {
        let cases = try await cases("validate.json", "hashtags")
        #expect(cases.count == 7)
        for test in cases {
            let isWhole = test.entities("hashtags").contains {
                $0["start"] as? Int == 0 && $0["end"] as? Int == test.text.utf16.count
            }
            #expect(isWhole == test.expected as? Bool, "\(test.text)")
        }
    }
}

import DotNews
import Foundation
import Testing

@Suite struct ReadmeShareExample {
    @Test func `the README's example of sharing says what comes out`() throws {
        let composer = ShareComposer(edition: .dotdotnews)
        let post = try composer.x(
            ShareContent(title: "點觀香港｜東橋重開", link: "https://www.dotdotnews.com/immed", keywords: ["香港"]))

        #expect(post.text == "點觀香港｜東橋重開 #香港 https://www.dotdotnews.com/immed")
        #expect("\(post.measure)" == "48 of 280")
        #expect(post.addresses[0].address.hasPrefix("https://x.com/intent/tweet?text="))
    }

    @Test func `the README's example of sharing is the code above`() throws {
        let file = URL(filePath: #filePath)
        let readme = try String(
            contentsOf: file.deletingLastPathComponent().appending(path: "../../README.md"), encoding: .utf8)
        let section = try #require(readme.split(separator: "## Sharing\n").last)
        let example = try #require(
            section.split(separator: "```swift\n").dropFirst().first?.split(separator: "```").first)
        let code = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
        for line in example.split(separator: "\n") {
            // What is printed, and what comes out.
            guard line.hasPrefix("print("), let comment = line.range(of: "// ") else {
                #expect(code.contains(line.trimmingCharacters(in: .whitespaces)), "\(line)")
                continue
            }
            #expect(code.contains(line[comment.upperBound...].prefix { $0 != "…" }), "\(line)")
        }
    }
}

import DotNewsFoundation
import DotNewsMarkup
import DotNewsModels
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsNetworking

/// Pages and JSON that would take minutes, were anything done to the whole of them for each of their parts.
@Suite(.timeLimit(.minutes(1))) struct WorstInputTests {
    private let page = WebAddress(normalized: "https://www.dotdotnews.com" + StoryFixture.path + ".html")

    @Test(arguments: WorstInput.all(.json)) func `JSON is read in a time that grows with its size`(
        _ input: WorstInput
    ) {
        for kind in [SiteDocumentKind.auto, .articleJSON, .listJSON, .columns] {
            _ = try? SiteDocument.read(Data(input.text().utf8), kind: kind)
        }
    }

    @Test(arguments: WorstInput.all(.page)) func `a page is read in a time that grows with its size`(
        _ input: WorstInput
    ) {
        for kind in [SiteDocumentKind.article, .list, .search] {
            _ = try? SiteDocument.read(Data(input.text().utf8), address: page, kind: kind)
        }
    }

    @Test(arguments: WorstInput.all(.marks) + WorstInput.all(.text))
    func `a field is read in a time that grows with its size`(_ input: WorstInput) {
        let text = Wire.text(input.text())
        // Without an id, a title and an address of its own an article is not looked at further.
        for fields in [["id"], ["title"], ["url", "prUrl", "uri"], Self.fields] {
            let changes = Dictionary(uniqueKeysWithValues: fields.map { ($0, text) })
            let json = Wire.object(["code": 0, "data": .object(StoryFixture().with(changes).fields)]).json
            _ = try? SiteDocument.read(Data(json.utf8), kind: .articleJSON)
        }
    }

    private static let fields = [
        "summary", "author", "editor", "keywords", "jsonUrl", "publishTime", "columnId", "columnDirname", "videoTime",
        "storyType", "canComment", "content",
    ]

    @Test func `a body that takes too long is an error of its own, in JSON and on a page`() throws {
        let address = WebAddress(normalized: "https://www.dotdotnews.com" + StoryFixture.path + ".json")
        let decoder = StoryDecoder(
            edition: .dotdotnews, now: .distantPast, limits: MarkupLimits(processorTime: .zero))
        let story = StoryFixture().with(["content": "<p>Text</p>"])
        let data = Data(Wire.object(["code": 0, "data": .object(story.fields)]).json.utf8)
        let record = try StoryDecoder.record(from: data, at: address)
        guard case .article(let summary) = decoder.outcome(of: record, position: 1) else {
            Issue.record("no article")
            return
        }
        let error = #expect(throws: CMSError.self) {
            try decoder.article(from: data, known: summary, at: address)
        }
        guard case .slowBody(address) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains("takes too long to read") == true)
    }
}

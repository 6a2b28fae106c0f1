import DotNewsModels
import DotNewsSharing
import Testing

@Suite struct DotNewsSharingExample {
    @Test func `the example of sharing composes what each service takes`() throws {
        let composer = ShareComposer(edition: .dotdotnews)
        let content = try ShareContent(title: "點觀香港｜東橋重開", link: "https://www.dotdotnews.com/immed")
        for draft in try composer.drafts(of: content, for: [.x, .weibo]) {
            print(draft.target, draft.measure, draft.text)
        }

        #expect(try composer.drafts(of: content, for: [.x, .weibo]).allSatisfy { $0.measure.fits })
    }
}

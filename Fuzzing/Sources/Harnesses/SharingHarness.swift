import DotNewsModels
import DotNewsSharing
import Foundation

/// Posts: within their limits as the service counts, cut between characters, the same twice.
enum SharingHarness {
    static func check(_ input: Data) {
        var input = input
        var options = ShareOptions()
        options.x.limit = 30 + input.takeByte() * 2
        options.x.includesSummary = input.takeByte() % 2 == 1
        options.x.maximumThreadParts = 2 + input.takeByte() % 24
        options.weibo.limit = 30 + input.takeByte() * 4
        let fields = input.fields(5)
        var content = ShareContent(
            title: fields[0], summary: fields[2], keywords: fields[3].split(separator: ",").map(String.init),
            body: ArticleBody(
                blocks: fields[4].utf8.split(separator: 0x0A).map { .paragraph(InlineText(String(Substring($0)))) }))
        content.articleAddress = WebAddress(fields[1])
        let posts = Posts(content: content, composer: ShareComposer(edition: .dotdotnews, options: options))
        posts.check()
    }
}

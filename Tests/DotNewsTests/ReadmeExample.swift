import DotNews
import Foundation

// The first example of README.md, word for word.
func readmeExample() async throws {
    let store = try ArticleStore(at: URL(filePath: "news.sqlite"))
    let client = NewsClient(edition: .dotdotnews, store: store)

    let report = try await client.sync().report
    print("\(report.progress.new) new stories")

    for story in try await client.articles(limit: 20).items {
        print(story.title, story.address)
    }
}

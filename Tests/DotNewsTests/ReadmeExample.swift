import DotNews

// The first example of README.md, word for word.
func readmeExample() async throws {
    let client = try NewsClient(edition: .dotdotnews)

    let report = try await client.sync().report
    print("\(report.progress.new) new articles")

    for article in try await client.articles(limit: 20).items {
        print(article.title, article.address)
    }
}

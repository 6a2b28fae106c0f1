import BenchmarkSupport
import DotNewsModels
import DotNewsNetworking
import Foundation

/// Articles from JSON into the model. The peer is Foundation reading the same bytes into dictionaries, and libxml2 the body
/// into its tree.
struct ArticleReading {
    private let articles: [Data]
    private let asked: [ArticleSummary]
    private let client: CMSClient

    /// Takes articles as the CMS sends them.
    init(_ articles: [Data]) throws {
        self.articles = articles
        let site = MarkupBenchmark.site
        asked = try articles.enumerated().map { number, article in
            ArticleSummary(
                id: try JSONDecoder().decode(Envelope.self, from: article).data.id, title: "",
                address: WebAddress("\(site)/a/202506/30/\(number).html")!,
                jsonAddress: WebAddress("\(site)/a/202506/30/\(number).json")!)
        }
        let edition = Edition(
            id: "edition", name: "Edition", language: .english, site: site, channelID: ChannelID("dotnews"))
        client = CMSClient(edition: edition, transport: MemoryTransport(answers: articles))
    }

    /// Reads in turn, and prints microseconds an article.
    func compare(rounds: Int) async throws {
        let comparison = try await alternate(rounds: rounds, repetitions: articles.count) { number in
            try await readModel(number % articles.count)
        } peer: { number in
            try readTree(number % articles.count)
        }
        try Report.print("articles", comparison)
    }

    /// Only reads all articles into the model, again and again.
    func readModels(times: Int) async throws {
        for _ in 0..<times {
            for number in articles.indices { try await readModel(number) }
        }
    }

    /// Only reads all articles as the peer does, again and again.
    func readTrees(times: Int) throws {
        for _ in 0..<times {
            for number in articles.indices { try readTree(number) }
        }
    }

    private func readModel(_ number: Int) async throws {
        let answer = try await client.article(asked[number])
        guard answer.value != nil else { throw Failure("An article is not read.") }
    }

    private func readTree(_ number: Int) throws {
        let object = try JSONSerialization.jsonObject(with: articles[number])
        guard let data = (object as? [String: Any])?["data"] as? [String: Any],
            let body = data["content"] as? String
        else { throw Failure("An article has no body.") }
        try MarkupBenchmark.makeTree(body)
    }
}

/// The id of an article as the CMS sends it.
private struct Envelope: Decodable {
    struct Article: Decodable {
        var id: ArticleID
    }

    var data: Article
}

/// Answers with the article whose number is the address's last name.
private struct MemoryTransport: HTTPTransport {
    let answers: [Data]

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let name = request.address.path.split(separator: "/").last?.prefix { $0 != "." } ?? ""
        let body = answers[Int(name) ?? 0]
        return HTTPResponse(
            status: 200, address: request.address,
            headers: ["Content-Type": "application/json", "ETag": "\"\(name)\""], body: body, transferSize: body.count)
    }
}

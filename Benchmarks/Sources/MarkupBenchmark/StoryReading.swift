import BenchmarkSupport
import DotNewsModels
import DotNewsNetworking
import Foundation

/// Stories from JSON into the model. The peer is Foundation reading the same bytes into dictionaries, and libxml2 the body
/// into its tree.
struct StoryReading {
    private let stories: [Data]
    private let asked: [ArticleSummary]
    private let client: CMSClient

    /// Takes stories as the CMS sends them.
    init(_ stories: [Data]) throws {
        self.stories = stories
        let site = MarkupBenchmark.site
        asked = try stories.enumerated().map { number, story in
            ArticleSummary(
                id: try JSONDecoder().decode(Envelope.self, from: story).data.id, title: "",
                address: WebAddress("\(site)/a/202506/30/\(number).html")!,
                jsonAddress: WebAddress("\(site)/a/202506/30/\(number).json")!)
        }
        let edition = Edition(
            id: "edition", name: "Edition", language: .english, site: site, channelID: ChannelID("dotnews"))
        client = CMSClient(edition: edition, transport: MemoryTransport(answers: stories))
    }

    /// Reads in turn, and prints microseconds a story.
    func compare(rounds: Int) async throws {
        let comparison = try await alternate(rounds: rounds, repetitions: stories.count) { number in
            try await readModel(number % stories.count)
        } peer: { number in
            try readTree(number % stories.count)
        }
        try Report.print("stories", comparison)
    }

    /// Only reads all stories into the model, again and again.
    func readModels(times: Int) async throws {
        for _ in 0..<times {
            for number in stories.indices { try await readModel(number) }
        }
    }

    /// Only reads all stories as the peer does, again and again.
    func readTrees(times: Int) throws {
        for _ in 0..<times {
            for number in stories.indices { try readTree(number) }
        }
    }

    private func readModel(_ number: Int) async throws {
        let answer = try await client.article(asked[number])
        guard answer.value != nil else { throw Failure("A story is not read.") }
    }

    private func readTree(_ number: Int) throws {
        let object = try JSONSerialization.jsonObject(with: stories[number])
        guard let data = (object as? [String: Any])?["data"] as? [String: Any],
            let body = data["content"] as? String
        else { throw Failure("A story has no body.") }
        try MarkupBenchmark.makeTree(body)
    }
}

/// The id of a story as the CMS sends it.
private struct Envelope: Decodable {
    struct Story: Decodable {
        var id: ArticleID
    }

    var data: Story
}

/// Answers with the story whose number is the address's last name.
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

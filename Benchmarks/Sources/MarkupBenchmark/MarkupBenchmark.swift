import BenchmarkSupport
import CMarkupBaseline
import DotNewsMarkup
import DotNewsModels
import DotNewsNetworking
import Foundation

/// Reads bodies into blocks, in turn with libxml2 reading them into its tree; and stories from JSON into the model.
@main
struct MarkupBenchmark {
    private static let usage = """
        Usage: MarkupBenchmark bodies FILE ROUNDS   FILE holds the HTML of a body as a JSON string a line
               MarkupBenchmark stories FILE ROUNDS  FILE holds a story as the CMS sends it a line
        Both print microseconds a body or story, a JSON object a line.
               MarkupBenchmark blocks|tree FILE COUNT   only reads the bodies, COUNT times, into blocks or libxml2's tree
        """

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let rounds = Int(arguments[3]) else { throw Failure(usage) }
        let lines = try Data(contentsOf: URL(fileURLWithPath: arguments[2]))
            .split(separator: UInt8(ascii: "\n")).map { Data($0) }
        switch arguments[1] {
        case "bodies": try readBodies(lines.map { try JSONDecoder().decode(String.self, from: $0) }, rounds: rounds)
        case "blocks", "tree":
            let bodies = try lines.map { try JSONDecoder().decode(String.self, from: $0) }
            try repeatReading(bodies, times: rounds, intoTree: arguments[1] == "tree")
        case "stories": try await readStories(lines, rounds: rounds)
        default: throw Failure(usage)
        }
    }

    private static func readBodies(_ bodies: [String], rounds: Int) throws {
        let parser = BodyParser(base: site)
        let comparison = try alternate(rounds: rounds, repetitions: bodies.count) { number in
            let parsed = parser.parse(bodies[number % bodies.count])
            guard !parsed.body.blocks.isEmpty else { throw Failure("A body has no blocks.") }
        } peer: { number in
            try makeTree(bodies[number % bodies.count])
        }
        try Report.print("bodies", comparison)
    }

    private static func repeatReading(_ bodies: [String], times: Int, intoTree: Bool) throws {
        let parser = BodyParser(base: site)
        for _ in 0..<times {
            for body in bodies {
                if intoTree { try makeTree(body) } else { _ = parser.parse(body) }
            }
        }
    }

    /// Reads a body into libxml2's tree.
    private static func makeTree(_ body: String) throws {
        var body = body
        let isMade = body.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { markup_baseline_read($0.baseAddress, $0.count) }
        }
        guard isMade == 1 else { throw Failure("libxml2 makes no tree.") }
    }

    /// The peer is Foundation reading the same bytes into dictionaries, and libxml2 the body into its tree.
    private static func readStories(_ stories: [Data], rounds: Int) async throws {
        let transport = MemoryTransport(answers: stories)
        let client = CMSClient(edition: edition, transport: transport)
        let asked = try stories.enumerated().map { number, story in
            ArticleSummary(
                id: try JSONDecoder().decode(Envelope.self, from: story).data.id, title: "",
                address: WebAddress("\(site)/a/202506/30/\(number).html")!,
                jsonAddress: WebAddress("\(site)/a/202506/30/\(number).json")!)
        }
        let comparison = try await alternate(rounds: rounds, repetitions: stories.count) { number in
            let answer = try await client.article(asked[number % asked.count])
            guard answer.value != nil else { throw Failure("A story is not read.") }
        } peer: { number in
            let object = try JSONSerialization.jsonObject(with: stories[number % stories.count])
            guard let data = (object as? [String: Any])?["data"] as? [String: Any],
                let body = data["content"] as? String
            else { throw Failure("A story has no body.") }
            try makeTree(body)
        }
        try Report.print("stories", comparison)
    }

    private static let site = WebAddress("http://edition.test")!
    private static let edition = Edition(
        id: "edition", name: "Edition", language: .english, site: site, channelID: ChannelID("dotnews"))
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

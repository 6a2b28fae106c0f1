import DotNewsMarkup
import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

/// One report: an input, and what a reader would expect of it.
struct Report: Decodable {
    /// What an input is expected to become; see `README.md`.
    struct Want: Decodable {
        var equal: [String: JSONValue]?
        var has: [String: [String]]?
        var lacks: [String: [String]]?
        var paragraphs: Int?
        var pictures: [String]?

        var isEmpty: Bool { equal == nil && has == nil && lacks == nil && paragraphs == nil && pictures == nil }

        /// What is not as wanted, a sentence each.
        func faults(of views: ReportViews) -> [String] {
            var faults = [String]()
            for (path, value) in equal ?? [:] where views.json.at(path) != value {
                faults.append("\(path) is \(views.json.at(path).map { "\($0)" } ?? "absent"), not \(value)")
            }
            for (name, texts) in has ?? [:] {
                let view = views.text(name)
                faults += texts.filter { view?.contains($0) != true }.map { "\(name) lacks \($0)" }
            }
            for (name, texts) in lacks ?? [:] {
                let view = views.text(name)
                faults += texts.filter { view?.contains($0) != false }.map { "\(name) has \($0)" }
            }
            if let paragraphs, views.paragraphs != paragraphs {
                faults.append("\(views.paragraphs) paragraphs, not \(paragraphs)")
            }
            if let pictures, views.pictures != pictures { faults.append("pictures \(views.pictures), not \(pictures)") }
            return faults
        }
    }

    var why: String
    var want: Want
    /// Where the input comes from.
    var url: String?
    /// The name of the file with the input, beside the report.
    var file: String?
    /// The HTML of an article's body.
    var body: String?
    /// Fields of an article's JSON.
    var article: [String: JSONValue]?

    func content(beside report: URL) throws -> Data {
        if let file { return try Data(contentsOf: report.deletingLastPathComponent().appendingPathComponent(file)) }
        var data: [String: JSONValue] = [
            "id": .text("AP000000000000000000000001"), "title": .text("標題"), "publishStatus": .number(1),
            "publishTime": .text("2025-11-03T15:01:00.000+08:00"), "content": .text(body ?? "<p>一</p>"),
            "url": .text("https://www.dotdotnews.com/a/202511/03/AP000000000000000000000001.html"),
        ]
        data.merge(article ?? [:]) { $1 }
        return try JSONEncoder().encode(["code": .number(0), "data": JSONValue.object(data)])
    }
}

/// A document in the forms in which a reader meets it.
struct ReportViews {
    /// What `dotnews parse --json` prints.
    let json: JSONValue
    let body: ArticleBody

    init(_ document: SiteDocument) throws {
        let data = try JSONEncoder().encode(document)
        json = try JSONDecoder().decode(JSONValue.self, from: data)
        if case .article(let page) = document { body = page.article.body } else { body = ArticleBody() }
        // Whatever the model says is kept by its own form too.
        let copy = try JSONDecoder().decode(ArticleBody.self, from: JSONEncoder().encode(body))
        #expect(copy == body)
    }

    func text(_ view: String) -> String? {
        switch view {
        case "text": body.text
        case "plain": PlainTextRenderer().render(body)
        case "markdown": MarkdownRenderer().render(body)
        case "html": HTMLRenderer(allowsRemoteImages: true).renderFragment(body)
        case "json": json.description
        default: nil
        }
    }

    var paragraphs: Int { body.blocks.count { if case .paragraph = $0 { true } else { false } } }

    var pictures: [String] { body.images.map(\.address.string) }
}

/// Any JSON.
enum JSONValue: Codable, Equatable, CustomStringConvertible {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self =
            if container.decodeNil() {
                .null
            } else if let value = try? container.decode(Bool.self) {
                .flag(value)
            } else if let value = try? container.decode(Double.self) {
                .number(value)
            } else if let value = try? container.decode(String.self) {
                .text(value)
            } else if let value = try? container.decode([JSONValue].self) {
                .list(value)
            } else {
                .object(try container.decode([String: JSONValue].self))
            }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .flag(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    var description: String {
        switch self {
        case .null: "null"
        case .flag(let value): "\(value)"
        case .number(let value): value.formatted
        case .text(let value): value
        case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
        case .object(let values):
            "{" + values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
        }
    }

    /// The value at a path such as `blocks.0.text`.
    func at(_ path: String) -> JSONValue? {
        var value = self
        for part in path.split(separator: ".").map(String.init) {
            switch value {
            case .list(let values):
                guard let index = Int(part), values.indices.contains(index) else { return nil }
                value = values[index]
            case .object(let values):
                guard let inner = values[part] else { return nil }
                value = inner
            default: return nil
            }
        }
        return value
    }
}

extension Double {
    fileprivate var formatted: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}

import DotNewsTestSupport
import Foundation

/// An edition in a folder, of one column with articles at given times, and a store beside it.
struct SmallEdition {
    let folder: TemporaryDirectory
    var path: String { folder.url.path }
    private var database: String { folder.url.appending(path: "news.sqlite").path }

    /// Writes the edition.
    ///
    /// - Parameters:
    ///   - times: When each article was published, in Hong Kong; the list has them in this order.
    ///   - text: The text of each article; without it the articles have no JSON of their own.
    init(times: [String], text: (() -> String)? = nil) throws {
        folder = try TemporaryDirectory()
        let column = String(repeating: "a", count: 24)
        let articles = times.enumerated().map { number, time in
            let address = "https://www.dotdotnews.com/a/202511/03/\(Self.id(number)).html"
            return #""id":"\#(Self.id(number))","title":"港口第\#(number)號","url":"\#(address)","publishTime":"\#(time)""#
        }
        try folder.write(#"[{"uuid":"\#(column)","name":"港聞","dirname":"hknews","children":[]}]"#, to: "columns.json")
        try folder.write(
            #"{"code":0,"data":{"stories":[\#(articles.map { "{\($0)}" }.joined(separator: ","))]}}"#,
            to: "columns/\(column)/dotnews/app/stories.json")
        guard let text else { return }
        for (number, article) in articles.enumerated() {
            try folder.write(
                #"{"code":0,"data":{\#(article),"content":"<p>\#(text())</p>"}}"#,
                to: "a/202511/03/\(Self.id(number)).json")
        }
    }

    /// The id of an article.
    static func id(_ number: Int) -> String { "AP" + String(repeating: "0", count: 18) + String(number + 100_000) }

    /// Runs the program on the store beside the edition.
    func run(_ arguments: [String]) async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.run(arguments, environment: ["DOTNEWS_DB": database])
    }

    /// Brings the edition into the store.
    func sync(_ options: String...) async throws -> DotNewsProcess.Outcome {
        try await run(["sync", "--from", path, "--channel", "dotnews"] + options)
    }
}

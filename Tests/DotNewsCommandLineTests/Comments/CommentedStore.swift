import DotNewsModels
import Foundation
import DotNewsTestSupport

/// A store with articles of the sample edition, read from a site on this machine that takes comments.
final class CommentedStore: Sendable {
    static let token = "token-1"

    let folder: TemporaryDirectory
    let site: CommentOrigin
    /// Articles that take comments, the newest first.
    let ids: [String]
    /// An article that takes none.
    let closed: String

    init(signedIn: Bool = true) async throws {
        folder = try TemporaryDirectory()
        site = try CommentOrigin(fallback: LoopbackOrigin.files(below: SampleStore.edition))
        try folder.write("{}", to: "service.json")
        try folder.write(Self.token + "\n", to: "token")
        let environment = Self.environment(folder)
        let base = site.origin.baseAddress.string
        _ = try await DotNewsProcess.run(
            ["sync", "--site", base, "--bodies", "none", "--quiet"], environment: environment)
        let list = try await DotNewsProcess.run(
            ["list", "--site", base, "--json", "--limit", "100"], environment: environment)
        let articles = try list.objects("articles")
        ids = articles.filter { $0["canComment"] as? Bool == true }.compactMap { $0["id"] as? String }
        closed = articles.first { $0["canComment"] as? Bool == false }?["id"] as? String ?? ""
        if signedIn { _ = try await dotnews("sign-in", "--token-file", path("token")) }
    }

    func path(_ name: String) -> String { folder.url.appending(path: name).path }

    private static func environment(_ folder: TemporaryDirectory) -> [String: String] {
        [
            "DOTNEWS_DB": folder.url.appending(path: "store/news.sqlite").path,
            "DOTNEWS_COMMENT_SERVICE": folder.url.appending(path: "service.json").path,
        ]
    }

    func dotnews(_ arguments: String..., input: String = "") async throws -> DotNewsProcess.Outcome {
        try await run(arguments, input: input)
    }

    func run(_ arguments: [String], input: String = "") async throws -> DotNewsProcess.Outcome {
        try await start(arguments, input: input).outcome()
    }

    func start(_ arguments: [String], input: String = "") throws -> DotNewsProcess {
        try DotNewsProcess.start(
            arguments + ["--site", site.origin.baseAddress.string], environment: Self.environment(folder), input: input)
    }
}

import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import Foundation
import Synchronization
import DotNewsTestSupport

@testable import DotNewsSync

/// A site that takes comments, and a store with an outbox for it, whose time a test moves.
final class OutboxSite: Sendable {
    let site: CommentOrigin
    let folder: TemporaryDirectory
    let credentials: MemoryCredentialStore
    private let time = Mutex(Date(timeIntervalSince1970: 1_762_128_000))

    static let article = ArticleID("AP690800aae4b0e343b0e2aa01")!

    init() throws {
        site = try CommentOrigin()
        folder = try TemporaryDirectory()
        credentials = MemoryCredentialStore([.account(at: site.origin.baseAddress): Secret("token-1")])
    }

    var now: Date { time.withLock { $0 } }
    func advance(by seconds: Double) { time.withLock { $0.addTimeInterval(seconds) } }

    static func article(_ number: Int) -> ArticleID { ArticleID("AP690800aae4b0e343b0e2bb0\(number)")! }

    /// Opens the store, as a program that starts does.
    func openStore() throws -> ArticleStore {
        var options = ArticleStoreOptions()
        options.now = { [self] in now }
        return try ArticleStore(at: folder.url.appending(path: "news.sqlite"), options: options)
    }

    func client() -> AccountClient {
        let edition = Edition(
            id: "test", name: "測試", language: .traditionalChinese, site: site.origin.baseAddress,
            comments: CommentService())
        return AccountClient(
            edition: edition, transport: PlatformTransport().retrying(), credentials: credentials,
            now: { [self] in now })
    }

    /// Sends to the site or, with a token of its own, to another.
    func sender(_ store: ArticleStore, to origin: LoopbackOrigin? = nil, comments: CommentService? = CommentService())
        -> OutboxSender
    {
        var client = client()
        if let origin {
            let edition = Edition(
                id: "other", name: "other", language: .english, site: origin.baseAddress, comments: comments)
            client = AccountClient(
                edition: edition, transport: PlatformTransport(),
                credentials: MemoryCredentialStore([.account(at: origin.baseAddress): Secret("token")]))
        }
        return OutboxSender(
            store: store, client: client, clock: ContinuousClock(), now: { [self] in now }, random: { 1 })
    }

    func token(_ token: String?) throws {
        try credentials.setSecret(token.map { Secret($0) }, named: .account(at: site.origin.baseAddress))
    }
}

extension Outbox {
    /// Writes a comment.
    @discardableResult
    func post(_ text: String, on id: ArticleID, replyingTo parent: CommentID? = nil) async throws -> OutboxEntry {
        try await post(CommentText(text), on: id, replyingTo: parent)
    }
}

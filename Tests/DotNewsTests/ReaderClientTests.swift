import DotNews
import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ReaderClientTests {
    private let folder: TemporaryDirectory
    private let client: NewsClient

    init() async throws {
        folder = try TemporaryDirectory()
        let sample = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Examples/SampleEdition").standardizedFileURL
        client = NewsClient(
            edition: .dotdotnews, store: try ArticleStore(at: folder.url.appending(path: "news.sqlite")),
            transport: DirectoryTransport(root: sample))
        _ = try await client.sync(SyncPolicy(bodies: .newest(3))).report
    }

    @Test func `opening an article reads it, marks it and notes it; going back leads to the one before`() async throws {
        let articles = try await client.articles(limit: 3).items
        for article in articles.prefix(2) {
            let opened = try #require(try await client.open(article.id))
            #expect(opened.summary.title == article.title && opened.isRead)
        }
        #expect(try await client.articles(ArticleQuery(isRead: true)).items.map(\.id) == articles.prefix(2).map(\.id))
        #expect(try await client.store.reader.history(limit: 10).map(\.id) == articles.prefix(2).map(\.id).reversed())
        #expect(try await client.goBack()?.id == articles[0].id)
        #expect(try await client.goBack() == nil)
        #expect(try await client.goForward()?.id == articles[1].id)
    }

    @Test func `an article that is not stored is not noted`() async throws {
        #expect(try await client.open(#require(ArticleID("AP000000000000000000000000"))) == nil)
        #expect(try await client.store.reader.history(limit: 10).isEmpty)
    }

    @Test func `a column is marked by its path, with those inside it; one that is not there is none`() async throws {
        let path = try #require(ColumnPath("immed"))
        let column = try #require(try await client.columns()[path])
        let changed = try #require(try await client.setRead(true, inColumn: path))
        #expect(changed.count > 0)
        let unread = try await client.articles(ArticleQuery(isRead: false), limit: 500).items
        let inside = Set(column.descendants.map(\.id))
        #expect(!unread.isEmpty && unread.allSatisfy { article in !inside.contains { $0 == article.column?.id } })
        #expect(try await client.setRead(true, inColumn: path)?.count == 0)
        #expect(try await client.setRead(false, inColumn: path)?.count == changed.count)
        #expect(try await client.setRead(true, inColumn: #require(ColumnPath("no/such"))) == nil)
    }

    @Test func `comments and favourites go through the outbox; without addresses they say so`() async throws {
        let site = try CommentOrigin()
        let article = try #require(try await client.articles(limit: 50).items.first { $0.allowsComments })
        await #expect(throws: AccountError.self) { try await client.post("留言", on: article.id) }
        let edition = Edition(
            id: "test", name: "測試", language: .traditionalChinese, site: site.origin.baseAddress,
            comments: CommentService())
        let online = NewsClient(
            edition: edition, store: client.store,
            credentials: MemoryCredentialStore([.account(at: edition.site): Secret("token-1")]))
        let parent = site.seed("好消息", on: article.id.rawValue)
        #expect(try await online.refreshComments(of: article.id).comments.map(\.comment.text) == ["好消息"])
        _ = try await online.post("同意", on: article.id, replyingTo: CommentID(parent))
        _ = try await online.react(.like, to: #require(CommentID(parent)))
        _ = try await online.setFavourite(true, for: article.id)
        let pending = try await online.comments(of: article.id).comments[0]
        #expect(pending.comment.likes == 1 && pending.replies.map(\.comment.text) == ["同意"])
        #expect(try await online.sendOutbox().delivered == 3)
        #expect(try await online.refreshFavourites(among: [article.id])[article.id] == true)
        let sent = try await online.refreshComments(of: article.id, order: .oldest)
        #expect(sent.comments[0].replies.map(\.delivery) == [.delivered])
        #expect(sent.comments[0].comment.reaction == .like)
        await #expect(throws: CommentTextError.self) { try await online.post(" ", on: article.id) }
    }
}

import DotNewsFoundation
import DotNews
import Foundation

/// The examples of documentation comments, in what surrounds them in an app. That they compile is all that is asked.
private enum CommentExamples {
    struct NetworkPath {
        var isExpensive, isConstrained: Bool
    }

    struct TaskRequest {
        var earliestBeginDate: Date?
    }

    static func refresh(_ client: NewsClient, path: NetworkPath, request: inout TaskRequest) async throws {
        // Once a minute while the app is open, and whenever the system wakes it:
        let conditions = RefreshConditions(isMetered: path.isExpensive, isConstrained: path.isConstrained)
        let report = try await client.refresh(SyncPolicy(images: .thumbnails), under: conditions).report
        if let wait = report.postponed { request.earliestBeginDate = wait.until }
    }

    static func sync(_ client: NewsClient, report: inout SyncReport, banner: inout String) async throws {
        do {
            report = try await client.sync().report
        } catch let error as any DotNewsError {
            switch error.kind {
            case .cancelled, .suspended: return
            default: banner = ReaderMessage(error).title
            }
        }
    }

    static func tell(
        _ client: NewsClient, report: inout SyncReport, show: (String, String) -> Void, showSignIn: () -> Void
    ) async {
        do {
            report = try await client.sync().report
        } catch {
            let message = ReaderMessage(error, in: .traditionalChinese)
            show(message.title, message.text)
            if message.action == .signIn { showSignIn() }
        }
    }

    static func open(
        _ url: URL, _ client: NewsClient, show: (StoredArticle) -> Void, banner: inout String
    ) async throws {
        let opened = try await client.article(at: url)
        show(opened.article)
        if let failure = opened.failure { banner = "\(failure)" }
    }

    /// Stands for the request of another library.
    struct ImageRequest {
        let id: String
        let data: @Sendable () async throws -> Data
    }

    static func load(_ asset: ImageAsset, _ client: NewsClient) -> ImageRequest {
        // A loader for other libraries, here Nuke's:
        ImageRequest(id: asset.address.string, data: { try await client.image(asset, width: 828) })
    }

    private struct App {
        let client: NewsClient
        func show(_ article: StoredArticle) {}
        func show(_ path: ColumnPath) {}
        func showFrontPage() {}
        func openEdition(of link: DeepLink) {}
        func openBrowser(_ address: WebAddress) {}

        func follow(_ link: WebAddress) async throws {
            switch client.edition.destination(of: link) {
            case .article(_, let link): show(try await client.article(at: link).article)
            case .column(let path): show(path)
            case .frontPage: showFrontPage()
            case .otherSite(let link): openEdition(of: link)
            case .web(let address): openBrowser(address)
            }
        }
    }

    static func code(of link: String) throws -> PosterCode {
        let code = try QRCode(text: link)
        let modules = PosterCode(moduleCount: code.moduleCount) { code[$0, $1] }
        return modules
    }

    static func readNews() async throws {
        let store = try ArticleStore(at: URL(filePath: "news.sqlite"))
        let client = NewsClient(edition: .dotdotnews, store: store)
        _ = try await client.sync().report
        for article in try await client.articles(limit: 20).items {
            print(article.title, article.address)
        }
    }

    static func observe(_ client: NewsClient, show: ([ArticleRow]) -> Void) async throws {
        let newest = client.observe { reader in
            try reader.articles(ArticleQuery(), limit: 20)
        }
        for try await page in newest {
            show(page.items)
        }
    }

    static func observeArticles(_ client: NewsClient, show: ([ArticleRow]) -> Void) async throws {
        for try await rows in client.observeArticles(limit: 20) {
            show(rows)
        }
    }

    static func follow(
        _ store: ArticleStore, from token: inout ChangeToken, follow: (ArticleChanges) -> Void
    ) async throws {
        var changes = try await store.changes(since: token)
        while true {
            follow(changes)
            token = changes.next
            guard changes.hasMore else { break }
            changes = try await store.changes(since: token)
        }
    }

    static func beginVisit(_ client: NewsClient, headline: inout String, line: inout ArticleID?) async throws {
        let new = try await client.store.reader.beginVisit()
        headline = "\(new.total) new articles"
        line = new.firstSeen
    }

    static func mute(_ client: NewsClient) async throws {
        if let topic = ArticleTopic(.word, "東橋") {
            try await client.store.reader.setMuted(true, topic)  // hides 东桥 too
        }
    }

    static func alert(_ client: NewsClient, token: ChangeToken, notify: ([ArticleID]) -> Void) async throws {
        let changes = try await client.store.changes(since: token)
        notify(try await client.store.reader.unmuted(among: changes.new))
    }

    static func parse(_ article: (address: WebAddress, content: String)) -> ParsedBody {
        let parsed = BodyParser(base: article.address).parse(article.content)
        return parsed
    }

    static func readLink() {
        if let link = DeepLink("https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html?from=timeline") {
            print(link.destination)  // the article
            print(link.appAddress)  // dotnews://article/AP690800aae4b0e343b0e2aa01?date=20251103&…
        }
    }

    static func describeSite() -> Edition {
        let edition = Edition(
            id: "wenweipo", name: "文匯網", language: .traditionalChinese,
            site: WebAddress("https://www.wenweipo.com")!, channelID: ChannelID("wenweipo"))
        return edition
    }

    static func replicate(_ store: ArticleStore, storage: any RemoteStorage) async throws {
        let replicator = Replicator(store: store, storage: storage)
        let report = try await replicator.replicate()
        print("\(report.entriesMerged) changes from other devices")
    }

    static func compose(_ article: ArticleSummary) throws {
        let composer = ShareComposer(edition: .dotdotnews)
        let draft = try composer.x(ShareContent(article))
        print(draft.text, draft.measure, draft.addresses[0].address)
    }

    static func search(_ client: NewsClient) async throws {
        var search = try await client.searchOnline(SearchQuery("東橋"))
        while let page = try await search.nextPage() {
            for result in page.results { print(result.article.title) }
        }
    }

    static func readTitle(_ scanner: inout JSONScanner) throws -> String? {
        var title: String?
        try scanner.enterObject()
        while let name = try scanner.nextName() {
            if name == "title" { title = try scanner.text() } else { try scanner.skip() }
        }
        return title
    }
}

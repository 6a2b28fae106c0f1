import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsSync

/// A search of the site and the store, cancelled before and after every one of its jobs.
@Suite(.timeLimit(.minutes(10))) struct SearchCancellationTests {
    private let folder: TemporaryDirectory
    private let store: ArticleStore
    private let origin: LoopbackOrigin
    private let client: CMSClient

    init() throws {
        folder = try TemporaryDirectory()
        store = try ArticleStore(at: folder.url.appending(path: "news.sqlite"))
        let site = SearchSite(0..<25)
        origin = try LoopbackOrigin { site.reply(to: $0) }
        let edition = Edition(
            id: "fixture", name: "F", language: .english, site: WebAddress("https://english.dotdotnews.com")!,
            searchSite: origin.baseAddress)
        client = CMSClient(
            edition: edition,
            transport: PlatformTransport().limited(perHost: 2).retrying(RetryPolicy(maximumAttempts: 1)))
    }

    @Test(arguments: [SearchQuery.Order.newest, .oldest, .relevance])
    func `a search that is cancelled says so, and never passes for one that has found everything`(
        order: SearchQuery.Order
    ) async throws {
        let summaries = SearchSite(20..<40).articles.map { article in
            ArticleSummary(id: article.id, title: article.title, address: article.address, publishedAt: article.time)
        }
        let address = WebAddress("https://english.dotdotnews.com/columns.json")!
        _ = try await store.apply([
            .articles(summaries, listedIn: ColumnID("c")!, withdrawn: [], address: address, version: nil)
        ])
        _ = try await store.search.indexAllPending()
        let points = try await CancellationSweep(of: "a search (\(order))", seed: 63).run { moment in
            try await search(order, cancellingAt: moment)
        }
        #expect(points > 8)
    }

    private func search(
        _ order: SearchQuery.Order, cancellingAt moment: CancellingTaskExecutor.Moment?
    ) async throws -> CancellingTaskExecutor.Outcome<[ArticleID]> {
        let query = SearchQuery("harbour", order: order, pageSize: 8)
        let outcome = await CancellingTaskExecutor.run(cancellingAt: moment) { [client, store] in
            var search = CombinedSearch(query, client: client, store: store)
            var found: [ArticleID] = []
            while let page = try await search.nextPage() {
                #expect(page.offlineReason == nil)
                found += page.results.map(\.id)
            }
            return found
        }
        switch outcome.result {
        case .success(let found): #expect(Set(found).count == 40 && found.count == 40, "\(String(describing: moment))")
        case .failure(let error):
            #expect(outcome.wasCancelled && (error as? StoreError)?.code == .cancelled, "\(error)")
        }
        #expect(try await store.verify().problems.isEmpty)
        return outcome
    }
}

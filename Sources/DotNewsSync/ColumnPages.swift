import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

/// The pages of a column, read when its JSON is refused, missing or broken: the first, which is conditional, and those
/// behind it, until there are no more or only articles that are known or that the policy does not look at.
///
/// The version of the first page is kept only when all pages have been read. While it stays the same, there is nothing new
/// on any of them; when it changes, a page without a new article has nothing new behind it.
struct ColumnPages {
    /// The address of the first page.
    let address: WebAddress
    private let column: SiteColumn
    private let stage: ArticleStage

    /// How many pages of a column are read at most.
    static let maximumPages = 50

    init(of column: SiteColumn, stage: ArticleStage) {
        self.column = column
        self.stage = stage
        address = stage.session.client.pageAddress(of: column, page: 1)
    }

    /// Reads the pages.
    ///
    /// - Parameters:
    ///   - isRemembered: Whether the version of the first page is compared with that of the last time, and kept.
    ///   - result: What came of the column so far.
    func read(isRemembered: Bool = true, into result: inout ArticleStage.ListResult) async throws {
        let known = isRemembered ? try await stage.session.store.version(of: address) : nil
        guard !stage.session.shouldStop, let first = await answer(page: 1, ifNewerThan: known) else { return }
        result.isRead = true
        stage.session.tracker.update {
            $0.columns += 1
            $0.fromPages += 1
        }
        guard let page = first.value else { return noteFreshness(of: first) }
        let isComplete = try await readAll(from: page, stopsAtKnown: known != nil, into: &result)
        guard isComplete, isRemembered else { return }
        noteFreshness(of: first)
        try await stage.store([.resourceVersion(first.version, address: address)], into: &result)
    }

    /// Reads the pages from the first on; returns whether nothing is left that could be compared with next time.
    private func readAll(
        from first: ArticleListPage, stopsAtKnown: Bool, into result: inout ArticleStage.ListResult
    ) async throws -> Bool {
        var seen = Set<ArticleID>()
        var page = first
        for number in 1...Self.maximumPages {
            if number > 1 {
                guard !stage.session.shouldStop, let answer = await answer(page: number) else { return false }
                guard let next = answer.value else { break }
                page = next
            }
            stage.session.tracker.skipped(page.skipped, in: column)
            // A site that does not know pages behind the first may answer with the first.
            guard page.items.contains(where: { seen.insert($0.id).inserted }) else { break }
            seen.formUnion(page.items.map(\.id))
            let new = try await stage.store(
                [
                    .articles(
                        page.items.map(stage.directory.corrected), listedIn: column.id, withdrawn: [],
                        address: stage.session.client.pageAddress(of: column, page: number), version: nil)
                ], into: &result)
            if page.nextPage == nil || stopsAtKnown && new.isEmpty { break }
            // What is behind is left out now, and may be wanted by another policy.
            if isOld(page) { return false }
            if number == Self.maximumPages {
                stage.session.tracker.update {
                    $0.skip(self.column.path.rawValue, "it has more pages; \(Self.maximumPages) were read")
                }
            }
        }
        // A first page without an article is no list to compare with.
        return !seen.isEmpty
    }

    /// Whether all articles of a page are older than those the policy looks at.
    private func isOld(_ page: ArticleListPage) -> Bool {
        guard let since = stage.session.policy.publishedSince, let newest = page.items.compactMap(\.publishedAt).max()
        else {
            return false
        }
        return newest < since
    }

    /// The first page is as fresh as the list for which it stands in.
    private func noteFreshness(of answer: CMSAnswer<ArticleListPage>) {
        let address = stage.session.client.articlesAddress(of: column.id, channel: stage.channel)
        stage.session.freshness.note(answer.freshness, of: address)
    }

    /// Asks for a page; `nil` when it brings nothing, which is reported.
    private func answer(page: Int, ifNewerThan version: ResourceVersion? = nil) async -> CMSAnswer<ArticleListPage>? {
        stage.session.tracker.update { $0.total += 1 }
        do throws(CMSError) {
            let answer = try await stage.session.client.columnPage(column, page: page, ifNewerThan: version)
            stage.session.answered(answer)
            return answer
        } catch {
            stage.session.failed("\(column.path), page \(page)", error)
            return nil
        }
    }
}

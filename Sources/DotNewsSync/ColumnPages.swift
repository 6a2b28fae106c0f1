import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

/// The pages of a column, read when its JSON is refused, missing or broken: the first, which is conditional, and those
/// behind it, until there are no more or only articles that are known or that the policy does not look at.
///
/// The version of the first page is kept only when all pages have been read. It tells the next sync two things: that this
/// column is read from its pages, and that a page without a new article has nothing new behind it.
final class ColumnPages {
    private let column: Column
    private let stage: ArticleStage
    private let address: WebAddress
    /// The version of the first page when all pages had been read; `nil` when they never were.
    private let version: ResourceVersion?
    /// The first page, when it has been asked for and has changed.
    private var first: CMSAnswer<ArticleListPage>?

    /// How many pages of a column are read at most.
    static let maximumPages = 50

    init(of column: Column, stage: ArticleStage) async throws(SyncError) {
        self.column = column
        self.stage = stage
        address = stage.engine.client.pageAddress(of: column, page: 1)
        version = try await stage.version(of: address)
    }

    /// Whether the column was read from its pages the last time and the first of them has not changed since.
    func isUnchanged() async throws(SyncError) -> Bool {
        guard version != nil else { return false }
        guard let answer = await answer(page: 1) else { return false }
        guard answer.value == nil else {
            first = answer
            return false
        }
        countColumn()
        noteFreshness(of: answer)
        return true
    }

    /// What makes the store forget that the column was read from pages; `nil` when it was not.
    var forgotten: StoreChange? {
        version == nil ? nil : .articles([], listedIn: column.id, withdrawn: [], address: address, version: nil)
    }

    /// Reads the pages.
    ///
    /// - Parameter isRemembered: Whether the next sync asks for the first page instead of the JSON, until it changes.
    func read(isRemembered: Bool = true) async throws(SyncError) {
        var firstVersion: ResourceVersion?
        var seen = Set<ArticleID>()
        for number in 1...Self.maximumPages {
            guard !stage.shouldStop else { return }
            var asked = number == 1 ? first : nil
            if asked == nil { asked = await answer(page: number) }
            guard let answer = asked else { return }
            if number == 1 {
                first = answer
                firstVersion = answer.version
                countColumn()
            }
            guard let page = answer.value else { break }
            stage.tracker.skipped(page.skipped, in: column)
            // A site that does not know pages behind the first may answer with the first.
            guard page.items.contains(where: { seen.insert($0.id).inserted }) else { break }
            seen.formUnion(page.items.map(\.id))
            let changes = try await stage.store(
                .articles(
                    page.items.map(stage.directory.corrected), listedIn: column.id, withdrawn: [],
                    address: stage.engine.client.pageAddress(of: column, page: number), version: nil))
            if page.nextPage == nil || version != nil && changes.new.isEmpty { break }
            // What is behind is left out now, and may be wanted by another policy.
            if isOld(page) { return }
            if number == Self.maximumPages {
                stage.tracker.update {
                    $0.skip(self.column.path.rawValue, "it has more pages; \(Self.maximumPages) were read")
                }
            }
        }
        // A first page without an article is no list to compare with.
        guard !seen.isEmpty, isRemembered else { return }
        if let first { noteFreshness(of: first) }
        try await stage.store(
            .articles([], listedIn: column.id, withdrawn: [], address: address, version: firstVersion))
    }

    /// Whether all articles of a page are older than those the policy looks at.
    private func isOld(_ page: ArticleListPage) -> Bool {
        guard let since = stage.policy.publishedSince, let newest = page.items.compactMap(\.publishedAt).max() else {
            return false
        }
        return newest < since
    }

    /// The first page is as fresh as the list for which it stands in.
    private func noteFreshness(of answer: CMSAnswer<ArticleListPage>) {
        let address = stage.engine.client.articlesAddress(of: column.id, channel: stage.channel)
        stage.tracker.freshness.note(answer.freshness, of: address)
    }

    private func countColumn() {
        stage.tracker.update {
            $0.columns += 1
            $0.fromPages += 1
        }
    }

    /// Asks for a page; `nil` when it brings nothing, which is reported.
    private func answer(page number: Int) async -> CMSAnswer<ArticleListPage>? {
        stage.tracker.update { $0.total += 1 }
        do throws(CMSError) {
            let answer = try await stage.engine.client.columnPage(
                column, page: number, ifNewerThan: number == 1 ? version : nil)
            stage.tracker.answered(answer)
            return answer
        } catch {
            stage.tracker.failed("\(column.path), page \(number)", error)
            return nil
        }
    }
}

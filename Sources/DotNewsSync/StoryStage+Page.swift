import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

extension StoryStage {
    /// Reads a story from its page, as its JSON brought `error`; `nil` when the page brings nothing either.
    ///
    /// A story whose JSON is gone may only have lost its JSON: it is withdrawn when its page is gone too.
    func readPage(_ pending: PendingBody, after error: CMSError) async -> StoreChange? {
        let id = pending.summary.id
        guard error.mayBeReadFromPages, !shouldStop else {
            tally.failed(id.rawValue, error)
            return nil
        }
        tally.update { $0.requests += 1 }
        do throws(CMSError) {
            let answer = try await engine.client.articlePage(for: pending.summary)
            tally.answered(answer)
            guard let page = answer.value, !page.article.body.blocks.isEmpty else {
                tally.update { $0.skip(id.rawValue, "\(error) Its page has no text either.") }
                return nil
            }
            tally.update { $0.fromPages += 1 }
            var article = page.article
            article.summary = directory.corrected(article.summary)
            return .article(article, address: engine.client.pageAddress(for: pending.summary), version: nil)
        } catch let pageError {
            if error.isGone, pageError.isGone {
                tally.update {
                    $0.requests += 1
                    $0.completed += 1
                }
                return .withdrawn(id)
            }
            // What the JSON said is worth more to whoever mends it.
            tally.failed(id.rawValue, error)
            return nil
        }
    }
}

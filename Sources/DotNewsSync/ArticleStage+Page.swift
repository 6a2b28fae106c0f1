import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

extension ArticleStage {
    /// Reads an article from its page, as its JSON brought `error`; `nil` when the page brings nothing either.
    ///
    /// An article whose JSON is gone may only have lost its JSON: it is withdrawn when its page is gone too.
    func readPage(_ pending: PendingBody, after error: CMSError) async -> StoreChange? {
        let id = pending.summary.id
        guard error.mayBeReadFromPages, !session.shouldStop else {
            session.failed(id.rawValue, error)
            return nil
        }
        session.tracker.update { $0.requests += 1 }
        do throws(CMSError) {
            let answer = try await session.client.articlePage(for: pending.summary)
            session.answered(answer)
            guard let change = pending.change(answer, from: session.client.pageAddress(for: pending.summary)) else {
                session.tracker.update { $0.skip(id.rawValue, "\(error) Its page has no text either.") }
                return nil
            }
            session.tracker.update { $0.fromPages += 1 }
            return change
        } catch let pageError {
            if error.isGone, pageError.isGone {
                session.tracker.update {
                    $0.requests += 1
                    $0.completed += 1
                }
                return .withdrawn(id)
            }
            // What the JSON said is worth more to whoever mends it.
            session.failed(id.rawValue, error)
            return nil
        }
    }
}

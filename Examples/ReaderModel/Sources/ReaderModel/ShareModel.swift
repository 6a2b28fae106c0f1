public import DotNews
public import Observation

/// The share sheet of an article: a draft for each service.
@Observable
public final class ShareModel {
    /// The drafts, by service.
    public private(set) var drafts: [ShareTarget: any ShareDraft] = [:]
    /// A message for the reader.
    public private(set) var message: ReaderMessage?

    private let composer: ShareComposer
    private let content: ShareContent
    private let reader: ReaderModel

    init(_ reader: ReaderModel, article: Article) {
        self.reader = reader
        composer = ShareComposer(edition: reader.client.edition)
        content = ShareContent(article)
    }

    /// Composes the drafts of the services that the sheet offers.
    public func compose(for targets: [ShareTarget]) {
        for target in targets {
            do {
                drafts[target] = try composer.draft(of: content, for: target)
            } catch {
                message = reader.message(error)
            }
        }
    }
}

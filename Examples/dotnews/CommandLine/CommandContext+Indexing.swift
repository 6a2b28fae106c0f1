import DotNews

extension CommandContext {
    /// The number of articles that are indexed without a word about it: less than a second's work.
    private static let quietBacklog = 2_000

    /// Makes indexed what has come and cannot be found yet, and says so when that takes a while.
    func indexArticles(in store: ArticleStore) async throws {
        let waiting = try await store.search.backlog()
        guard waiting > 0 else { return }
        guard !store.isReadOnly else {
            if !options.isQuiet {
                terminal.report("\(waiting) articles are not indexed and cannot be found; the store may only be read.")
            }
            return
        }
        let terminal = terminal
        let isTold = waiting > Self.quietBacklog && !options.isQuiet
        if isTold { terminal.report("Making \(waiting) articles indexed; the next search finds that done.") }
        let draws = isTold && terminal.drawsProgress
        _ = try await store.search.indexAllPending { progress in
            if draws { terminal.draw("\(progress.indexed) of \(waiting)") }
        }
        if draws { terminal.clearDrawing() }
    }
}

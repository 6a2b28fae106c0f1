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
                terminal.report(
                    "\(waiting) articles are not indexed and cannot be found; the store may only be read.",
                    hant: "\(waiting) 篇文章尚未建立索引，未能搜尋；檔案只可讀取。", hans: "\(waiting) 篇文章尚未建立索引，无法搜索；文件只可读取。")
            }
            return
        }
        let terminal = terminal
        let isTold = waiting > Self.quietBacklog && !options.isQuiet
        if isTold {
            terminal.report(
                "Making \(waiting) articles indexed; the next search finds that done.",
                hant: "正為 \(waiting) 篇文章建立索引；下次搜尋無需再等。", hans: "正为 \(waiting) 篇文章建立索引；下次搜索无需再等。")
        }
        let draws = isTold && terminal.drawsProgress
        _ = try await store.search.indexAllPending { progress in
            if draws { terminal.draw("\(progress.indexed)/\(waiting)") }
        }
        if draws { terminal.clearDrawing() }
    }
}

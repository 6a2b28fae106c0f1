import DotNews

/// Prints comments for people.
struct CommentPrinter {
    let terminal: Terminal

    func show(_ thread: CommentThread, isQuiet: Bool) {
        for entry in thread.comments { show(entry, indent: "") }
        if thread.comments.isEmpty { terminal.report("No comments.", hant: "沒有留言。", hans: "没有评论。") }
        guard !isQuiet, thread.totalPages > 0 else { return }
        let total = thread.total.map {
            terminal.words(", \($0) comments", hant: "，共 \($0) 則留言", hans: "，共 \($0) 条评论")
        }
        terminal.report(
            "Page \(thread.page + 1) of \(thread.totalPages)\(total ?? "").",
            hant: "第 \(thread.page + 1) 頁，共 \(thread.totalPages) 頁\(total ?? "")。",
            hans: "第 \(thread.page + 1) 页，共 \(thread.totalPages) 页\(total ?? "")。")
    }

    private func show(_ entry: CommentThread.Entry, indent: String) {
        let comment = entry.comment
        var parts = [indent + comment.id.rawValue]
        parts.append(
            entry.delivery == .delivered
                ? TerminalText.sanitized(
                    comment.author.nickname.isEmpty
                        ? terminal.words("(no name)", hant: "（無名）", hans: "（无名）") : comment.author.nickname)
                : terminal.words("you", hant: "你", hans: "您"))
        if let date = comment.postedAt {
            parts.append(String(PublicationTime.string(from: date).prefix(16).replacing("T", with: " ")))
        }
        if comment.likes > 0 {
            parts.append(
                terminal.words("\(comment.likes) like it", hant: "\(comment.likes) 讚", hans: "\(comment.likes) 赞"))
        }
        if comment.dislikes > 0 {
            parts.append(
                terminal.words(
                    "\(comment.dislikes) dislike it", hant: "\(comment.dislikes) 不喜歡", hans: "\(comment.dislikes) 不喜欢"))
        }
        if let reaction = comment.reaction {
            parts.append(
                reaction == .like
                    ? terminal.words("you \(reaction.rawValue) it", hant: "你已讚好", hans: "您已点赞")
                    : terminal.words("you \(reaction.rawValue) it", hant: "你不喜歡", hans: "您不喜欢"))
        }
        switch entry.delivery {
        case .delivered: break
        case .pending: parts.append(terminal.words("waits to be sent", hant: "待發送", hans: "待发送"))
        case .refused(_, let reason):
            parts.append(
                terminal.words("refused: \(TerminalText.sanitized(reason))", hant: "不獲接受", hans: "未被接受"))
        }
        terminal.print(terminal.faint(parts.joined(separator: "  ")))
        for line in comment.text.split(separator: "\n", omittingEmptySubsequences: false) {
            terminal.print(indent + "  " + TerminalText.sanitized(String(line)))
        }
        for reply in entry.replies { show(reply, indent: indent + "    ") }
    }
}

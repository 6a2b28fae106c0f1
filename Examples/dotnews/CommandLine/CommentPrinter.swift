import DotNews

/// Prints comments for people.
struct CommentPrinter {
    let terminal: Terminal

    func show(_ thread: CommentThread, isQuiet: Bool) {
        for entry in thread.comments { show(entry, indent: "") }
        if thread.comments.isEmpty { terminal.report("No comments.") }
        guard !isQuiet, thread.totalPages > 0 else { return }
        let total = thread.total.map { ", \($0) comments" } ?? ""
        terminal.report("Page \(thread.page + 1) of \(thread.totalPages)\(total).")
    }

    private func show(_ entry: CommentThread.Entry, indent: String) {
        let comment = entry.comment
        var parts = [indent + comment.id.rawValue]
        parts.append(
            entry.delivery == .delivered
                ? TerminalText.sanitized(comment.author.nickname.isEmpty ? "(no name)" : comment.author.nickname)
                : "you")
        if let date = comment.postedAt {
            parts.append(String(PublicationTime.string(from: date).prefix(16).replacing("T", with: " ")))
        }
        if comment.likes > 0 { parts.append("\(comment.likes) like it") }
        if comment.dislikes > 0 { parts.append("\(comment.dislikes) dislike it") }
        if let reaction = comment.reaction { parts.append("you \(reaction.rawValue) it") }
        switch entry.delivery {
        case .delivered: break
        case .pending: parts.append("waits to be sent")
        case .refused(_, let reason): parts.append("refused: \(TerminalText.sanitized(reason))")
        }
        terminal.print(terminal.faint(parts.joined(separator: "  ")))
        for line in comment.text.split(separator: "\n", omittingEmptySubsequences: false) {
            terminal.print(indent + "  " + TerminalText.sanitized(String(line)))
        }
        for reply in entry.replies { show(reply, indent: indent + "    ") }
    }
}

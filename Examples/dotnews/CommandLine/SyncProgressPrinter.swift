import DotNews

/// Shows a sync's progress: a bar on a terminal, a line when a phase begins otherwise.
final class SyncProgressPrinter {
    private let terminal: Terminal
    private var phase: SyncProgress.Phase?
    private var drawn: String?

    init(terminal: Terminal) { self.terminal = terminal }

    func show(_ progress: SyncProgress) {
        defer { phase = progress.phase }
        guard progress.phase != .finished else { return }
        if terminal.drawsProgress {
            let line = Self.line(progress, width: terminal.progressWidth)
            if line != drawn { terminal.draw(line) }
            drawn = line
        } else if phase != progress.phase {
            terminal.report(Self.title(progress.phase) + "…")
        }
    }

    func end() {
        if drawn != nil { terminal.clearDrawing() }
    }

    /// The progress in less than `width` columns: a longer line would wrap, and could not be drawn over.
    static func line(_ progress: SyncProgress, width: Int) -> String {
        let title = title(progress.phase)
        guard progress.total > 0 else { return TerminalText.truncated(title + "…", to: width - 1) }
        let counts = "\(progress.completed)/\(progress.total) \(title)"
        let text = "\(counts), \(ByteCount(progress.bytes))"
        let barWidth = min(24, width - 2 - TerminalText.width(of: text))
        guard barWidth >= 4 else { return TerminalText.truncated(counts, to: width - 1) }
        let filled = min(barWidth, barWidth * progress.completed / progress.total)
        return String(repeating: "█", count: filled) + String(repeating: "░", count: barWidth - filled) + " " + text
    }

    private static func title(_ phase: SyncProgress.Phase) -> String {
        switch phase {
        case .waiting: "waiting for another sync of the same store"
        case .bookmarks: "bookmarks"
        case .columns: "columns"
        case .articles: "articles"
        case .images: "images"
        case .indexing: "search index"
        case .retention: "tidying"
        case .finished: "done"
        }
    }
}

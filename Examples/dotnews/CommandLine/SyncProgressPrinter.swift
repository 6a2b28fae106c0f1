import DotNews

/// Shows a sync's progress: a bar on a terminal, a line when a phase begins otherwise.
final class SyncProgressPrinter {
    private let terminal: Terminal
    private var phase: SyncProgress.Phase?

    init(terminal: Terminal) { self.terminal = terminal }

    func show(_ progress: SyncProgress) {
        if terminal.drawsProgress {
            terminal.draw(bar(progress))
        } else if phase != progress.phase, progress.phase != .finished {
            terminal.report(Self.title(progress.phase) + "…")
        }
        phase = progress.phase
    }

    func end() {
        if terminal.drawsProgress { terminal.clearDrawing() }
    }

    private func bar(_ progress: SyncProgress) -> String {
        guard progress.total > 0 else { return Self.title(progress.phase) + "…" }
        let width = 24
        let filled = min(width, width * progress.completed / progress.total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        return "\(bar) \(progress.completed)/\(progress.total) \(Self.title(progress.phase)), \(ByteCount(progress.bytes))"
    }

    private static func title(_ phase: SyncProgress.Phase) -> String {
        switch phase {
        case .waiting: "waiting for another sync of the same store"
        case .columns: "columns"
        case .stories: "stories"
        case .images: "images"
        case .indexing: "search index"
        case .retention: "tidying"
        case .finished: "done"
        }
    }
}

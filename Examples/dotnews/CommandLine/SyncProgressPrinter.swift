import DotNews

/// Shows a sync's progress: a bar on a terminal, a line when a phase begins otherwise.
final class SyncProgressPrinter {
    private let terminal: Terminal
    private var phase: SyncProgress.Phase?
    private var drawn: String?

    init(terminal: Terminal) { self.terminal = terminal }

    func show(_ progress: SyncProgress) {
        // Nothing has begun yet: a refresh may find that it is not due.
        if phase == nil, progress.phase == .columns, progress.total == 0 { return }
        defer { phase = progress.phase }
        guard progress.phase != .finished else { return }
        if terminal.drawsProgress {
            let line = Self.line(progress, width: terminal.progressWidth, in: terminal.language)
            if line != drawn { terminal.draw(line) }
            drawn = line
        } else if phase != progress.phase {
            terminal.report(Self.title(progress.phase, terminal.language) + "…")
        }
    }

    func end() {
        if drawn != nil { terminal.clearDrawing() }
    }

    /// The progress in less than `width` columns: a longer line would wrap, and could not be drawn over.
    static func line(_ progress: SyncProgress, width: Int, in language: LanguageTag = .english) -> String {
        let title = title(progress.phase, language)
        guard progress.total > 0 else { return TerminalText.truncated(title + "…", to: width - 1) }
        let counts = "\(progress.completed)/\(progress.total) \(title)"
        let text = "\(counts), \(ByteCount(progress.bytes))"
        let barWidth = min(24, width - 2 - TerminalText.width(of: text))
        guard barWidth >= 4 else { return TerminalText.truncated(counts, to: width - 1) }
        let filled = min(barWidth, Int(Double(barWidth) * progress.fractionCompleted))
        return String(repeating: "█", count: filled) + String(repeating: "░", count: barWidth - filled) + " " + text
    }

    private static func title(_ phase: SyncProgress.Phase, _ language: LanguageTag) -> String {
        // In the middle of a line.
        phase.title.text(in: language).lowercased()
    }
}

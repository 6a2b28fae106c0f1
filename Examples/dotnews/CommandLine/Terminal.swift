import DotNews
import Foundation

/// Where a command prints: results on standard output, everything else on standard error.
struct Terminal: Sendable {
    /// Whether standard error is a terminal, so that progress can be drawn over itself.
    let drawsProgress: Bool
    /// Whether standard output may have colours: a terminal, and NO_COLOR not set (no-color.org).
    let hasColors: Bool
    /// Columns of the terminal; 80 when it is not one.
    let width: Int

    init(environment: [String: String]) {
        let isDumb = environment["TERM"] == "dumb"
        drawsProgress = isatty(STDERR_FILENO) == 1 && !isDumb
        hasColors = isatty(STDOUT_FILENO) == 1 && !isDumb && (environment["NO_COLOR"] ?? "").isEmpty
        var size = winsize()
        let known = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        width = known ? Int(size.ws_col) : 80
    }

    /// Prints a line on standard output.
    func print(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }

    /// Prints a line on standard error.
    func report(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

    /// Draws a line over the one drawn before, on standard error.
    func draw(_ line: String) { write("\r\u{1B}[K" + line, to: STDERR_FILENO) }

    /// Removes the drawn line.
    func clearDrawing() { write("\r\u{1B}[K", to: STDERR_FILENO) }

    /// The text in bold, where colours are allowed.
    func bold(_ text: String) -> String { hasColors ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    /// The text in a fainter colour, where colours are allowed.
    func faint(_ text: String) -> String { hasColors ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    private func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            // A closed pipe ends the program by SIGPIPE; any other failure leaves nobody to tell.
            guard count > 0 || errno == EINTR else { return }
            if count > 0 { bytes = bytes.dropFirst(count) }
        }
    }
}

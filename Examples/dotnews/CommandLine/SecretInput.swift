import DotNews

/// Reads secrets, which never stand on the command line, where others could see them.
enum SecretInput {
    /// Returns the next line of standard input. On a terminal it asks for it, and does not show what is typed.
    static func line(prompt: String, _ terminal: Terminal) throws -> [UInt8] {
        let echo = TerminalEcho()
        if echo != nil { terminal.report(prompt) }
        // A terminal that was left silent stays so after the program's end.
        let interrupt = echo.map { echo in
            InterruptHandler {
                echo.restore()
                exit(ExitCode.interrupted.rawValue)
            }
        }
        defer {
            interrupt?.stop()
            echo?.restore()
        }
        var input = StandardInput()
        return Array(try input.nextLine(beforeWaiting: {}) ?? [])
    }

    /// Returns the first line of a file; `-` stands for ``line(prompt:_:)``.
    static func firstLine(of path: String, prompt: String, _ terminal: Terminal) throws -> String {
        let isStandardInput = path == "-"
        let name = isStandardInput ? LocalizedText.standardInput : LocalizedText(path, hant: path, hans: path)
        let bytes =
            isStandardInput ? try line(prompt: prompt, terminal) : Array(try NamedFile.read(path, upTo: 65_536))
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(
                "\(name.english) is not UTF-8.", hant: "\(name.traditionalChinese)不是 UTF-8 文字。",
                hans: "\(name.simplifiedChinese)不是 UTF-8 文本。")
        }
        let line = text.prefix { !$0.isNewline }
        guard !line.isEmpty else {
            throw CommandFailure(
                "\(name.english) has no first line.", hant: "\(name.traditionalChinese)沒有第一行。",
                hans: "\(name.simplifiedChinese)没有第一行。")
        }
        return String(line)
    }
}

/// Keeps a terminal from showing what is typed.
private struct TerminalEcho: Sendable {
    private let settings: termios

    /// Turns it off; `nil` when standard input is no terminal.
    init?() {
        var settings = termios()
        guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        self.settings = settings
        settings.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    }

    func restore() {
        var settings = settings
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    }
}

import DotNews

/// Where a command prints: results on standard output, everything else on standard error.
struct Terminal: Sendable {
    /// Whether standard error is a terminal, so that progress can be drawn over itself.
    let drawsProgress: Bool
    /// Whether standard output may have colours: a terminal, and NO_COLOR not set (no-color.org).
    let hasColors: Bool
    /// Columns of the terminal; 80 when it is not one.
    let width: Int
    /// The one language in which the program speaks: that of the environment, in which Chinese and English are known.
    let language: LanguageTag

    init(environment: [String: String]) {
        let isDumb = environment["TERM"] == "dumb"
        drawsProgress = isatty(STDERR_FILENO) == 1 && !isDumb
        hasColors = isatty(STDOUT_FILENO) == 1 && !isDumb && (environment["NO_COLOR"] ?? "").isEmpty
        width = Self.width(of: STDOUT_FILENO)
        language = LanguageTag(environment: environment)
    }

    // MARK: Words

    /// Returns one of three texts: the one in the language of the program.
    func words(_ english: String, hant: String, hans: String) -> String {
        LocalizedText(english, hant: hant, hans: hans).text(in: language)
    }

    /// Prints a line on standard output, in the language of the program.
    func print(_ english: String, hant: String, hans: String) { print(words(english, hant: hant, hans: hans)) }

    /// Prints a line on standard error, in the language of the program.
    func report(_ english: String, hant: String, hans: String) { report(words(english, hant: hant, hans: hans)) }

    /// Returns an error in a sentence: all that developers are told in English, and else the words for readers, with the
    /// code by which the error can be looked up.
    func sentence(_ error: any Error) -> String {
        if let failure = error as? CommandFailure { return TerminalText.sanitized(failure.text.text(in: language)) }
        guard language.isChinese else { return TerminalText.sanitized("\(error)") }
        let message = ReaderMessage(error, in: language)
        let code = (error as? any DotNewsError)?.qualifiedCode ?? "\(type(of: error))"
        return TerminalText.sanitized("\(message.title)。\(message.text)（\(code)）")
    }

    /// Returns the reason of an entry of the outbox, which the site may have given in its own words.
    func sentence(_ failure: OutboxFailure) -> String {
        guard language.isChinese else { return TerminalText.sanitized(failure.reason) }
        return ReaderMessage(failure, in: language).title
    }

    // MARK: Printing

    /// Takes the places of standard input, output and error when the caller has closed them, so that no file that is
    /// opened later gets what is meant for a reader. Writing to such a place fails, as it would have.
    static func reserveDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Columns of the terminal on standard error, at this moment; 80 when it is not one.
    var progressWidth: Int { Self.width(of: STDERR_FILENO) }

    /// Prints a line on standard output. Results that cannot be written, as on a full disk, end the program: a script
    /// must not take them for all there is.
    func print(_ line: String) { print(Array(line.utf8) + [0x0A]) }

    /// Prints bytes on standard output, as ``print(_:)-(String)`` does; for many lines at once.
    func print(_ bytes: [UInt8]) {
        let failure = Self.put(bytes, to: STDOUT_FILENO)
        guard failure != 0 else { return }
        report("dotnews: Writing to standard output failed: \(String(cString: strerror(failure))).")
        exit(ExitCode.failure.rawValue)
    }

    /// Prints a line on standard error.
    func report(_ line: String) { Self.report(line) }

    /// Prints a line on standard error.
    static func report(_ line: String) { put(line + "\n", to: STDERR_FILENO) }

    /// Prints a line on standard error unless that would have to wait for whoever reads it.
    func reportWithoutWaiting(_ line: String) {
        var error = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        if poll(&error, 1, 0) == 1 { report(line) }
    }

    /// Draws a line over the one drawn before, on standard error.
    func draw(_ line: String) { Self.put("\r\u{1B}[K" + line, to: STDERR_FILENO) }

    /// Removes the drawn line.
    func clearDrawing() { Self.put("\r\u{1B}[K", to: STDERR_FILENO) }

    /// The text in bold, where colours are allowed.
    func bold(_ text: String) -> String { hasColors ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    /// The text in a fainter colour, where colours are allowed.
    func faint(_ text: String) -> String { hasColors ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    /// The text in black on white, where colours are allowed.
    func blackOnWhite(_ text: String) -> String { hasColors ? "\u{1B}[38;5;16;48;5;231m\(text)\u{1B}[0m" : text }

    private static func width(of descriptor: Int32) -> Int {
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return isKnown ? Int(size.ws_col) : 80
    }

    /// Writes all of the text; returns 0, or the system's number for why it could not.
    @discardableResult
    private static func put(_ text: String, to descriptor: Int32) -> Int32 { put(Array(text.utf8), to: descriptor) }

    private static func put(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}

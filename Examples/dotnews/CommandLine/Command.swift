import DotNews

/// One command of `dotnews`: what it is called, what it takes, and what it does.
protocol Command: Sendable {
    /// The word on the command line.
    static var name: String { get }
    /// What the command does, in one line.
    static var summary: String { get }
    /// The operands as the help shows them, such as `ID`; empty for none.
    static var operands: String { get }
    /// The options besides the common ones.
    static var options: [Option] { get }
    /// More help, after the options.
    static var details: String { get }
    /// Whether what begins with one minus sign and is no option is an operand.
    static var acceptsMinusOperands: Bool { get }

    /// Reads the arguments.
    init(_ arguments: ParsedArguments) throws(UsageError)

    /// Does it.
    func run(_ context: CommandContext) async throws -> ExitCode
}

extension Command {
    static var operands: String { "" }
    static var options: [Option] { [] }
    static var details: String { "" }
    static var acceptsMinusOperands: Bool { false }

    /// The help of the command.
    static var help: String {
        var lines = ["Usage: dotnews \(name) \(operands.isEmpty ? "" : operands + " ")[options]", "", summary, ""]
        if !options.isEmpty { lines += ["Options:"] + table(options) + [""] }
        lines += ["Common options:"] + table(CommonOptions.options(besides: options))
        if !details.isEmpty { lines += ["", details] }
        return lines.joined(separator: "\n")
    }

    private static func table(_ all: [Option]) -> [String] {
        let options = all.filter { $0.refusal == nil }
        let width = min(options.map(\.usage.count).max() ?? 0, 30)
        return options.map { option in
            let usage = option.usage
            let padding =
                usage.count <= width
                ? String(repeating: " ", count: width - usage.count) : "\n" + String(repeating: " ", count: width + 2)
            return "  " + usage + padding + "  " + option.help
        }
    }
}

/// How a command ended, as the shell sees it.
struct ExitCode: RawRepresentable {
    let rawValue: Int32

    static let success = ExitCode(rawValue: 0)
    static let failure = ExitCode(rawValue: 1)
    static let usage = ExitCode(rawValue: 2)
    /// Stopped by Ctrl-C: 128 and the number of SIGINT.
    static let interrupted = ExitCode(rawValue: 130)
}

/// A failure that is reported as one sentence.
struct CommandFailure: Error, CustomStringConvertible {
    let text: LocalizedText

    var description: String { text.english }

    init(_ english: String, hant: String, hans: String) { text = LocalizedText(english, hant: hant, hans: hans) }
}

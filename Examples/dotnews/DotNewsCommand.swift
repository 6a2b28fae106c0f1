import CDotNewsMallocLimits
import DotNews

/// The command line's entry: finds the command, reads its options, runs it, and reports how it ended.
@main
enum DotNewsCommand {
    static let commands: [any Command.Type] = [
        SyncCommand.self, ListCommand.self, ShowCommand.self, SearchCommand.self, RelatedCommand.self, HotCommand.self,
        TagsCommand.self, ColumnsCommand.self, NewCommand.self, UnreadCommand.self, ChangesCommand.self,
        StatusCommand.self, PruneCommand.self, VerifyCommand.self,
        RepairCommand.self,
        ShareCommand.self, MeasureCommand.self, LinkCommand.self, ParseCommand.self,
        BookmarkCommand.self, BookmarksCommand.self, ReadCommand.self, HistoryCommand.self, BackCommand.self,
        ForwardCommand.self, SearchesCommand.self, FollowCommand.self, MuteCommand.self,
        PreferencesCommand.self, ExportCommand.self, ImportCommand.self,
        CommentsCommand.self, CommentCommand.self, LikeCommand.self, FavouriteCommand.self, OutboxCommand.self,
        SignInCommand.self, SignOutCommand.self,
        ReplicateCommand.self, DevicesCommand.self,
    ]

    static func main() {
        let signals = EndSignals.block()
        // A sync has a dozen threads for a short time; an arena for each would cost a quarter of its memory.
        dotnews_limit_malloc()
        Terminal.reserveDescriptors()
        let environment = ProcessInfo.processInfo.environment
        let terminal = Terminal(environment: environment)
        if let problem = SystemLimits.problem() {
            terminal.report("dotnews: \(problem)")
            exit(ExitCode.failure.rawValue)
        }
        let arguments = Array(CommandLine.arguments.dropFirst())
        // Detached: what is isolated to the main actor would wait for the main thread.
        Task.detached {
            await SystemLimits.openTimers()
            exit(await run(arguments, environment: environment, terminal: terminal).rawValue)
        }
        signals.wait(terminal)
    }

    private static func run(
        _ arguments: [String], environment: [String: String], terminal: Terminal
    ) async -> ExitCode {
        guard let word = arguments.first else {
            terminal.report(help)
            return .usage
        }
        if word == "--version" {
            terminal.print(version)
            return .success
        }
        do {
            if ["--help", "-h", "help"].contains(word) {
                terminal.print(try arguments.dropFirst().first.map { try self.command(named: $0).help } ?? help)
                return .success
            }
            let command = try self.command(named: word)
            let parsed = try ParsedArguments(
                arguments.dropFirst(), options: command.options + CommonOptions.options(besides: command.options),
                acceptsMinusOperands: command.acceptsMinusOperands)
            if parsed.has("help") {
                terminal.print(command.help)
                return .success
            }
            if parsed.has("version") {
                terminal.print(version)
                return .success
            }
            let options = try CommonOptions(parsed, of: command, environment: environment)
            return try await command.init(parsed).run(CommandContext(options: options, terminal: terminal))
        } catch let error as UsageError {
            // Usage errors quote the help, and like it are English only.
            terminal.report("dotnews: \(TerminalText.sanitized(error.message))")
            terminal.report("Try \"dotnews \(commands.contains { $0.name == word } ? word + " " : "")--help\".")
            return .usage
        } catch let error as AccountError where error.code == .notConfigured {
            terminal.report("dotnews: \(terminal.sentence(error))")
            terminal.report(
                "Here, --comment-service names a file that says so.", hant: "請以 --comment-service 指定說明有關服務的檔案。",
                hans: "请用 --comment-service 指定说明该服务的文件。")
            return .failure
        } catch {
            // An error may quote what a server said.
            terminal.report("dotnews: \(terminal.sentence(error))")
            return .failure
        }
    }

    private static func command(named word: String) throws(UsageError) -> any Command.Type {
        if let command = commands.first(where: { $0.name == word }) { return command }
        let nearest = commands.map { $0.name }.min { $0.editDistance(to: word) < $1.editDistance(to: word) }
        let hint = nearest.flatMap { $0.editDistance(to: word) <= 2 ? "; did you mean \($0)?" : nil } ?? ""
        throw UsageError("unknown command \"\(word)\"\(hint)")
    }

    private static var version: String { "dotnews \(DotNewsVersion.current)" }

    private static var help: String {
        let width = commands.map { $0.name.count }.max() ?? 0
        let list = commands.map { command in
            "  " + command.name + String(repeating: " ", count: width - command.name.count) + "  " + command.summary
        }
        return
            (["Usage: dotnews COMMAND [options]", "", "Reads 點新聞 dotdotnews, keeps it offline, and shares it.", ""]
            + list + [
                "", "\"dotnews COMMAND --help\" says what a command takes.",
                "Results and errors are in the language of LC_ALL, LC_MESSAGES or LANG: 繁體中文 (zh_HK), 简体中文 (zh_CN) or English.",
            ]).joined(separator: "\n")
    }
}

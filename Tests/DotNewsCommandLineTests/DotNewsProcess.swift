import Foundation
import Synchronization
import DotNewsTestSupport

/// A run of the `dotnews` program, as a shell would see it.
///
/// Started with `posix_spawn` rather than Foundation's `Process`, which cannot be used from several threads at once and
/// passes on the signal mask of the calling thread, so that the program would not hear of Control-C.
final class DotNewsProcess: Sendable {
    struct Outcome {
        let exitCode: Int32
        let output: String
        let errors: String

        /// Standard output read as one JSON object.
        func json() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
        }
    }

    /// The program, beside the test program.
    static let executable = Bundle.main.executableURL!.deletingLastPathComponent().appending(path: "dotnews-cli")

    /// Runs the program to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], input: String = ""
    ) async throws -> Outcome {
        try await start(arguments, environment: environment, input: input).outcome()
    }

    /// Runs a shell's words to their end; `$DOTNEWS` is the program.
    static func shell(_ script: String, environment: [String: String] = [:]) async throws -> Outcome {
        try await DotNewsProcess(
            "/bin/sh", ["-c", script], environment: environment.merging(["DOTNEWS": executable.path]) { $1 }, input: ""
        ).outcome()
    }

    /// Starts the program.
    static func start(
        _ arguments: [String], environment: [String: String] = [:], input: String = ""
    ) throws -> DotNewsProcess {
        try DotNewsProcess(executable.path, arguments, environment: environment, input: input)
    }

    let identifier: pid_t
    /// Where standard input, output and error are. Files rather than pipes: nothing has to be read while the program runs.
    private let folder: TemporaryDirectory
    private let hasEnded = Mutex(false)

    private init(_ program: String, _ arguments: [String], environment: [String: String], input: String) throws {
        folder = try TemporaryDirectory()
        try folder.write(input, to: "0")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in STDIN_FILENO...STDERR_FILENO {
            let flags = descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC
            let file = folder.url.appending(path: "\(descriptor)").path
            posix_spawn_file_actions_addopen(&actions, descriptor, file, flags, 0o600)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        // What this process ignores, as test programs do a closed pipe, the program must not.
        var usual = sigset_t()
        sigemptyset(&usual)
        for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&usual, signal) }
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let variables = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "NO_COLOR": "1", "LANG": "C.UTF-8"]
            .merging(Sanitizer.variables) { $1 }.merging(environment) { $1 }
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var settings = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var identifier: pid_t = 0
        let code = posix_spawn(&identifier, program, &actions, &attributes, &words, &settings)
        guard code == 0 else {
            throw CocoaError(
                .executableLoad, userInfo: ["program": program, "reason": String(cString: strerror(code))])
        }
        self.identifier = identifier
    }

    /// Waits for the program's end. Once only.
    func outcome() async throws -> Outcome {
        let code = await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                var status: Int32 = 0
                while waitpid(identifier, &status, 0) < 0 && errno == EINTR {}
                hasEnded.withLock { $0 = true }
                // As a shell has it: the code, or 128 and the number of the signal.
                continuation.resume(returning: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F)
            }
        }
        return Outcome(exitCode: code, output: try text(of: STDOUT_FILENO), errors: try text(of: STDERR_FILENO))
    }

    /// Waits until the program has said `text` on standard error; `false` when it has not within half a minute.
    func says(_ text: String) async throws -> Bool {
        for _ in 0..<3_000 {
            if try self.text(of: STDERR_FILENO).contains(text) { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    private func text(of descriptor: Int32) throws -> String {
        String(decoding: try Data(contentsOf: folder.url.appending(path: "\(descriptor)")), as: UTF8.self)
    }

    deinit {
        // A test that has failed must not leave its program behind.
        if !hasEnded.withLock({ $0 }) { kill(identifier, SIGKILL) }
    }
}

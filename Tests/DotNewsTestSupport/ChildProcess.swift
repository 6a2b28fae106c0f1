package import Foundation

/// A program that runs beside the tests.
///
/// Foundation's `Process` cannot be used from several threads at once, and starts programs with the signal mask of the calling
/// thread. The threads that run tasks have every signal blocked, so that a program started by a test could not be asked to end.
package final class ChildProcess: Sendable {
    /// The number by which signals reach the program.
    package let identifier: pid_t

    #if canImport(Darwin)
        // Pointers there, which the calls that initialise them allocate.
        private typealias FileActions = posix_spawn_file_actions_t?
        private typealias Attributes = posix_spawnattr_t?
    #else
        private typealias FileActions = posix_spawn_file_actions_t
        private typealias Attributes = posix_spawnattr_t
    #endif

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - environment: The program's environment; that of the tests by default.
    ///   - files: The files for standard input, output and error.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String]? = nil,
        files: [String] = ["/dev/null", "/dev/null", "/dev/null"]
    ) throws {
        var actions = Self.fileActions(files)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var attributes = Self.attributes()
        defer { posix_spawnattr_destroy(&attributes) }
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var settings = (environment ?? ProcessInfo.processInfo.environment).map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var identifier: pid_t = 0
        let code = posix_spawn(&identifier, program, &actions, &attributes, &words, &settings)
        guard code == 0 else { throw ChildProcessError(description: "\(program): \(String(cString: strerror(code)))") }
        self.identifier = identifier
    }

    private static func fileActions(_ files: [String]) -> FileActions {
        #if canImport(Darwin)
            var actions: FileActions = nil
        #else
            var actions = FileActions()
        #endif
        posix_spawn_file_actions_init(&actions)
        for (descriptor, file) in zip(STDIN_FILENO..., files) {
            let flags = descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC
            posix_spawn_file_actions_addopen(&actions, descriptor, file, flags, 0o600)
        }
        return actions
    }

    private static func attributes() -> Attributes {
        #if canImport(Darwin)
            var attributes: Attributes = nil
        #else
            var attributes = Attributes()
        #endif
        posix_spawnattr_init(&attributes)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        // The program must not ignore what this process ignores, as test programs do a closed pipe.
        var usual = sigset_t()
        sigemptyset(&usual)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&usual, signal) }
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        return attributes
    }

    /// Whether the program is still running.
    package var isRunning: Bool {
        var information = siginfo_t()
        // Looks without taking the result away, which `waitUntilExit` is for.
        let code = waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT)
        return code == 0 && information.si_signo == 0
    }

    /// Asks the program to end.
    package func terminate() { kill(identifier, SIGTERM) }

    /// Waits for the program's end and returns its status as `waitpid` has it, 0 for success. Once only.
    @discardableResult
    package func waitUntilExit() -> Int32 {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0 && errno == EINTR {}
        return status
    }
}

/// A program that could not be started.
struct ChildProcessError: Error, CustomStringConvertible {
    let description: String
}

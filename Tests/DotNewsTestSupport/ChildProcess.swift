import Foundation

/// A program that runs beside the tests, without input and output.
///
/// Foundation's `Process` starts programs with the signal mask of the calling thread. The threads that run tasks have every
/// signal blocked, so that a program started by a test could not be asked to end.
package final class ChildProcess: Sendable {
    private let identifier: pid_t

    /// Starts a program.
    package init(_ program: String, _ arguments: [String]) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in 0...2 as ClosedRange<Int32> {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var strings = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for string in strings { free(string) } }
        var identifier: pid_t = 0
        let code = posix_spawn(&identifier, program, &actions, &attributes, &strings, environ)
        guard code == 0 else { throw ChildProcessError(description: "\(program): \(String(cString: strerror(code)))") }
        self.identifier = identifier
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

    /// Waits for the program's end; returns its status, 0 for success. Once only.
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

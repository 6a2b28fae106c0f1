import Foundation
import Synchronization
import DotNewsTestSupport

/// A run of the `dotnews` program, as a shell would see it.
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
    static let executable: URL = {
        #if canImport(Darwin)
            // There the tests are a bundle, which a program of the tools loads.
            let tests = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }!.bundleURL
        #else
            let tests = Bundle.main.executableURL!
        #endif
        return tests.deletingLastPathComponent().appending(path: "dotnews-cli")
    }()

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

    private let process: ChildProcess
    /// Where standard input, output and error are. Files rather than pipes: nothing has to be read while the program runs.
    private let folder: TemporaryDirectory
    private let hasEnded = Mutex(false)

    private init(_ program: String, _ arguments: [String], environment: [String: String], input: String) throws {
        let folder = try TemporaryDirectory()
        try folder.write(input, to: "0")
        let variables = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "NO_COLOR": "1", "LANG": "C.UTF-8"]
            .merging(Sanitizer.variables) { $1 }.merging(environment) { $1 }
        process = try ChildProcess(
            program, arguments, environment: variables,
            files: (STDIN_FILENO...STDERR_FILENO).map { folder.url.appending(path: "\($0)").path })
        self.folder = folder
    }

    /// The number by which signals reach the program.
    var identifier: pid_t { process.identifier }

    /// Waits for the program's end. Once only.
    func outcome() async throws -> Outcome {
        let code = await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                let status = process.waitUntilExit()
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

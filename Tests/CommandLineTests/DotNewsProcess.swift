import Foundation
import Synchronization

/// A run of the `dotnews` program, as a shell would see it.
struct DotNewsProcess {
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
    static let executable = Bundle.main.executableURL!.deletingLastPathComponent().appending(path: "dotnews")

    /// Runs the program to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], input: String = ""
    ) async throws -> Outcome {
        try await start(arguments, environment: environment, input: input).outcome()
    }

    private let process: Process
    private let files: [URL]

    /// Starts the program.
    static func start(
        _ arguments: [String], environment: [String: String] = [:], input: String = ""
    ) throws -> DotNewsProcess {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "NO_COLOR": "1", "LANG": "C.UTF-8"].merging(environment) { $1 }
        // Files rather than pipes: nothing has to be read while the program runs.
        let folder = FileManager.default.temporaryDirectory
        let files = (0..<3).map { _ in folder.appending(path: "dotnews-test-\(UUID().uuidString)") }
        try Data(input.utf8).write(to: files[0])
        for file in files[1...] { try Data().write(to: file) }
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        return DotNewsProcess(process: process, files: files)
    }

    var identifier: Int32 { process.processIdentifier }

    func outcome() async throws -> Outcome {
        let process = process
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                process.waitUntilExit()
                continuation.resume()
            }
        }
        let code = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        return Outcome(
            exitCode: code, output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
    }
}

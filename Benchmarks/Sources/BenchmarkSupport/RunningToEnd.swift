import Foundation

/// Runs a program's work to its end, and ends the process.
///
/// The thread that calls waits. An asynchronous `main` gives its thread away instead, which valgrind does not survive.
public func runToEnd(_ work: @escaping @Sendable () async throws -> Void) -> Never {
    Task {
        do {
            try await work()
            exit(EXIT_SUCCESS)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(EXIT_FAILURE)
        }
    }
    while true { pause() }
}

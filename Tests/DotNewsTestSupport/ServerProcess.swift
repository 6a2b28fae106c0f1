import DotNewsModels
import Foundation

/// A server program on 127.0.0.1, started for a test; it ends when the last reference goes.
package final class ServerProcess: Sendable {
    /// Why there is no such server here.
    package struct Unavailable: Error, CustomStringConvertible {
        package let description: String
    }

    private static let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin"]
    private let child: ChildProcess

    /// Starts a program, and waits until it listens on the port.
    package init(_ program: String, _ arguments: [String], port: Int) throws {
        child = try ChildProcess(program, arguments)
        while !LoopbackSocket.isListening(on: port) {
            guard child.isRunning else { throw Unavailable(description: "\(program) did not start") }
            usleep(10_000)
        }
    }

    deinit {
        child.terminate()
        child.waitUntilExit()
    }

    /// Where a program is; `nil` when it is not installed.
    package static func program(_ name: String) -> String? {
        folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// A port that is free now; that somebody takes it before the server does is unlikely, not impossible.
    package static func freePort() throws -> Int {
        let (socket, port) = try LoopbackSocket.bound()
        socket.close()
        return port
    }
}

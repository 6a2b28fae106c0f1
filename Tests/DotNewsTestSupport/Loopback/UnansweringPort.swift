public import DotNewsModels
import Foundation

/// A port of 127.0.0.1 whose queue of connections is full: connecting to it never ends, as with a host that drops what it
/// gets. Linux only; elsewhere connecting may succeed.
public final class UnansweringPort: Sendable {
    private let socket: LoopbackSocket
    private let fillers: [LoopbackSocket]
    /// An address there.
    public let address: WebAddress

    /// Takes a port and fills its queue.
    public init() throws {
        let (socket, port) = try LoopbackSocket.bound()
        try socket.listen(backlog: 0)
        guard let address = WebAddress("http://127.0.0.1:\(port)/") else { preconditionFailure("Not a port: \(port)") }
        self.socket = socket
        self.address = address
        fillers = try (0..<4).map { _ in try LoopbackSocket.connecting(to: port) }
    }

    deinit {
        for filler in fillers { filler.close() }
        socket.close()
    }
}

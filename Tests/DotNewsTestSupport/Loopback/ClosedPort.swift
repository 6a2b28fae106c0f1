public import DotNewsModels

/// A port of 127.0.0.1 on which nobody listens, and which nobody else gets while this lives: connections are refused.
public final class ClosedPort: Sendable {
    private let socket: LoopbackSocket
    /// An address there.
    public let address: WebAddress

    /// Takes a port.
    public init() throws {
        let (socket, port) = try LoopbackSocket.bound()
        guard let address = WebAddress("http://127.0.0.1:\(port)/") else { preconditionFailure("Not a port: \(port)") }
        self.socket = socket
        self.address = address
    }

    deinit { socket.close() }
}

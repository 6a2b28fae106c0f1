import Foundation

/// Sends a reply in the way it describes.
struct LoopbackSender {
    let socket: LoopbackSocket

    /// Sends, and says what is to become of the connection.
    ///
    /// - Parameter willComplete: Called before the bytes after which the client may ask for something else.
    func send(_ reply: LoopbackReply, isHead: Bool, willComplete: () -> Void) -> LoopbackReply.Ending {
        guard socket.wait(reply.delay), pass(reply.gate) else { return .close }
        var bytes = reply.head
        if !isHead { bytes += reply.body }
        if let cut = reply.cut { bytes = bytes.prefix(cut) }
        if case .keepAlive = reply.ending, reply.interval == nil, !reply.isEndless { willComplete() }
        guard deliver(bytes, every: reply.interval) else { return .close }
        if reply.isEndless {
            while deliver(reply.body, every: reply.interval) {}
            return .close
        }
        if case .stall = reply.ending {
            _ = socket.wait(nil)
            return .close
        }
        return reply.ending
    }

    private func deliver(_ bytes: Data, every interval: Duration?) -> Bool {
        guard let interval else { return socket.send(bytes) }
        return bytes.allSatisfy { socket.send(Data([$0])) && socket.wait(interval) }
    }

    /// Waits for the gate to open; `false` when the client left before.
    private func pass(_ gate: Gate?) -> Bool {
        guard let gate else { return true }
        while !gate.isOpen(within: .milliseconds(20)) {
            guard socket.wait(.milliseconds(1)) else { return false }
        }
        return true
    }
}

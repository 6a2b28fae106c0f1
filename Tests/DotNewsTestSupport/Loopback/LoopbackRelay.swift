public import DotNewsModels
import Foundation
import Synchronization

/// A TCP relay before a server on 127.0.0.1 that breaks connections where a test wants them broken.
public final class LoopbackRelay: Sendable {
    /// What is done to a request, once.
    public enum Fault: Sendable {
        /// So many bytes of it reach the server, then the connection ends on both sides.
        case cutRequest(after: Int)
        /// It reaches the server whole, and the connection ends in place of the answer.
        case loseAnswer
    }

    /// The port.
    public let port: Int
    private let listener: LoopbackSocket
    private let core: RelayCore

    /// Starts a relay to the server on a port.
    public init(to server: Int) throws {
        let (socket, port) = try LoopbackSocket.bound()
        try socket.listen(backlog: 64)
        self.port = port
        listener = socket
        core = RelayCore(server: server)
        let core = core
        RelayCore.startThread {
            while let client = socket.accept() { core.serve(client) }
            socket.close()
        }
    }

    deinit {
        core.stop()
        listener.shutdown()
    }

    /// The address of a path with its leading slash.
    public func address(_ path: String) -> WebAddress {
        guard let address = WebAddress("http://127.0.0.1:\(port)\(path)") else {
            preconditionFailure("Not a path: \(path)")
        }
        return address
    }

    /// Does this to the next request of a method. A client must send the beginning of each request by itself.
    public func add(_ fault: Fault, toNext method: String) {
        core.faults.withLock { $0.append((method, fault)) }
    }

    /// Does no more of what was asked for.
    public func removeFaults() {
        core.faults.withLock { $0 = [] }
    }

    /// How many faults have not happened yet.
    public var pendingFaults: Int { core.faults.withLock(\.count) }
}

/// The part that the threads hold on to.
private final class RelayCore: Sendable {
    let faults = Mutex<[(method: String, fault: LoopbackRelay.Fault)]>([])
    private let links = Mutex<[ObjectIdentifier: RelayLink]?>([:])
    private let server: Int

    init(server: Int) { self.server = server }

    static func startThread(_ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.name = "relay"
        thread.start()
    }

    func stop() {
        links.withLock { links in
            for link in (links ?? [:]).values { link.end() }
            links = nil
        }
    }

    func serve(_ client: LoopbackSocket) {
        guard let server = try? LoopbackSocket.connected(to: server) else { return client.close(reset: true) }
        let link = RelayLink(client: client, server: server)
        let isWanted = links.withLock { links in
            links?[ObjectIdentifier(link)] = link
            return links != nil
        }
        guard isWanted else { return }
        Self.startThread { [self] in
            forwardRequests(link)
            link.end()
        }
        Self.startThread { [self] in
            while let bytes = server.receive(), !link.isAnswerLost.load(ordering: .relaxed), client.send(bytes) {}
            link.end()
            links.withLock { $0?[ObjectIdentifier(link)] = nil }
        }
    }

    private func forwardRequests(_ link: RelayLink) {
        while let bytes = link.client.receive() {
            switch takeFault(for: bytes) {
            case .cutRequest(let count):
                _ = link.server.send(bytes.prefix(count))
                return
            case .loseAnswer:
                link.isAnswerLost.store(true, ordering: .relaxed)
            case nil:
                break
            }
            guard link.server.send(bytes) else { return }
        }
    }

    private func takeFault(for bytes: Data) -> LoopbackRelay.Fault? {
        faults.withLock { faults in
            let index = faults.firstIndex { bytes.starts(with: Data("\($0.method) ".utf8)) }
            return index.map { faults.remove(at: $0).fault }
        }
    }
}

/// A connection on both sides; closed when the last thread has let go of it.
private final class RelayLink: Sendable {
    let client: LoopbackSocket
    let server: LoopbackSocket
    let isAnswerLost = Atomic(false)

    init(client: LoopbackSocket, server: LoopbackSocket) {
        self.client = client
        self.server = server
    }

    deinit {
        client.close()
        server.close()
    }

    /// Ends both connections; whoever waits for them wakes.
    func end() {
        client.shutdown()
        server.shutdown()
    }
}

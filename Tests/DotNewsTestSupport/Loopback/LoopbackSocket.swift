import Foundation

/// A TCP socket on the loopback interface: the few calls the origin needs, with names.
struct LoopbackSocket {
    let descriptor: Int32

    /// A socket bound to a free port of 127.0.0.1; not listening yet.
    static func bound() throws -> (socket: LoopbackSocket, port: Int) {
        let socket = try unbound()
        var address = sockaddr_in.loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket.descriptor, $0, length) == 0 && getsockname(socket.descriptor, $0, &length) == 0
            }
        }
        guard isBound else {
            socket.close()
            throw SocketError("bind")
        }
        return (socket, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// A socket that has begun to connect to a port, and may or may not have got there.
    static func connecting(to port: Int) throws -> LoopbackSocket {
        let socket = try unbound()
        _ = fcntl(socket.descriptor, F_SETFL, fcntl(socket.descriptor, F_GETFL) | O_NONBLOCK)
        _ = socket.connect(to: port)
        return socket
    }

    /// A socket that is connected to a port.
    static func connected(to port: Int) throws -> LoopbackSocket {
        let socket = try unbound()
        guard socket.connect(to: port) else {
            let error = SocketError("connect")
            socket.close()
            throw error
        }
        return socket
    }

    /// Whether somebody listens on a port.
    static func isListening(on port: Int) -> Bool {
        guard let socket = try? unbound() else { return false }
        defer { socket.close() }
        return socket.connect(to: port)
    }

    private static func unbound() throws -> LoopbackSocket {
        #if canImport(Darwin)
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #endif
        guard descriptor >= 0 else { throw SocketError("socket") }
        let socket = LoopbackSocket(descriptor: descriptor)
        socket.configure()
        return socket
    }

    /// Closes the socket in programs that a test starts, and makes sending to a peer that has gone an error rather than a
    /// signal, which would end the tests.
    private func configure() {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        #if canImport(Darwin)
            // Linux has a flag of `send` instead.
            var yes: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    private func connect(to port: Int) -> Bool {
        var address = sockaddr_in.loopback(port: port)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// Starts listening.
    func listen(backlog: Int32) throws {
        guard Foundation.listen(descriptor, backlog) == 0 else { throw SocketError("listen") }
    }

    /// The next connection; `nil` when the socket was shut down.
    func accept() -> LoopbackSocket? {
        while true {
            let connection = Foundation.accept(descriptor, nil, nil)
            if connection >= 0 {
                let socket = LoopbackSocket(descriptor: connection)
                socket.configure()
                var yes: Int32 = 1
                setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
                return socket
            }
            if errno != EINTR && errno != ECONNABORTED { return nil }
        }
    }

    /// Bytes as they come; `nil` at the end of the connection.
    func receive() -> Data? {
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 { return Data(buffer[..<count]) }
            if count == 0 || errno != EINTR { return nil }
        }
    }

    /// Sends all bytes; `false` when the connection has ended.
    func send(_ data: Data) -> Bool {
        data.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                #if canImport(Darwin)
                    let flags: Int32 = 0
                #else
                    let flags = Int32(MSG_NOSIGNAL)
                #endif
                let count = Foundation.send(descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, flags)
                if count < 0 && errno != EINTR { return false }
                sent += max(count, 0)
            }
            return true
        }
    }

    /// Waits; `false` when the other side left in the meantime. `nil` waits until it does.
    func wait(_ duration: Duration?) -> Bool {
        let end = duration.map { ContinuousClock.now + $0 }
        while true {
            var milliseconds: Int32 = -1
            if let end {
                let left = end - .now
                if left <= .zero { return true }
                milliseconds = Int32(min(left / .milliseconds(1), 60_000).rounded(.up))
            }
            var entry = pollfd(descriptor: descriptor)
            guard poll(&entry, 1, milliseconds) > 0 else { continue }
            if entry.hasEnded { return false }
        }
    }

    /// Ends both directions; whoever waits for the socket wakes.
    func shutdown() { _ = Foundation.shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Closes; with `reset`, the other side gets a `RST` instead of an orderly end.
    func close(reset: Bool = false) {
        if reset {
            var option = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        }
        _ = Foundation.close(descriptor)
    }
}

extension sockaddr_in {
    fileprivate static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}

extension pollfd {
    fileprivate init(descriptor: Int32) {
        #if canImport(Darwin)
            self.init(fd: descriptor, events: Int16(POLLHUP), revents: 0)
        #else
            // POLLRDHUP, which the headers show only to those who ask for GNU's extensions.
            self.init(fd: descriptor, events: 0x2000, revents: 0)
        #endif
    }

    fileprivate var hasEnded: Bool { revents != 0 }
}

/// A call to the system that failed.
struct SocketError: Error, CustomStringConvertible {
    let description: String

    init(_ call: String) { description = "\(call): \(String(cString: strerror(errno)))" }
}

package import DotNewsModels
import Synchronization

/// Lets so many requests at a time through to each host, over any transport; the others wait in the order in which they
/// came.
///
/// A host is a name and a port. Those that wait can be cancelled, and do not use up their time limits.
public final class HostLimitedTransport: HTTPTransport {
    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct Host {
        var underWay = 0
        /// Those that wait, from `first`; what is before has had its turn and is cleared away now and then.
        private var line: [Waiter] = []
        private var first = 0

        var waiting: Int { line.count - first }

        mutating func append(_ waiter: Waiter) { line.append(waiter) }

        mutating func popFirst() -> Waiter? {
            guard first < line.count else { return nil }
            defer {
                first += 1
                if first > 64, first * 2 > line.count {
                    line.removeFirst(first)
                    first = 0
                }
            }
            return line[first]
        }

        mutating func remove(_ id: UInt64) -> Waiter? {
            line[first...].firstIndex { $0.id == id }.map { line.remove(at: $0) }
        }
    }

    private struct State {
        var hosts: [WebAddress: Host] = [:]
        var lastID: UInt64 = 0
    }

    private let base: any HTTPTransport
    private let limit: Int
    private let state = Mutex(State())

    /// Puts a limit over `base`; less than 1 counts as 1.
    public init(over base: any HTTPTransport, maximumPerHost limit: Int) {
        self.base = base
        self.limit = max(1, limit)
    }

    /// Sends `request` when its turn has come.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let host = request.address.origin
        guard await enter(host) else {
            throw HTTPError(
                .cancelled, method: request.method, address: request.address,
                reason: "the request was cancelled while it waited for its turn")
        }
        defer { leave(host) }
        return try await base.send(request)
    }

    /// How many wait for a host, for tests.
    package func waiting(for address: WebAddress) -> Int {
        state.withLock { $0.hosts[address.origin]?.waiting ?? 0 }
    }

    /// Waits for a place; `false` when the task was cancelled before there was one.
    private func enter(_ host: WebAddress) async -> Bool {
        guard !Task.isCancelled else { return false }
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let hasPlace = state.withLock { state in
                    if state.hosts[host, default: Host()].underWay < limit {
                        state.hosts[host, default: Host()].underWay += 1
                        return true
                    }
                    state.hosts[host]?.append(Waiter(id: id, continuation: continuation))
                    return false
                }
                if hasPlace {
                    continuation.resume(returning: true)
                } else if Task.isCancelled {
                    // Cancelled before it stood in the line, where the handler did not find it.
                    giveUp(id, host)
                }
            }
        } onCancel: {
            giveUp(id, host)
        }
    }

    private func giveUp(_ id: UInt64, _ host: WebAddress) {
        let waiter = state.withLock { $0.hosts[host]?.remove(id) }
        waiter?.continuation.resume(returning: false)
    }

    /// Hands the place to the one that has waited longest, or gives it up.
    private func leave(_ host: WebAddress) {
        let next = state.withLock { state -> Waiter? in
            if let next = state.hosts[host]?.popFirst() { return next }
            state.hosts[host]?.underWay -= 1
            if state.hosts[host]?.underWay == 0 { state.hosts[host] = nil }
            return nil
        }
        next?.continuation.resume(returning: true)
    }
}

import DotNewsFoundation
package import DotNewsModels
import Synchronization

/// A transport that sends only so many requests at a time to each host; the others wait in the order in which they came.
///
/// A host is a name and a port. A request that waits can be cancelled, and does not use up its time limit.
package final class HostLimitedTransport: HTTPTransport {
    /// A host with requests under way or waiting.
    private struct Host {
        let semaphore: AsyncSemaphore
        var requests = 0
    }

    private let base: any HTTPTransport
    private let limit: Int
    private let hosts = Mutex<[WebAddress: Host]>([:])

    /// Puts a limit over `base`; less than 1 counts as 1.
    package init(over base: any HTTPTransport, maximumPerHost limit: Int) {
        self.base = base
        self.limit = limit
    }

    /// Sends `request` when its turn has come.
    package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let origin = request.address.origin
        let semaphore = hosts.withLock { hosts in
            hosts[origin, default: Host(semaphore: AsyncSemaphore(count: limit))].requests += 1
            return hosts[origin]!.semaphore
        }
        defer { leave(origin) }
        guard await semaphore.wait() else {
            throw HTTPError(
                .cancelled, method: request.method, address: request.address,
                reason: "the request was cancelled while it waited for its turn")
        }
        defer { semaphore.signal() }
        return try await base.send(request)
    }

    /// The number of requests that wait for a host, for tests.
    package func waiting(for address: WebAddress) -> Int {
        hosts.withLock { $0[address.origin]?.semaphore }?.waiting ?? 0
    }

    /// Forgets the host with its last request.
    private func leave(_ origin: WebAddress) {
        hosts.withLock { hosts in
            hosts[origin]?.requests -= 1
            if hosts[origin]?.requests == 0 { hosts[origin] = nil }
        }
    }
}

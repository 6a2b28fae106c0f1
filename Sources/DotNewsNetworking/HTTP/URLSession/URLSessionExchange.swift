import DotNewsModels
import Foundation
import Synchronization

#if DOTNEWS_URLSESSION_MODULE
    import DotNewsNetworking
    import FoundationNetworking
#endif

/// One request and what has come in answer to it.
final class URLSessionExchange: Sendable {
    private struct State {
        var continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>?
        var outcome: Result<HTTPResponse, HTTPError>?
        var watchdog: Task<Void, Never>?
        var head: Head?
        var body = Data()
        var lastActivity = ContinuousClock.now
    }

    private struct Head {
        var status: Int
        var headers: HTTPHeaders
    }

    private let state = Mutex(State())
    private let request: HTTPRequest
    private let start = ContinuousClock.now
    private let cancellation: @Sendable () -> Void

    init(_ request: HTTPRequest, cancellation: @escaping @Sendable () -> Void) {
        self.request = request
        self.cancellation = cancellation
    }

    /// Remembers who waits, and starts watching the time; `false` when the exchange has already failed.
    func begin(_ continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>) -> Bool {
        let outcome = state.withLock { state in
            if state.outcome == nil {
                state.continuation = continuation
                state.lastActivity = .now
                state.watchdog = Task { await self.watch() }
            }
            return state.outcome
        }
        if let outcome { continuation.resume(returning: outcome) }
        return outcome == nil
    }

    /// Takes the header; `false` when the answer is refused.
    func receive(_ response: URLResponse) -> Bool {
        guard let response = response as? HTTPURLResponse, (200..<600).contains(response.statusCode) else {
            fail(.malformedResponse, "what came is not an HTTP answer")
            return false
        }
        let announced = Self.announcedSize(of: response)
        guard request.method == .head || announced <= Int64(request.limits.maximumTransferSize) else {
            fail(.tooLarge, "the answer is announced as larger than \(request.limits.maximumTransferSize) bytes")
            return false
        }
        var headers = HTTPHeaders()
        for (name, value) in response.allHeaderFields {
            guard let name = name as? String, let value = value as? String else { continue }
            headers.append(name, value)
        }
        let head = Head(status: response.statusCode, headers: headers)
        state.withLock { state in
            state.lastActivity = .now
            state.head = head
        }
        return true
    }

    /// What `Content-Length` says, the largest number when it says more than that, and -1 when it says nothing.
    private static func announcedSize(of response: HTTPURLResponse) -> Int64 {
        guard let text = response.value(forHTTPHeaderField: "Content-Length") else { return -1 }
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        return Int64(text) ?? (isNumber ? .max : -1)
    }

    /// Takes a piece of the content.
    func receive(_ data: Data) {
        let isAcceptable = state.withLock { state in
            state.lastActivity = .now
            guard state.body.count + data.count <= request.limits.maximumBodySize else { return false }
            state.body.append(data)
            return true
        }
        if !isAcceptable { fail(.tooLarge, "the content is larger than \(request.limits.maximumBodySize) bytes") }
    }

    /// Ends the exchange as `URLSession` says it ended.
    func complete(_ error: (any Error)?, response: URLResponse?) {
        if let error {
            let (code, reason) = URLSessionFailure.describe(error)
            return finish(.failure(self.error(code, reason, error)))
        }
        // Foundation on Linux does not report the header of a redirect that leads nowhere.
        if let response, state.withLock({ $0.head == nil }), !receive(response) { return }
        let (head, body) = state.withLock { ($0.head, $0.body) }
        guard let head else { return fail(.malformedResponse, "the answer has no header") }
        let announced = head.headers["Content-Length"].flatMap(Int.init)
        let isCompressed = head.headers["Content-Encoding"] != nil
        if let announced, !isCompressed, request.method != .head, announced > body.count, head.status != 304 {
            return fail(.connectionLost, "the connection ended before the answer was complete")
        }
        let transferSize = request.method == .head || body.isEmpty ? 0 : announced ?? body.count
        finish(
            .success(
                HTTPResponse(
                    status: head.status, address: request.address, headers: head.headers, body: body,
                    transferSize: transferSize)))
    }

    /// Ends the exchange and the transfer.
    func fail(_ code: HTTPError.Code, _ reason: String) {
        finish(.failure(error(code, reason)))
        cancellation()
    }

    private func error(_ code: HTTPError.Code, _ reason: String, _ underlying: (any Error)? = nil) -> HTTPError {
        HTTPError(code, method: request.method, address: request.address, reason: reason, underlying: underlying)
    }

    /// The first outcome counts; a cancelled task reports once more.
    private func finish(_ outcome: Result<HTTPResponse, HTTPError>) {
        let waiting = state.withLock { state in
            guard state.outcome == nil else {
                return nil as CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>?
            }
            state.outcome = outcome
            state.watchdog?.cancel()
            state.watchdog = nil
            state.body = Data()
            defer { state.continuation = nil }
            return state.continuation
        }
        waiting?.resume(returning: outcome)
    }

    /// Ends the exchange when it takes too long or stands still.
    private func watch() async {
        let limits = request.limits
        while !Task.isCancelled {
            let (lastActivity, hasHead) = state.withLock { ($0.lastActivity, $0.head != nil) }
            let idleLimit = hasHead ? limits.idleTimeout : limits.connectTimeout + limits.idleTimeout
            let now = ContinuousClock.now
            let idleLeft = idleLimit - (now - lastActivity)
            let totalLeft = limits.totalTimeout - (now - start)
            if idleLeft <= .zero { return fail(.timedOut, "nothing came for \(idleLimit)") }
            if totalLeft <= .zero { return fail(.timedOut, "the answer took longer than \(limits.totalTimeout)") }
            try? await Task.sleep(for: min(idleLeft, totalLeft))
        }
    }
}

/// The exchanges of one session: hands what the session reports to the one it belongs to.
final class URLSessionExchanges: NSObject, URLSessionDataDelegate, Sendable {
    private let exchanges = Mutex<[Int: URLSessionExchange]>([:])

    func add(_ exchange: URLSessionExchange, for identifier: Int) {
        exchanges.withLock { $0[identifier] = exchange }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        // RedirectFollower does, after it has checked the address.
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        completionHandler(exchange(of: dataTask)?.receive(response) == true ? .allow : .cancel)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        exchange(of: dataTask)?.receive(data)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let exchange = exchanges.withLock { $0.removeValue(forKey: task.taskIdentifier) }
        exchange?.complete(error, response: task.response)
    }

    private func exchange(of task: URLSessionTask) -> URLSessionExchange? {
        exchanges.withLock { $0[task.taskIdentifier] }
    }
}

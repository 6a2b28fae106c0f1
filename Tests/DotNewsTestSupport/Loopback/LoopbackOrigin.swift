public import DotNewsModels
import DotNewsNetworking
public import Foundation
import Synchronization

/// A web server on 127.0.0.1 that does what a test tells it, right or wrong, and remembers what it was asked.
///
/// HTTP/1.1 with connections that stay open, a thread for each. Stops when the last reference goes. Handlers run on the
/// connections' threads: what they record must be checked in the test's own body.
public final class LoopbackOrigin: Sendable {
    /// Decides what happens to a request.
    public typealias Handler = @Sendable (LoopbackRequest) -> LoopbackReply

    /// What has happened so far.
    public struct Activity: Sendable {
        /// The requests, in the order in which they were read.
        public fileprivate(set) var requests: [LoopbackRequest] = []
        /// The connections that were ever accepted.
        public fileprivate(set) var connections = 0
        /// The connections that are open.
        public fileprivate(set) var openConnections = 0
        /// The requests that were read and are not done with.
        public fileprivate(set) var underWay = 0
        /// The most requests that were under way at the same time.
        public fileprivate(set) var mostUnderWay = 0

        /// The requests for a path.
        public func requests(for path: String) -> [LoopbackRequest] { requests.filter { $0.path == path } }
    }

    private struct Observer {
        let id: UInt64
        let condition: @Sendable (Activity) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var activity = Activity()
        var handlers: [String: Handler] = [:]
        var fallback: Handler
        var sockets: [Int: LoopbackSocket] = [:]
        var observers: [Observer] = []
        var lastObserver: UInt64 = 0
        var isStopped = false
    }

    /// The port.
    public let port: Int
    private let listener: LoopbackSocket
    private let core: Core

    /// Starts an origin. `handler` is asked about every path that ``on(_:_:)`` was not called for.
    public init(_ handler: @escaping Handler = { _ in .status(404) }) throws {
        let (socket, port) = try LoopbackSocket.bound()
        try socket.listen(backlog: 512)
        self.port = port
        listener = socket
        core = Core(State(fallback: handler))
        let core = core
        Self.startThread { core.acceptConnections(from: socket) }
    }

    /// Starts an origin that serves the files below a folder, with `ETag`, `Last-Modified` and 304.
    ///
    /// `compressing` sends them as gzip to clients that accept it.
    public convenience init(serving directory: URL, compressing: Bool = false) throws {
        try self.init(Self.files(below: directory, compressing: compressing))
    }

    deinit { stop() }

    /// A handler that serves the files below a folder, for use behind another.
    public static func files(below directory: URL, compressing: Bool = false) -> Handler {
        let content = DirectoryContent(root: directory)
        return { request in
            guard let address = WebAddress("http://127.0.0.1\(request.target)") else { return .status(400) }
            let question = HTTPRequest(HTTPMethod(rawValue: request.method), address, headers: request.headers)
            guard let answer = try? content.respond(to: question) else { return .status(500) }
            let accepts = request.headers["Accept-Encoding"]?.contains("gzip") == true
            guard compressing, accepts, answer.status == 200, request.method == "GET" else { return .passing(answer) }
            let fields = answer.headers.fields.filter { $0.name != "Content-Length" }.map { ($0.name, $0.value) }
            return .gzip(Gzip.file(of: answer.body), headers: fields)
        }
    }

    /// `http://127.0.0.1:<port>`.
    public var baseAddress: WebAddress { address("") }

    /// The address of a path with its leading slash, as it stands.
    public func address(_ path: String) -> WebAddress {
        guard let address = WebAddress("http://127.0.0.1:\(port)\(path)") else {
            preconditionFailure("Not a path: \(path)")
        }
        return address
    }

    /// Has `handler` answer the requests for `path`, from now on.
    public func on(_ path: String, _ handler: @escaping Handler) {
        core.state.withLock { $0.handlers[path] = handler }
    }

    /// Gives the requests for `path` these replies one after the other, the last one for all that follow.
    public func on(_ path: String, _ replies: LoopbackReply...) {
        let queue = Mutex(replies)
        on(path) { _ in
            queue.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? .status(404) }
        }
    }

    /// What has happened so far.
    public var activity: Activity { core.state.withLock(\.activity) }

    /// The requests so far, in the order in which they were read.
    public var requests: [LoopbackRequest] { activity.requests }

    /// Waits until `condition` holds, or the task is cancelled.
    public func wait(until condition: @escaping @Sendable (Activity) -> Bool) async {
        await core.wait(until: condition)
    }

    /// Closes every connection and the port.
    public func stop() {
        let isFirst = core.state.withLock { state in
            defer { state.isStopped = true }
            for socket in state.sockets.values { socket.shutdown() }
            return !state.isStopped
        }
        // The accepting thread closes it.
        if isFirst { listener.shutdown() }
    }

    private static func startThread(_ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.name = "loopback"
        thread.stackSize = 512 << 10
        thread.start()
    }
}

// MARK: What the threads share

extension LoopbackOrigin {
    /// The part that the threads hold on to, so that an origin can go while they are still leaving.
    private final class Core: Sendable {
        let state: Mutex<State>

        init(_ state: State) { self.state = Mutex(state) }

        func acceptConnections(from listener: LoopbackSocket) {
            while let socket = listener.accept() {
                let number: Int? = change { state in
                    guard !state.isStopped else { return nil }
                    state.activity.connections += 1
                    state.activity.openConnections += 1
                    state.sockets[state.activity.connections] = socket
                    return state.activity.connections
                }
                guard let number else {
                    socket.close()
                    continue
                }
                LoopbackOrigin.startThread { self.serve(socket, number) }
            }
            listener.close()
        }

        private func serve(_ socket: LoopbackSocket, _ number: Int) {
            var reader = LoopbackRequestReader(socket: socket, connection: number)
            var ending = LoopbackReply.Ending.keepAlive
            while case .keepAlive = ending, let request = reader.next() {
                let handler = change { state in
                    state.activity.requests.append(request)
                    state.activity.underWay += 1
                    state.activity.mostUnderWay = max(state.activity.mostUnderWay, state.activity.underWay)
                    return state.handlers[request.path] ?? state.fallback
                }
                // Not under way any more before the client can know it, and so begin another request.
                var isUnderWay = true
                let complete = {
                    if isUnderWay { self.change { $0.activity.underWay -= 1 } }
                    isUnderWay = false
                }
                ending = LoopbackSender(socket: socket)
                    .send(handler(request), isHead: request.method == "HEAD", willComplete: complete)
                complete()
            }
            // Out of the table first: stopping must not shut down a descriptor that someone else got by then.
            change { $0.sockets[number] = nil }
            if case .reset = ending { socket.close(reset: true) } else { socket.close() }
            change { $0.activity.openConnections -= 1 }
        }

        func wait(until condition: @escaping @Sendable (Activity) -> Bool) async {
            let id = state.withLock { state in
                state.lastObserver += 1
                return state.lastObserver
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let holds = state.withLock { state in
                        if condition(state.activity) { return true }
                        let observer = Observer(id: id, condition: condition, continuation: continuation)
                        state.observers.append(observer)
                        return false
                    }
                    if holds { continuation.resume() } else if Task.isCancelled { release { $0.id == id } }
                }
            } onCancel: {
                release { $0.id == id }
            }
        }

        private func change<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
            let result = state.withLock { state in body(&state) }
            let activity = state.withLock(\.activity)
            release { $0.condition(activity) }
            return result
        }

        private func release(where isDone: (Observer) -> Bool) {
            let done = state.withLock { state in
                let done = state.observers.filter(isDone)
                state.observers.removeAll { observer in done.contains { $0.id == observer.id } }
                return done
            }
            for observer in done { observer.continuation.resume() }
        }
    }
}

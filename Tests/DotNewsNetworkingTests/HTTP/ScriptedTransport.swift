import DotNewsModels
import DotNewsNetworking
import Foundation
import Synchronization

/// A transport that does what a test says, for what stands above transports.
final class ScriptedTransport: HTTPTransport {
    typealias Script = @Sendable (HTTPRequest) async throws(HTTPError) -> HTTPResponse

    private let script: Script
    private let sent = Mutex<[HTTPRequest]>([])

    init(_ script: @escaping Script) { self.script = script }

    /// Gives one outcome after the other, the last one for all that follow.
    convenience init(_ outcomes: [Outcome]) {
        let queue = Mutex(outcomes)
        self.init { request throws(HTTPError) in
            let outcome = queue.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
            switch outcome {
            case .status(let status, let headers):
                return HTTPResponse(
                    status: status, address: request.address, headers: headers, body: Data(), transferSize: 0)
            case .error(let code):
                throw HTTPError(code, method: request.method, address: request.address, reason: "scripted")
            }
        }
    }

    enum Outcome: Sendable {
        case status(Int, HTTPHeaders = [:])
        case error(HTTPError.Code)
    }

    var requests: [HTTPRequest] { sent.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        sent.withLock { $0.append(request) }
        return try await script(request)
    }
}

extension HTTPRequest {
    /// A request for a path of a host that does not exist.
    static func example(_ path: String = "/", _ method: HTTPMethod = .get, host: String = "news.example") -> HTTPRequest
    {
        guard let address = WebAddress("https://\(host)\(path)") else { preconditionFailure("Not a path: \(path)") }
        return HTTPRequest(method, address)
    }
}

extension HTTPResponse {
    /// An answer without content.
    static func empty(_ request: HTTPRequest, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, address: request.address, headers: [:], body: Data(), transferSize: 0)
    }
}

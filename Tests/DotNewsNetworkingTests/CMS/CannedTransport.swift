import DotNewsModels
import DotNewsNetworking
import Foundation
import Synchronization

/// Answers from memory, by address, and remembers what it was asked.
///
/// The lock guards the answers and the record of requests.
final class CannedTransport: HTTPTransport {
    struct Answer: Sendable {
        var status = 200
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        var body = Data()
    }

    private struct State {
        var answers: [String: Answer] = [:]
        var requests: [HTTPRequest] = []
    }

    private let state = Mutex(State())

    /// The requests in the order in which they came.
    var requests: [HTTPRequest] { state.withLock { $0.requests } }

    /// Sets what is answered at an address.
    func answer(_ address: String, with answer: Answer) {
        state.withLock { $0.answers[address] = answer }
    }

    /// Sets the text that is answered at an address.
    func answer(_ address: String, _ text: String, status: Int = 200, headers: HTTPHeaders? = nil) {
        var answer = Answer(status: status, body: Data(text.utf8))
        if let headers { answer.headers = headers }
        self.answer(address, with: answer)
    }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let answer = state.withLock { state in
            state.requests.append(request)
            return state.answers[request.address.string]
        }
        guard let answer else {
            throw HTTPError(.cannotConnect, address: request.address, reason: "nothing is prepared for this address")
        }
        return HTTPResponse(
            status: answer.status, address: request.address, headers: answer.headers, body: answer.body,
            transferSize: answer.body.count)
    }
}

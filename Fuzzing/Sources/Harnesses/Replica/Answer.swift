import DotNewsModels
import DotNewsNetworking
import Foundation

/// Answers every request with the same content, and a listing that goes on with one that is empty.
struct Answer: HTTPTransport {
    let status: Int
    let content: Data

    private static let lastPage = Data("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>".utf8)

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let isContinued = request.address.query?.contains("continuation-token") == true
        let body = isContinued ? Self.lastPage : content
        return HTTPResponse(
            status: isContinued ? 200 : status, address: request.address, headers: HTTPHeaders(), body: body,
            transferSize: body.count)
    }
}

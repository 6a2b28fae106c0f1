import DotNewsModels
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

#if os(Linux)
    import DotNewsURLSession
#endif

/// The transports that the conformance suite runs over.
enum TransportUnderTest: String, CaseIterable, Sendable, CustomTestStringConvertible {
    #if DOTNEWS_LIBCURL
        case curl
    #endif
    case urlSession
    case directory

    /// Those that speak HTTP to a server.
    static let network = allCases.filter { $0 != .directory }

    var testDescription: String { rawValue }

    /// Whether this is `URLSession` as rebuilt for Linux, which has faults of its own.
    var isFoundationOnLinux: Bool {
        #if canImport(FoundationNetworking)
            self == .urlSession
        #else
            false
        #endif
    }

    /// Whether the size of content is known as it was before decompression.
    var knowsTransferSize: Bool { self != .urlSession }

    /// A transport of the kind; `directory` is where a folder's files are.
    func make(directory: URL) -> any HTTPTransport {
        switch self {
        #if DOTNEWS_LIBCURL
            case .curl: CurlTransport(CurlTransport.Configuration(proxy: .none))
        #endif
        case .urlSession: URLSessionTransport()
        case .directory: DirectoryTransport(root: directory)
        }
    }

    /// A transport that speaks HTTP.
    func makeForNetwork() -> any HTTPTransport {
        make(directory: URL(fileURLWithPath: "/nonexistent"))
    }
}

/// Files that each transport reaches in its own way: over a loopback origin, or directly.
struct ServedFiles {
    let directory: TemporaryDirectory
    let origin: LoopbackOrigin
    let transport: any HTTPTransport

    init(_ kind: TransportUnderTest, _ files: [String: String]) throws {
        directory = try TemporaryDirectory()
        for (path, content) in files { try directory.write(content, to: path) }
        origin = try LoopbackOrigin(serving: directory.url)
        transport = kind.make(directory: directory.url)
    }

    func send(
        _ method: HTTPMethod = .get, _ path: String, headers: HTTPHeaders = [:], limits: HTTPLimits = .standard
    ) async throws(HTTPError) -> HTTPResponse {
        try await transport.send(HTTPRequest(method, origin.address(path), headers: headers, limits: limits))
    }
}

/// The error that sending fails with; records an issue when it does not fail.
func failure(
    of request: HTTPRequest, over transport: any HTTPTransport, sourceLocation: SourceLocation = #_sourceLocation
) async -> HTTPError.Code? {
    do throws(HTTPError) {
        let response = try await transport.send(request)
        Issue.record("answered with \(response.status)", sourceLocation: sourceLocation)
        return nil
    } catch {
        return error.code
    }
}

public import DotNewsFoundation

/// An edition in a folder: answers from files instead of a server, for apps that ship a first edition, for trying out
/// and for tests.
///
/// - The path of an address, percent-decoded, is the path of a file below the folder, whatever the host; the query is
///   not looked at. A folder stands for its `index.html`.
/// - Nothing outside the folder is read: not by `..`, encoded or not, not by a symbolic link.
/// - `GET` and `HEAD`; other methods are answered with 405. What is missing is answered with 404.
/// - Answers carry an `ETag` made from the content, and `Last-Modified`; a request that names the current one is answered
///   with 304.
/// - Of a request's limits the sizes apply; there is nothing to wait for. A folder that does not exist, or a file that
///   cannot be read, is ``HTTPError/Code/failed``.
public struct DirectoryTransport: HTTPTransport {
    private let content: DirectoryContent

    /// Makes a transport for the files below `root`, which must exist by now for anything to be found.
    public init(root: URL) {
        content = DirectoryContent(root: root)
    }

    /// Answers `request` from the folder, whoever asks.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        guard !Task.isCancelled else {
            throw HTTPError(
                .cancelled, method: request.method, address: request.address, reason: "the request was cancelled")
        }
        try request.checkHeaders()
        return try content.respond(to: request) { Task.isCancelled }
    }
}

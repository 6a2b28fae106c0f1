package import DotNewsFoundation
import DotNewsModels

/// The files below a folder, as a web server would answer for them. Blocking; makes no use of tasks.
package struct DirectoryContent: Sendable {
    /// The folder with every symbolic link resolved; `nil` when it does not exist.
    private let root: String?

    /// Looks at the folder now; it may be filled and changed later, but not moved.
    package init(root: URL) {
        self.root = Self.resolve(root.path)
    }

    /// What the folder has to say to a request. `isCancelled` is asked between pieces of a large file; the answer is
    /// then an error, as it is for a file that cannot be read or is larger than allowed.
    package func respond(
        to request: HTTPRequest, isCancelled: () -> Bool = { false }
    ) throws(HTTPError) -> HTTPResponse {
        guard request.method == .get || request.method == .head else {
            return response(to: request, status: 405, headers: ["Allow": "GET, HEAD"])
        }
        guard let root else {
            throw error(.failed, request, "the folder that holds the edition does not exist")
        }
        guard let path = Self.relativePath(of: request.address),
            let file = Self.locate(path, below: root, isFolder: request.address.path.hasSuffix("/"))
        else {
            return response(to: request, status: 404)
        }
        let content: FileContent
        switch FileContent.load(file, limit: request.limits, isCancelled: isCancelled) {
        case .content(let read): content = read
        case .missing: return response(to: request, status: 404)
        case .forbidden: return response(to: request, status: 403)
        case .failed(let code, let reason): throw error(code, request, reason)
        }
        let headers: HTTPHeaders = [
            "ETag": content.entityTag, "Last-Modified": HTTPDate.string(from: content.modified),
            "Cache-Control": "no-cache",
        ]
        if Self.isUnchanged(content, for: request) { return response(to: request, status: 304, headers: headers) }
        let described: HTTPHeaders = [
            "Content-Type": MediaType.forFile(named: file), "Content-Length": String(content.bytes.count),
        ]
        let body = request.method == .head ? Data() : content.bytes
        return response(to: request, status: 200, headers: headers.merging(described), body: body)
    }

    private func response(
        to request: HTTPRequest, status: Int, headers: HTTPHeaders = [:], body: Data = Data()
    ) -> HTTPResponse {
        let all = (["Date": HTTPDate.string(from: Date())] as HTTPHeaders).merging(headers)
        return HTTPResponse(
            status: status, address: request.address, headers: all, body: body, transferSize: body.count)
    }

    private func error(_ code: HTTPError.Code, _ request: HTTPRequest, _ reason: String) -> HTTPError {
        HTTPError(code, method: request.method, address: request.address, reason: reason)
    }
}

// MARK: From an address to a file

extension DirectoryContent {
    /// The path of a file below the root, decoded; `nil` for what can name none.
    ///
    /// A decoded segment with a slash or a NUL, or one that is `.` or `..`, would mean another place
    /// than the address says.
    private static func relativePath(of address: WebAddress) -> String? {
        var segments: [String] = []
        for segment in address.path.utf8.split(separator: UInt8(ascii: "/")) {
            guard let text = PercentEncoding.decode(Substring(segment)), !text.utf8.contains(0),
                !text.utf8.contains(UInt8(ascii: "/")), text != ".", text != ".."
            else { return nil }
            segments.append(text)
        }
        return segments.joined(separator: "/")
    }

    /// The real path of a file, or of the `index.html` of a folder, when it lies below the root after every symbolic
    /// link has been followed. With `isFolder`, a file is not what was meant.
    private static func locate(_ path: String, below root: String, isFolder: Bool) -> String? {
        guard var file = resolve(path.isEmpty ? root : root + "/" + path) else { return nil }
        var status = stat()
        guard stat(file, &status) == 0 else { return nil }
        if status.st_mode & S_IFMT == S_IFDIR {
            guard let index = resolve(file + "/index.html") else { return nil }
            file = index
        } else if isFolder {
            return nil
        }
        return file.hasPrefix(root == "/" ? root : root + "/") ? file : nil
    }

    private static func resolve(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(validatingCString: resolved)
    }

    /// Whether the version the caller has is the one that is there (RFC 9110, section 13.2.2).
    private static func isUnchanged(_ content: FileContent, for request: HTTPRequest) -> Bool {
        let tags = request.headers.values(of: "If-None-Match")
        if !tags.isEmpty {
            return tags.flatMap { $0.split(separator: ",") }.contains { candidate in
                let tag = candidate.drop { $0 == " " }
                return tag == "*" || (tag.hasPrefix("W/") ? tag.dropFirst(2) : tag) == content.entityTag[...]
            }
        }
        guard let since = request.headers["If-Modified-Since"].flatMap({ HTTPDate.date(from: $0) }) else {
            return false
        }
        return content.modified.timeIntervalSince1970.rounded(.down) <= since.timeIntervalSince1970
    }
}

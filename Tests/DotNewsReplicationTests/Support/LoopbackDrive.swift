import DotNewsNetworking
import Foundation
import Synchronization
import DotNewsTestSupport

/// A small WebDAV server and S3 store in this process, as far as the storage back ends use them.
final class LoopbackDrive: Sendable {
    /// Files by path; folders end with a slash.
    private let files: Files
    let origin: LoopbackOrigin

    private final class Files: Sendable {
        let state = Mutex<[String: Data]>([:])
    }

    init() throws {
        let files = Files()
        self.files = files
        origin = try LoopbackOrigin { request in files.state.withLock { Self.reply(to: request, &$0) } }
    }

    /// The paths of what is there.
    var paths: [String] { files.state.withLock { $0.keys.sorted() } }

    private static func reply(to request: LoopbackRequest, _ files: inout [String: Data]) -> LoopbackReply {
        let path = request.path
        switch request.method {
        case "PROPFIND": return listing(path, depth: request.headers["Depth"] ?? "0", files)
        case "MKCOL":
            guard files[path] == nil else { return .status(405) }
            files[path] = Data()
            return .status(201)
        case "PUT":
            if request.headers["If-None-Match"] == "*", files[path] != nil { return .status(412) }
            files[path] = request.body
            return .status(201)
        case "MOVE":
            let target = request.headers["Destination"] ?? ""
            guard let content = files[path] else { return .status(404) }
            guard files[target] == nil else { return .status(412) }
            files[path] = nil
            files[target] = content
            return .status(201)
        case "DELETE":
            let names = files.keys.filter { $0 == path || path.hasSuffix("/") && $0.hasPrefix(path) }
            for name in names { files[name] = nil }
            return .status(names.isEmpty ? 404 : 204)
        default:
            if path == "/bucket/" { return bucket(files) }
            return files[path].map { .status(200, body: $0) } ?? .status(404)
        }
    }

    private static func listing(_ path: String, depth: String, _ files: [String: Data]) -> LoopbackReply {
        guard files[path] != nil else { return .status(404) }
        let inside = files.keys.filter { name in
            depth == "1" && name.hasPrefix(path) && name != path
                && !name.dropFirst(path.count).dropLast().contains("/")
        }
        let responses = ([path] + inside).map { name in
            let type = name.hasSuffix("/") ? "<collection/>" : ""
            return "<response><href>\(name)</href><propstat><prop><resourcetype>\(type)</resourcetype></prop>"
                + "</propstat></response>"
        }
        let text = "<multistatus xmlns=\"DAV:\">\(responses.joined())</multistatus>"
        return .status(207, headers: [("Content-Type", "application/xml")], body: Data(text.utf8))
    }

    private static func bucket(_ files: [String: Data]) -> LoopbackReply {
        let contents = files.filter { $0.key.hasPrefix("/bucket/") }.map { name, content in
            "<Contents><Key>\(name.dropFirst(8))</Key><Size>\(content.count)</Size></Contents>"
        }
        return .text(
            "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\(contents.joined())"
                + "</ListBucketResult>", type: "application/xml")
    }
}

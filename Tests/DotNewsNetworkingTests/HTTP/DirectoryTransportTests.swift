import DotNewsModels
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DirectoryTransportTests {
    private let folder: TemporaryDirectory
    private let root: URL
    private let transport: DirectoryTransport

    init() throws {
        folder = try TemporaryDirectory()
        try folder.write("outside", to: "secret.txt")
        try folder.write("home", to: "site/index.html")
        try folder.write("immed", to: "site/immed/index.html")
        try folder.write("{}", to: "site/immed/AP1.json")
        try folder.write("港聞", to: "site/港聞/頭 條.txt")
        try folder.write("100%", to: "site/100%.txt")
        root = folder.url.appendingPathComponent("site")
        transport = DirectoryTransport(root: root)
    }

    private func get(_ path: String, _ method: HTTPMethod = .get) async throws -> HTTPResponse {
        let address = try #require(WebAddress("https://www.dotdotnews.example\(path)"))
        return try await transport.send(HTTPRequest(method, address))
    }

    @Test(arguments: [
        ("", "home"), ("/", "home"), ("/index.html", "home"), ("/immed", "immed"), ("/immed/", "immed"),
        ("/immed/AP1.json", "{}"), ("/immed/AP1.json?v=2#top", "{}"), ("//immed//AP1.json", "{}"),
        ("/港聞/頭 條.txt", "港聞"), ("/%E6%B8%AF%E8%81%9E/%E9%A0%AD%20%E6%A2%9D.txt", "港聞"),
        ("/100%25.txt", "100%"), ("/immed/../index.html", "home"),
    ])
    func `the path of an address names a file`(_ path: String, _ content: String) async throws {
        let response = try await get(path)
        #expect(response.status == 200)
        #expect(String(decoding: response.body, as: UTF8.self) == content)
    }

    @Test(arguments: [
        "/../secret.txt", "/%2e%2e/secret.txt", "/immed/%2E%2E/%2E%2E/secret.txt", "/..%2fsecret.txt",
        "/immed%2FAP1.json", "/immed/AP1.json%00", "/%00", "/index.html%00.txt", "/immed/AP1.json/", "/none",
        "/%FF%FE", "/100%.txt", "/immed/AP2.json",
    ])
    func `what names no file below the folder is not found`(_ path: String) async throws {
        // Some of these are no addresses at all, which is as well.
        guard let address = WebAddress("https://www.dotdotnews.example\(path)") else { return }
        let response = try await transport.send(HTTPRequest(.get, address))
        #expect(response.status == 404)
        #expect(response.body.isEmpty)
    }

    @Test func `a symbolic link is followed inside the folder and not out of it`() async throws {
        let manager = FileManager.default
        try manager.createSymbolicLink(
            at: root.appendingPathComponent("in.html"), withDestinationURL: root.appendingPathComponent("index.html"))
        try manager.createSymbolicLink(
            at: root.appendingPathComponent("out.txt"),
            withDestinationURL: folder.url.appendingPathComponent("secret.txt"))
        try manager.createSymbolicLink(at: root.appendingPathComponent("up"), withDestinationURL: folder.url)
        try manager.createSymbolicLink(
            at: root.appendingPathComponent("loop"), withDestinationURL: root.appendingPathComponent("loop"))
        #expect(try await get("/in.html").body == Data("home".utf8))
        for path in ["/out.txt", "/up/secret.txt", "/up", "/loop"] { #expect(try await get(path).status == 404) }
    }

    @Test func `a folder whose name begins like the root's is outside`() async throws {
        try folder.write("twin", to: "site2/a.txt")
        try FileManager.default.createSymbolicLink(
            at: root.appendingPathComponent("twin.txt"),
            withDestinationURL: folder.url.appendingPathComponent("site2/a.txt"))
        #expect(try await get("/twin.txt").status == 404)
    }

    @Test func `a pipe is not a file, and does not block`() async throws {
        #expect(mkfifo(root.appendingPathComponent("pipe").path, 0o600) == 0)
        #expect(try await get("/pipe").status == 404)
    }

    @Test(arguments: [HTTPMethod.post, .put, .delete])
    func `a folder cannot be written to`(_ method: HTTPMethod) async throws {
        let response = try await get("/index.html", method)
        #expect(response.status == 405)
        #expect(response.headers["Allow"] == "GET, HEAD")
    }

    @Test func `the validator follows the content, not the time`() async throws {
        let file = root.appendingPathComponent("immed/AP1.json")
        let first = try await get("/immed/AP1.json")
        let times = try FileManager.default.attributesOfItem(atPath: file.path)
        // As long as before, and as old.
        try Data("[]".utf8).write(to: file)
        let modified = try #require(times[.modificationDate] as? Date)
        try FileManager.default.setAttributes([.modificationDate: modified], ofItemAtPath: file.path)
        let second = try await get("/immed/AP1.json")
        #expect(first.headers["ETag"] != second.headers["ETag"])
        try Data("{}".utf8).write(to: file)
        #expect(try await get("/immed/AP1.json").headers["ETag"] == first.headers["ETag"])
    }

    @Test func `validators are compared as HTTP has it`() async throws {
        let first = try await get("/immed/AP1.json")
        let tag = try #require(first.headers["ETag"])
        let modified = try #require(first.headers["Last-Modified"])
        let later = HTTPDate.string(from: Date() + 3_600)
        let earlier = "Sun, 06 Nov 1994 08:49:37 GMT"
        let cases: [(HTTPHeaders, Int)] = [
            (["If-None-Match": tag], 304), (["If-None-Match": "W/\(tag)"], 304),
            (["If-None-Match": "\"a\", \(tag) "], 304), (["If-None-Match": "*"], 304),
            (["If-None-Match": "\"a\""], 200),
            (["If-Modified-Since": modified], 304), (["If-Modified-Since": later], 304),
            (["If-Modified-Since": earlier], 200), (["If-Modified-Since": "yesterday"], 200),
            (["If-None-Match": "\"a\"", "If-Modified-Since": later], 200),
        ]
        for (headers, status) in cases {
            let address = try #require(WebAddress("https://www.dotdotnews.example/immed/AP1.json"))
            let response = try await transport.send(HTTPRequest(.get, address, headers: headers))
            #expect(response.status == status, "\(headers.fields)")
            #expect(response.headers["ETag"] == tag)
        }
    }

    @Test(arguments: [
        ("a.JSON", "application/json; charset=utf-8"), ("a.html", "text/html; charset=utf-8"), ("a.jpg", "image/jpeg"),
        ("a.b.webp", "image/webp"), (".json", "application/octet-stream"), ("a", "application/octet-stream"),
        ("a.", "application/octet-stream"), ("d.json/a", "application/octet-stream"),
    ])
    func `the type follows the file's name`(_ name: String, _ type: String) async throws {
        try folder.write("x", to: "site/types/\(name)")
        #expect(try await get("/types/\(name)").headers["Content-Type"] == type)
    }

    @Test func `an empty file is an answer without content`() async throws {
        try folder.write("", to: "site/empty.json")
        let response = try await get("/empty.json")
        #expect(response.status == 200)
        #expect(response.body.isEmpty)
    }

    @Test func `a folder that does not exist is an error`() async throws {
        let absent = DirectoryTransport(root: folder.url.appendingPathComponent("absent"))
        #expect(await failure(of: .example(), over: absent) == .failed)
    }
}

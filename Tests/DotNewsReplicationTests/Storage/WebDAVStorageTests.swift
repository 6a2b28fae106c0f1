import DotNewsModels
import DotNewsNetworking
import Foundation
import Synchronization
import DotNewsTestSupport
import Testing

@testable import DotNewsReplication

/// What a WebDAV storage makes of answers that real servers give seldom, or never should.
@Suite(.timeLimit(.minutes(5))) struct WebDAVStorageTests {
    private let origin: LoopbackOrigin

    init() throws { origin = try LoopbackOrigin() }

    private func storage(_ path: String = "/dav/", user: String? = "reader") throws -> WebDAVStorage {
        try WebDAVStorage(
            folder: origin.address(path), user: user, password: user.map { _ in Secret("geheim") },
            over: PlatformTransport(), allowsClearText: false, clock: TestClock(automatic: true))
    }

    private static func listing(_ paths: String...) -> LoopbackReply {
        let responses = paths.map { path in
            let type = path.hasSuffix("/") ? "<collection/>" : ""
            return
                "<response><href>\(path)</href><propstat><prop><resourcetype>\(type)</resourcetype></prop></propstat>"
                + "</response>"
        }
        let text = "<multistatus xmlns=\"DAV:\">\(responses.joined())</multistatus>"
        return .status(207, headers: [("Content-Type", "application/xml")], body: Data(text.utf8))
    }

    @Test func `a listing is one request, which asks for little and shows who asks`() async throws {
        origin.on("/dav/", Self.listing("/dav/", "/dav/a.log", "/dav/sub/", "/dav/sub/deeper.log", "/dav/Other"))
        #expect(try await storage().list().map(\.name.rawValue) == ["a.log"])
        let request = try #require(origin.requests.first)
        #expect(origin.requests.count == 1)
        #expect(request.method == "PROPFIND" && request.headers["Depth"] == "1")
        #expect(request.headers["Authorization"] == "Basic cmVhZGVyOmdlaGVpbQ==")
        #expect(String(decoding: request.body, as: UTF8.self).contains("<getcontentlength/>"))
    }

    @Test func `a proxy may call the folder something else`() async throws {
        origin.on("/dav/", Self.listing("/inner/path/", "/inner/path/a.log", "/inner/path/x/b.log"))
        #expect(try await storage().list().map(\.name.rawValue) == ["a.log"])
    }

    @Test(arguments: [
        ("/c%231%3F/", "/c#1?/"), ("/c%231%3F/", "/c%231%3F/"), ("/100%25%20news/", "/100% news/"),
        ("/100%25%20news/", "/100%25%20news/"), ("/a%3Fb/c/", "/inner/a?b/c/"), ("/dav/", "/"), ("/a%25/", "/a%/"),
    ])
    func `a server may write its folder's name raw or escaped`(path: String, raw: String) async throws {
        origin.on(path, Self.listing(raw, raw + "a.log", raw + "sub/", "https://dav.example" + raw + "b.log"))
        #expect(try await storage(path).list().map(\.name.rawValue) == ["a.log", "b.log"])
    }

    @Test func `a folder need not be in its own listing`() async throws {
        origin.on("/dav/", Self.listing())
        #expect(try await storage().list().isEmpty)
        origin.on("/dav/", Self.listing("/dav/a.log", "/dav/b.log"))
        #expect(try await storage().list().map(\.name.rawValue) == ["a.log", "b.log"])
        origin.on("/dav/", Self.listing("/dav/a.log"))
        #expect(try await storage().list().map(\.name.rawValue) == ["a.log"])
    }

    @Test func `a listing that cannot be of the folder is no empty folder`() async throws {
        origin.on("/dav/", Self.listing("/dav"))
        #expect(await StorageConformance.failure { try await storage().list() }?.code == .unusable)
        origin.on("/dav/", Self.listing("/x/dav/", "/dav", "/a.log"))
        #expect(await StorageConformance.failure { try await storage().list() }?.code == .malformedResponse)
    }

    @Test(arguments: [
        ("Digest realm=\"x\", nonce=\"1\"", "(Digest)"), ("Basic realm=\"x\"", "user name or password"),
        ("Negotiate, Basic realm=\"x\"", "user name or password"), ("[2J", "(unknown)"),
    ])
    func `a server that wants passwords in another way is named as such`(challenge: String, words: String) async throws
    {
        origin.on("/dav/", .status(401, headers: [("WWW-Authenticate", challenge)]))
        let error = await StorageConformance.failure { try await storage().list() }
        #expect(error?.code == .unauthorized && error?.reason.contains(words) == true, "\(error?.reason ?? "")")
        #expect(error?.description.contains("\u{1b}") == false)
    }

    @Test func `a proxy that does not rewrite the destination is named as such`() async throws {
        let origin = try LoopbackOrigin { request in
            .status(request.method == "MOVE" ? 502 : ["GET": 404, "PROPFIND": 404][request.method] ?? 201)
        }
        let storage = try WebDAVStorage(folder: origin.address("/dav/"), over: PlatformTransport())
        let name = try StorageConformance.name("a")
        let error = await StorageConformance.failure { try await storage.create(Data("x".utf8), named: name) }
        #expect(error?.reason.contains("Destination") == true && error?.reason.contains("proxy") == true)
    }

    @Test(
        arguments: [
            (200, nil), (204, nil), (404, nil), (410, nil), (403, .forbidden), (423, .locked), (500, .unavailable),
        ]
            as [(Int, RemoteStorageError.Code?)])
    func `what is gone already is removed`(status: Int, code: RemoteStorageError.Code?) async throws {
        origin.on("/dav/a.log", .status(status))
        let name = try #require(ReplicaObjectName("a.log"))
        var failure: RemoteStorageError.Code?
        do { try await storage().remove(name) } catch { failure = (error as? RemoteStorageError)?.code }
        #expect(failure == code)
        #expect(origin.requests.map(\.method) == ["DELETE"])
    }

    @Test(
        arguments: [
            (200, .unusable), (207, .malformedResponse), (204, .unusable), (400, .failed), (401, .unauthorized),
            (403, .forbidden), (405, .unusable), (423, .locked), (429, .unavailable), (500, .unavailable),
            (501, .unusable), (503, .unavailable), (507, .full),
        ] as [(Int, RemoteStorageError.Code)])
    func `what the server says to a listing is understood`(status: Int, code: RemoteStorageError.Code) async throws {
        origin.on("/dav/", .status(status, body: status == 204 ? Data() : Data("<html>geheim</html>".utf8)))
        let error = await StorageConformance.failure { try await storage().list() }
        #expect(error?.code == code)
        #expect(error?.description.contains("listing http://127.0.0.1") == true)
        #expect(error?.description.contains("geheim") == false)
    }

    @Test(
        arguments: [
            ("MKCOL", 401, .unauthorized), ("MKCOL", 403, .forbidden), ("MKCOL", 507, .full),
            ("MKCOL", 500, .unavailable),
            ("MKCOL", 423, .locked), ("PUT", 403, .forbidden), ("PUT", 404, .locked), ("PUT", 409, .locked),
            ("PUT", 412, .exists), ("PUT", 413, .tooLarge), ("PUT", 423, .locked), ("PUT", 500, .unavailable),
            ("PUT", 503, .unavailable), ("PUT", 507, .full), ("MOVE", 403, .forbidden), ("MOVE", 404, .locked),
            ("MOVE", 409, .locked),
            ("MOVE", 405, .unusable), ("MOVE", 423, .locked), ("MOVE", 501, .unusable), ("MOVE", 502, .unavailable),
            ("MOVE", 507, .full),
        ] as [(String, Int, RemoteStorageError.Code)])
    func `what the server says to a new object is understood, and the claim goes`(
        method: String, status: Int, code: RemoteStorageError.Code
    ) async throws {
        let origin = try LoopbackOrigin { request in
            if request.method == method { return .status(status) }
            return .status(["GET": 404, "PROPFIND": 404][request.method] ?? 201)
        }
        let storage = try WebDAVStorage(folder: origin.address("/dav"), over: PlatformTransport())
        let name = try StorageConformance.name("a")
        let error = await StorageConformance.failure { try await storage.create(Data("x".utf8), named: name) }
        #expect(error?.code == code)
        #expect(error?.reason.contains("(\(status))") == true || code == .locked)
        // A claim that another device has taken over is not ours to remove.
        let hasClaim = method != "MKCOL" && ![404, 409].contains(status)
        #expect(origin.requests.contains { $0.method == "DELETE" && $0.target == "/dav/.claim-a/" } == hasClaim)
    }

    @Test func `a new object takes four requests`() async throws {
        let origin = try LoopbackOrigin { _ in .status(201) }
        let storage = try WebDAVStorage(folder: origin.address("/dav/"), over: PlatformTransport())
        try await storage.create(Data("x".utf8), named: StorageConformance.name("a"))
        #expect(
            origin.requests.map { "\($0.method) \($0.target)" } == [
                "MKCOL /dav/.claim-a/", "PUT /dav/.claim-a/content", "MOVE /dav/.claim-a/content",
                "DELETE /dav/.claim-a/",
            ])
        #expect(origin.requests[2].headers["Destination"] == "/dav/a")
        #expect(origin.requests[2].headers["Overwrite"] == "F")
    }

    @Test(arguments: [400, 502])
    func `a server that wants its own name in the destination gets it`(status: Int) async throws {
        let origin = try LoopbackOrigin { request in
            let isRefused = request.method == "MOVE" && request.headers["Destination"]?.hasPrefix("/") == true
            return .status(isRefused ? status : 201)
        }
        let storage = try WebDAVStorage(folder: origin.address("/dav/"), over: PlatformTransport())
        try await storage.create(Data("x".utf8), named: StorageConformance.name("a"))
        #expect(origin.requests.contains { $0.headers["Destination"] == origin.address("/dav/a").string })
    }

    @Test func `the claim goes when the task is cancelled while it is made`() async throws {
        let gate = Gate()
        let origin = try LoopbackOrigin { request in
            request.method == "MKCOL" ? LoopbackReply.status(201).held(at: gate) : .status(201)
        }
        let storage = try WebDAVStorage(folder: origin.address("/dav/"), over: PlatformTransport())
        let task = Task { try await storage.create(Data("x".utf8), named: StorageConformance.name("a")) }
        await origin.wait { $0.requests.count == 1 }
        task.cancel()
        gate.open()
        let error = await StorageConformance.failure { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(origin.requests.last?.method == "DELETE" && !origin.requests.contains { $0.method == "MOVE" })
    }

    @Test func `the claim goes when the task is cancelled later`() async throws {
        let gate = Gate()
        let origin = try LoopbackOrigin { request in
            request.method == "PUT" ? LoopbackReply.status(201).held(at: gate) : .status(201)
        }
        let storage = try WebDAVStorage(folder: origin.address("/dav/"), over: PlatformTransport())
        let task = Task { try await storage.create(Data("x".utf8), named: StorageConformance.name("a")) }
        await origin.wait { $0.requests.contains { $0.method == "PUT" } }
        task.cancel()
        let error = await StorageConformance.failure { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(origin.requests.last?.method == "DELETE")
        #expect(!origin.requests.contains { $0.method == "MOVE" })
        gate.open()
    }

    @Test func `the password is not sent on to another server`() async throws {
        let other = try LoopbackOrigin { _ in .status(401) }
        origin.on("/dav/", .redirect(to: other.address("/dav/").string, status: 307))
        let error = await StorageConformance.failure { try await storage().list() }
        #expect(error?.code == .unusable)
        #expect(error?.reason.contains("http://127.0.0.1:\(other.port)") == true)
        #expect(other.requests.count == 1 && other.requests.first?.headers["Authorization"] == nil)
        // Within the server it is.
        origin.on("/old/", .redirect(to: "/new/", status: 301))
        origin.on("/new/", Self.listing("/new/", "/new/a"))
        #expect(try await storage("/old/").list().count == 1)
        #expect(origin.activity.requests(for: "/new/").first?.headers["Authorization"] != nil)
        origin.on("/loop/", .redirect(to: "/loop/"))
        #expect(await StorageConformance.failure { try await storage("/loop/").list() }?.code == .unusable)
    }

    @Test func `the password is not sent in the clear`() throws {
        for (text, isAllowed) in [
            ("http://cloud.example/dav/", false), ("http://192.168.1.2/dav/", false),
            ("http://127.0.0.1.example/", false),
            ("https://cloud.example/dav/", true), ("http://127.0.0.1/", true), ("http://127.8.9.1:99/", true),
            ("http://localhost:8080/x/", true), ("http://[::1]/x/", true),
        ] {
            let folder = try #require(WebAddress(text))
            func open(_ password: Secret?, _ allows: Bool) throws(RemoteStorageError) {
                _ = try WebDAVStorage(
                    folder: folder, user: "reader", password: password, over: PlatformTransport(),
                    allowsClearText: allows)
            }
            if isAllowed {
                try open(Secret("x"), false)
            } else {
                let error = #expect(throws: RemoteStorageError.self) { try open(Secret("x"), false) }
                #expect(error?.code == .forbidden)
            }
            try open(nil, false)
            try open(Secret("x"), true)
        }
    }

    @Test func `an object that is larger than allowed is not taken`() async throws {
        origin.on("/dav/a", .status(200, body: Data(count: 1_000_000)))
        let name = try StorageConformance.name("a")
        for maximum in [0, 10, 999_999] {
            let error = await StorageConformance.failure { try await storage().read(name, maximumSize: maximum) }
            #expect(error?.code == .tooLarge)
        }
        #expect(try await storage().read(name, maximumSize: 1_000_000).count == 1_000_000)
    }

    @Test func `a server that is not there is named as such`() async throws {
        let closed = try ClosedPort()
        let storage = try WebDAVStorage(folder: closed.address, over: PlatformTransport())
        let error = await StorageConformance.failure { try await storage.list() }
        #expect(error?.code == .unavailable && error?.isTransient == true)
    }
}

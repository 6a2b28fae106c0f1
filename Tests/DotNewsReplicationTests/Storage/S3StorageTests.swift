import DotNewsModels
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsReplication

/// What an S3 storage makes of answers that a real store gives seldom, or never should.
@Suite(.timeLimit(.minutes(30))) struct S3StorageTests {
    private func storage(_ origin: LoopbackOrigin, prefix: String = "p") throws -> S3Storage {
        let location = try #require(S3Location(bucket: "news", prefix: prefix, endpoint: origin.baseAddress))
        return try S3Storage(
            location: location, accessKeyID: "KEY", secretKey: Secret("geheim"), over: PlatformTransport())
    }

    private static func error(
        _ status: Int, _ code: String, headers: [(String, String)] = []
    ) -> LoopbackReply {
        let text = "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>geheim</Message></Error>"
        return .status(status, headers: [("Content-Type", "application/xml")] + headers, body: Data(text.utf8))
    }

    private static func page(_ keys: [String], next: String? = nil) -> LoopbackReply {
        let contents = keys.map { "<Contents><Key>\($0)</Key><Size>3</Size></Contents>" }.joined()
        let more = next.map { "<IsTruncated>true</IsTruncated><NextContinuationToken>\($0)</NextContinuationToken>" }
        return .text(
            "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\(more ?? "")\(contents)"
                + "<CommonPrefixes><Prefix>p/x/</Prefix></CommonPrefixes></ListBucketResult>", type: "application/xml")
    }

    @Test func `pages follow each other until the last`() async throws {
        let origin = try LoopbackOrigin { request in
            request.query?.contains("continuation-token=a%2B%2F%3D&") == true
                ? Self.page(["p/b", "p/C", "q/d", "p/x/e", "p/"]) : Self.page(["p/a"], next: "a+/=")
        }
        #expect(try await storage(origin).list().map(\.name.rawValue) == ["a", "b"])
        #expect(
            origin.requests.map(\.target) == [
                "/news/?delimiter=%2F&list-type=2&max-keys=1000&prefix=p%2F",
                "/news/?continuation-token=a%2B%2F%3D&delimiter=%2F&list-type=2&max-keys=1000&prefix=p%2F",
            ])
        let authorization = origin.requests.first?.headers["Authorization"]
        #expect(authorization?.contains("Credential=KEY/") == true)
        #expect(authorization?.contains("/us-east-1/s3/aws4_request") == true)
        #expect(authorization?.contains("x-amz-content-sha256") == true)
        #expect(
            origin.requests.allSatisfy { request in request.headers.fields.allSatisfy { !$0.value.contains("geheim") } }
        )
    }

    @Test(arguments: [
        ("my news", "my%20news/", "my+news/"), ("新聞", "%E6%96%B0%E8%81%9E/", "%E6%96%B0%E8%81%9E/"),
        ("a+b", "a%2Bb/", "a%2Bb/"),
    ])
    func `a prefix has any characters, and keys may come in URL encoding`(
        prefix: String, encoded: String, listed: String
    ) async throws {
        let origin = try LoopbackOrigin { request in
            guard request.query?.contains("list-type") == true else { return .text("content") }
            return .text(
                "<ListBucketResult><Contents><Key>\(listed)a</Key></Contents><Contents><Key>%zz</Key></Contents>"
                    + "<EncodingType>url</EncodingType></ListBucketResult>", type: "application/xml")
        }
        let storage = try storage(origin, prefix: prefix)
        let objects = try await storage.list()
        #expect(objects.map(\.name.rawValue) == ["a"])
        #expect(try await storage.read(StorageConformance.name("a"), maximumSize: 100) == Data("content".utf8))
        let list = "/news/?delimiter=%2F&list-type=2&max-keys=1000&prefix=\(encoded.dropLast())%2F"
        #expect(origin.requests.map(\.target) == [list, "/news/\(encoded)a"])
    }

    @Test func `a store whose pages never end is left`() async throws {
        let origin = try LoopbackOrigin { _ in Self.page(["p/a"], next: "more") }
        #expect(await StorageConformance.failure { try await storage(origin).list() }?.code == .malformedResponse)
    }

    @Test func `a store whose pages hold more than they were asked for is left`() async throws {
        let keys = [String](repeating: "p/a", count: 60_000)
        let origin = try LoopbackOrigin { _ in Self.page(keys, next: "more") }
        #expect(await StorageConformance.failure { try await storage(origin).list() }?.code == .malformedResponse)
        #expect(origin.requests.count == 2)
    }

    @Test(arguments: [
        "", "<ListBucketResult>", "<html/>",
        "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
    ])
    func `a listing that makes no sense is refused`(text: String) async throws {
        let origin = try LoopbackOrigin { _ in .text(text) }
        #expect(await StorageConformance.failure { try await storage(origin).list() }?.code == .malformedResponse)
    }

    @Test(
        arguments: [
            (404, "NoSuchKey", .missing), (404, "NoSuchBucket", .unusable), (403, "AccessDenied", .forbidden),
            (403, "InvalidAccessKeyId", .unauthorized), (403, "SignatureDoesNotMatch", .unauthorized),
            (403, "RequestTimeTooSkewed", .clockSkew), (400, "AuthorizationHeaderMalformed", .unauthorized),
            (301, "PermanentRedirect", .unusable), (503, "SlowDown", .unavailable),
            (500, "InternalError", .unavailable),
            (400, "EntityTooLarge", .tooLarge), (403, "QuotaExceeded", .full), (507, "XMinioStorageFull", .full),
            (400, "Unheard", .failed), (403, "Unheard", .forbidden), (507, "<b/>", .full), (404, "x y", .missing),
            (500, "\u{1b}[2J", .unavailable),
        ] as [(Int, String, RemoteStorageError.Code)])
    func `what the store says is understood`(status: Int, word: String, code: RemoteStorageError.Code) async throws {
        let origin = try LoopbackOrigin { _ in Self.error(status, word) }
        let (storage, name) = (try storage(origin), try StorageConformance.name("a"))
        let error = await StorageConformance.failure { try await storage.read(name, maximumSize: 10) }
        #expect(error?.code == code)
        #expect(error?.reason.contains("(\(status)") == true)
        #expect(error?.description.contains("geheim") == false && error?.description.contains("\u{1b}") == false)
        #expect(error?.description.contains("reading a from s3://news/p/ at http://127.0.0.1") == true)
    }

    @Test(
        arguments: [
            (-7_200, "2 hours behind the store's"), (1_200, "20 minutes ahead of the store's"),
            (86_400 * 400, "400 days ahead of the store's"), (-3_600, "1 hour behind the store's"), (5, "is wrong"),
            (nil, "is wrong"),
        ] as [(Double?, String)])
    func `a clock that is off is told by how much`(difference: Double?, words: String) async throws {
        // 24 May 2013.
        let serverTime = Date(timeIntervalSince1970: 1_369_353_600)
        let origin = try LoopbackOrigin { _ in
            let date = difference == nil ? "yesterday" : HTTPDate.string(from: serverTime)
            return Self.error(403, "RequestTimeTooSkewed", headers: [("Date", date)])
        }
        let now = serverTime.addingTimeInterval(difference ?? 0)
        let location = try #require(S3Location(bucket: "news", endpoint: origin.baseAddress))
        let storage = try S3Storage(
            location: location, accessKeyID: "KEY", secretKey: Secret("geheim"), over: PlatformTransport(now: { now }),
            now: { now })
        let error = await StorageConformance.failure { try await storage.list() }
        #expect(error?.code == .clockSkew && error?.isTransient == false)
        #expect(error?.reason.contains("\(words); set date") == true, "\(error?.reason ?? "")")
        // The request was signed by the same clock.
        if difference == -7_200 { #expect(origin.requests.first?.headers["x-amz-date"] == "20130523T220000Z") }
    }

    @Test func `a name that is taken is told from an answer that was lost`() async throws {
        let origin = try LoopbackOrigin { request in
            request.method == "PUT" ? Self.error(412, "PreconditionFailed") : .text("mine")
        }
        let (storage, name) = (try storage(origin), try StorageConformance.name("a"))
        try await storage.create(Data("mine".utf8), named: name)
        for other in ["mind", "min", "mine and more"] {
            let error = await StorageConformance.failure { try await storage.create(Data(other.utf8), named: name) }
            #expect(error?.code == .exists)
        }
        #expect(origin.requests.allSatisfy { $0.method != "PUT" || $0.headers["If-None-Match"] == "*" })
    }

    @Test func `a store that does not know the condition is asked first`() async throws {
        let origin = try LoopbackOrigin { request in
            if request.method == "GET" { return Self.error(404, "NoSuchKey") }
            return request.headers["If-None-Match"] == nil ? .status(200) : Self.error(501, "NotImplemented")
        }
        try await storage(origin).create(Data("x".utf8), named: StorageConformance.name("a"))
        #expect(origin.requests.map(\.method) == ["PUT", "GET", "PUT"])
        origin.on("/news/p/b") { $0.method == "GET" ? .text("other") : Self.error(501, "NotImplemented") }
        let name = try StorageConformance.name("b")
        let error = await StorageConformance.failure { try await storage(origin).create(Data("x".utf8), named: name) }
        #expect(error?.code == .exists)
        #expect(origin.requests.map(\.method).suffix(2) == ["PUT", "GET"])
    }

    @Test func `two writers at the same time are told to try again`() async throws {
        let origin = try LoopbackOrigin { request in
            request.method == "PUT" ? Self.error(409, "ConditionalRequestConflict") : Self.error(404, "NoSuchKey")
        }
        let (storage, name) = (try storage(origin), try StorageConformance.name("a"))
        let error = await StorageConformance.failure { try await storage.create(Data("x".utf8), named: name) }
        #expect(error?.code == .locked && error?.isTransient == true)
    }

    @Test func `the bucket stands in the path or in the host`() throws {
        let name = try StorageConformance.name("a.log")
        let amazon = try #require(S3Location(bucket: "news", prefix: "/x/y/", region: "eu-west-1"))
        #expect(amazon.address(of: name).string == "https://news.s3.eu-west-1.amazonaws.com/x/y/a.log")
        #expect(
            amazon.listingAddress(after: nil).string
                == "https://news.s3.eu-west-1.amazonaws.com/?delimiter=%2F&list-type=2&max-keys=1000&prefix=x%2Fy%2F")
        let dotted = try #require(S3Location(bucket: "news.example"))
        #expect(dotted.address(of: name).string == "https://s3.us-east-1.amazonaws.com/news.example/a.log")
        let own = try #require(
            S3Location(bucket: "news", endpoint: WebAddress("http://[::1]:9000/ignored"), style: .virtualHost))
        #expect(own.address(of: name).string == "http://news.[::1]:9000/a.log")
        #expect(!own.listingAddress(after: nil).string.contains("prefix"))
    }

    @Test func `requests do not go in the clear`() throws {
        let location = try #require(S3Location(bucket: "news", endpoint: WebAddress("http://minio.example:9000")))
        func open(_ allows: Bool) throws(RemoteStorageError) {
            _ = try S3Storage(
                location: location, accessKeyID: "K", secretKey: Secret("x"), over: PlatformTransport(),
                allowsClearText: allows)
        }
        #expect(#expect(throws: RemoteStorageError.self) { try open(false) }?.code == .forbidden)
        try open(true)
    }
}

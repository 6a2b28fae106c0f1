import DotNewsModels
import DotNewsNetworking
import DotNewsReplication
import Foundation
import DotNewsTestSupport

/// moto's server on 127.0.0.1: an S3-compatible store that checks signatures and permissions, with a bucket and two
/// users. `Scripts/install-moto` installs it.
final class S3Server: Sendable {
    static let bucket = "news"

    /// An access key.
    struct Key: Sendable {
        let id: String
        let secret: Secret
    }

    let port: Int
    /// A key with every permission.
    let owner: Key
    /// A key that may list and read.
    let guest: Key
    private let process: ServerProcess

    static let isWanted = ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"

    private static let program =
        ProcessInfo.processInfo.environment["DOTNEWS_MOTO_SERVER"]
        ?? FileManager.default.currentDirectoryPath + "/.build/moto/bin/moto_server"

    static let isAvailable = FileManager.default.isExecutableFile(atPath: program)

    /// How many requests are needed to set the server up; those after them must be signed.
    private static let requestsBeforeSignatures = 7

    init() async throws {
        port = try ServerProcess.freePort()
        process = try ServerProcess(
            "/usr/bin/env",
            [
                "INITIAL_NO_AUTH_ACTION_COUNT=\(Self.requestsBeforeSignatures)", Self.program, "-H", "127.0.0.1", "-p",
                "\(port)",
            ], port: port)
        let setUp = SetUp(port: port)
        owner = try await setUp.makeKey(user: "owner", actions: "s3:*")
        guest = try await setUp.makeKey(user: "guest", actions: #"["s3:ListBucket","s3:GetObject"]"#)
        try await setUp.makeBucket()
    }

    /// The store, at its own port or that of a relay.
    func location(
        prefix: String = "", bucket: String = bucket, port: Int? = nil, style: S3Location.AddressStyle = .path,
        region: String = "us-east-1"
    ) throws -> S3Location {
        let host = style == .path ? "127.0.0.1" : "localhost"
        guard
            let location = S3Location(
                bucket: bucket, prefix: prefix, region: region,
                endpoint: WebAddress("http://\(host):\(port ?? self.port)"),
                style: style)
        else { preconditionFailure("Not a location: \(bucket), \(prefix)") }
        return location
    }

    /// A storage in the bucket, over a transport of its own, as another device would have it.
    func storage(
        prefix: String, key: Key? = nil, bucket: String = bucket, port: Int? = nil,
        over transport: any HTTPTransport = PlatformTransport()
    ) throws -> S3Storage {
        let key = key ?? owner
        return try S3Storage(
            location: location(prefix: prefix, bucket: bucket, port: port), accessKeyID: key.id, secretKey: key.secret,
            over: transport)
    }
}

/// The requests that make users and a bucket before signatures are checked.
private struct SetUp {
    struct Failure: Error { let status: Int }

    let port: Int
    private let transport = PlatformTransport()

    init(port: Int) { self.port = port }

    func makeKey(user: String, actions: String) async throws -> S3Server.Key {
        _ = try await ask("iam", "/", form: ["Action": "CreateUser", "UserName": user])
        let answer = try await ask("iam", "/", form: ["Action": "CreateAccessKey", "UserName": user])
        let actions = actions.hasPrefix("[") ? actions : "\"\(actions)\""
        let policy =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":\#(actions),"Resource":"*"}]}"#
        _ = try await ask(
            "iam", "/",
            form: [
                "Action": "PutUserPolicy", "UserName": user, "PolicyName": "storages", "PolicyDocument": policy,
            ])
        return S3Server.Key(id: text("AccessKeyId", answer), secret: Secret(text("SecretAccessKey", answer)))
    }

    func makeBucket() async throws { _ = try await ask("s3", "/\(S3Server.bucket)", method: .put) }

    private func text(_ element: String, _ answer: String) -> String {
        let parts = answer.components(separatedBy: "<\(element)>")
        return parts.count > 1 ? parts[1].components(separatedBy: "<")[0] : ""
    }

    private func ask(
        _ service: String, _ path: String, method: HTTPMethod = .post, form: [String: String] = [:]
    ) async throws -> String {
        guard let address = WebAddress("http://127.0.0.1:\(port)\(path)") else { preconditionFailure(path) }
        var components = URLComponents()
        components.queryItems = form.map { URLQueryItem(name: $0.key, value: $0.value) }
        components.queryItems?.append(URLQueryItem(name: "Version", value: "2010-05-08"))
        let scope = "set-up/20260101/us-east-1/\(service)/aws4_request"
        let headers: HTTPHeaders = [
            "Authorization": "AWS4-HMAC-SHA256 Credential=\(scope), SignedHeaders=host, Signature=0",
            "Content-Type": "application/x-www-form-urlencoded",
        ]
        let body = form.isEmpty ? nil : Data((components.percentEncodedQuery ?? "").utf8)
        let response = try await transport.send(HTTPRequest(method, address, headers: headers, body: body))
        guard response.isSuccess else { throw Failure(status: response.status) }
        return String(decoding: response.body, as: UTF8.self)
    }
}

import DotNewsModels
import Foundation
import Testing

@testable import DotNewsNetworking

/// The signature against Amazon's published examples, byte for byte.
@Suite struct AWSSignatureTests {
    /// The key of the examples in Amazon's description of S3.
    private static let example = AWSSignature(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretKey: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        region: "us-east-1")
    /// 24 May 2013.
    private static let exampleDate = Date(timeIntervalSince1970: 1_369_353_600)

    /// The key of Amazon's general test suite.
    private static let suite = AWSSignature(
        accessKeyID: "AKIDEXAMPLE", secretKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        region: "us-east-1", service: "service")
    /// 30 August 2015, 12:36.
    private static let suiteDate = Date(timeIntervalSince1970: 1_440_938_160)

    private func fields(
        _ method: HTTPMethod, _ address: String, _ headers: HTTPHeaders = [:], body: String? = nil,
        _ signature: AWSSignature = example, _ date: Date = exampleDate
    ) throws -> HTTPHeaders {
        let request = HTTPRequest(
            method, try #require(WebAddress(address)), headers: headers, body: body.map { Data($0.utf8) },
            authentication: .awsSignature(signature))
        let sent = request.authenticated(at: date)
        #expect(sent.authentication == nil && sent.address == request.address && sent.body == request.body)
        return sent.headers
    }

    private func expect(
        _ fields: HTTPHeaders, signed: String, signature: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let text = fields["Authorization"]
        #expect(
            text?.hasSuffix("aws4_request, SignedHeaders=\(signed), Signature=\(signature)") == true, "\(text ?? "")",
            sourceLocation: sourceLocation)
    }

    @Test func `part of an object is read as in Amazon's example`() throws {
        let fields = try fields(.get, "https://examplebucket.s3.amazonaws.com/test.txt", ["Range": "bytes=0-9"])
        expect(
            fields, signed: "host;range;x-amz-content-sha256;x-amz-date",
            signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
        #expect(
            fields["Authorization"]?
                .hasPrefix("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/") == true)
        #expect(fields["x-amz-date"] == "20130524T000000Z")
        #expect(
            fields["x-amz-content-sha256"] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func `an object is written as in Amazon's example`() throws {
        // The address may have the dollar sign as it is or encoded; the signature is the same.
        for name in ["test$file.text", "test%24file.text"] {
            expect(
                try fields(
                    .put, "https://examplebucket.s3.amazonaws.com/\(name)",
                    ["Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"],
                    body: "Welcome to Amazon S3."),
                signed: "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
        }
    }

    @Test(
        arguments: [
            ("?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
            ("?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
            ("?prefix=%4A&max-keys=2", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
        ])
    func `a bucket is asked as in Amazon's examples`(query: String, signature: String) throws {
        expect(
            try fields(.get, "https://examplebucket.s3.amazonaws.com/\(query)"),
            signed: "host;x-amz-content-sha256;x-amz-date", signature: signature)
    }

    @Test(
        arguments: [
            ("GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
            ("POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
            // Sorted by name.
            (
                "GET", "/?Param2=value2&Param1=value1",
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
            ),
            (
                "GET",
                "/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz="
                    + "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
                "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"
            ),
            (
                "GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
                "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"
            ),
            ("GET", "/ሴ", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
            ("GET", "/?ሴ=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"),
        ])
    func `addresses are signed as in the test suite`(method: String, path: String, signature: String) throws {
        let fields = try fields(
            HTTPMethod(rawValue: method), "https://example.amazonaws.com\(path)", [:], Self.suite, Self.suiteDate)
        expect(fields, signed: "host;x-amz-date", signature: signature)
        #expect(fields["x-amz-content-sha256"] == nil)
    }

    @Test func `fields are joined, trimmed and single-spaced as in the test suite`() throws {
        let address = "https://example.amazonaws.com/"
        expect(
            try fields(
                .get, address, ["My-Header1": "value2", "MY-HEADER1": "value2", "my-header1": "value1"], Self.suite,
                Self.suiteDate),
            signed: "host;my-header1;x-amz-date",
            signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea")
        expect(
            try fields(
                .get, address, ["My-Header1": " value1 ", "My-Header2": "\"a   b   c\""], Self.suite, Self.suiteDate),
            signed: "host;my-header1;my-header2;x-amz-date",
            signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736")
    }

    @Test func `a temporary key's token is sent and signed as in the test suite`() throws {
        var signature = Self.suite
        signature.sessionToken = Secret(
            "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfK"
                + "D8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlR"
                + "d8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rv"
                + "x3iSIlTJabIQwj2ICCR/oLxBA==")
        let fields = try fields(.post, "https://example.amazonaws.com/", [:], signature, Self.suiteDate)
        #expect(fields["X-Amz-Security-Token"] == signature.sessionToken?.revealed)
        expect(
            fields, signed: "host;x-amz-date;x-amz-security-token",
            signature: "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead")
    }

    @Test func `fields that a transport or a proxy sets are not signed`() throws {
        let plain = try fields(.get, "https://a.example/x")
        let more = try fields(
            .get, "https://a.example/x",
            [
                "Host": "b.example", "Content-Length": "7", "Accept-Encoding": "gzip", "User-Agent": "x",
                "Authorization": "Bearer x", "X-Amz-Date": "20000101T000000Z", "Expect": "100-continue",
            ])
        #expect(more["Authorization"] == plain["Authorization"])
        #expect(more["X-Amz-Date"] == "20130524T000000Z")
    }

    @Test func `the address is brought into one form`() throws {
        func signature(_ address: String) throws -> String? { try fields(.get, address)["Authorization"] }
        #expect(try signature("http://a.example:9000/x") != signature("http://a.example/x"))
        #expect(try signature("https://a.example:443/x") == signature("https://a.example/x"))
        #expect(try signature("https://a.example") == signature("https://a.example/"))
        #expect(try signature("https://a.example/?b=1&a") == signature("https://a.example/?a=&b=1"))
        #expect(try signature("https://a.example/?a=2&a=1") == signature("https://a.example/?a=1&a=2"))
        #expect(try signature("https://a.example/?a=b+c") == signature("https://a.example/?a=b%20c"))
        #expect(try signature("https://a.example/a%2Fb") != signature("https://a.example/a/b"))
        #expect(try signature("https://a.example/a%2fb") == signature("https://a.example/a%2Fb"))
        #expect(try signature("https://a.example/100%") == signature("https://a.example/100%25"))
    }

    @Test func `another secret, region, method, time or content is another signature`() throws {
        func authorization(
            _ change: (inout AWSSignature) -> Void = { _ in }, method: HTTPMethod = .put, body: String = "x",
            date: Date = AWSSignatureTests.exampleDate
        ) throws -> String? {
            var signature = Self.example
            change(&signature)
            return try fields(method, "https://a.example/x", body: body, signature, date)["Authorization"]
        }
        let all = try [
            authorization(), authorization { $0.secretKey = Secret("y") }, authorization { $0.region = "eu-west-1" },
            authorization(method: .post), authorization(body: "y"), authorization { $0.sessionToken = Secret("t") },
            authorization(date: Self.exampleDate.addingTimeInterval(1)),
        ]
        #expect(Set(all).count == all.count)
    }
}

import DotNewsCryptography
import DotNewsFoundation
import DotNewsModels

/// The key with which requests to Amazon's S3, or a store that works like it, are signed (AWS Signature Version 4).
///
/// Every transport sends the same signature. It covers the method, the address, the content and all header fields but
/// those that the transport sets itself (see ``HTTPRequest/headers``) and `User-Agent`. The path is signed as S3 wants it:
/// percent-encoded once.
package struct AWSSignature: Hashable, Sendable {
    /// The id of the access key; no secret.
    package var accessKeyID: String
    /// The secret that belongs to it.
    package var secretKey: Secret
    /// The token of a temporary key; `nil` for a lasting one.
    package var sessionToken: Secret?
    /// The region, such as `eu-central-1`.
    package var region: String
    /// The service, such as `s3`.
    package var service: String

    /// Creates a signature by a key.
    package init(
        accessKeyID: String, secretKey: Secret, sessionToken: Secret? = nil, region: String, service: String = "s3"
    ) {
        self.accessKeyID = accessKeyID
        self.secretKey = secretKey
        self.sessionToken = sessionToken
        self.region = region
        self.service = service
    }

    private static let algorithm = "AWS4-HMAC-SHA256"

    /// Returns the header fields of a request with those that sign it.
    func sign(_ request: HTTPRequest, at date: Date) -> HTTPHeaders {
        let (day, time) = Self.timestamp(date)
        var headers = request.headers
        headers["X-Amz-Date"] = time
        headers["X-Amz-Security-Token"] = sessionToken?.revealed
        let contentHash = headers["X-Amz-Content-SHA256"] ?? sha256(request.body ?? Data()).hexadecimal
        // Other services take the hash from the signature.
        if service == "s3" { headers["X-Amz-Content-SHA256"] = contentHash }
        let canonical = CanonicalRequest(request, headers, contentHash: contentHash)
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let text = [Self.algorithm, time, scope, sha256(Data(canonical.text.utf8)).hexadecimal].joined(separator: "\n")
        let signature = hmacSHA256(Array(text.utf8), key: key(for: day)).hexadecimal
        headers["Authorization"] =
            "\(Self.algorithm) Credential=\(accessKeyID)/\(scope), SignedHeaders=\(canonical.fieldNames), "
            + "Signature=\(signature)"
        return headers
    }

    /// Returns the key of a day, region and service.
    private func key(for day: String) -> [UInt8] {
        [day, region, service, "aws4_request"].reduce(Array("AWS4\(secretKey.revealed)".utf8)) { key, word in
            hmacSHA256(Array(word.utf8), key: key)
        }
    }

    /// Returns a date in UTC as `20130524` and `20130524T000000Z`.
    private static func timestamp(_ date: Date) -> (day: String, time: String) {
        // Within the years 1 to 9999, as for HTTPDate.
        let seconds = Int(min(max(date.timeIntervalSince1970.rounded(.down), -62_135_596_800), 253_402_300_799))
        let (days, second) = seconds.flooredQuotientAndRemainder(by: 86_400)
        let (year, month, day) = CivilDate.fromDays(days)
        let date = year.padded(to: 4) + month.padded(to: 2) + day.padded(to: 2)
        let time = [second / 3_600, second / 60 % 60, second % 60].map { $0.padded(to: 2) }.joined()
        return (date, "\(date)T\(time)Z")
    }
}

/// A request in the one form that both its sender and its receiver bring it to, to sign it and to check the signature.
private struct CanonicalRequest {
    /// The names of the header fields that are signed, in lower case with semicolons between them.
    let fieldNames: String
    /// What is hashed.
    let text: String

    init(_ request: HTTPRequest, _ headers: HTTPHeaders, contentHash: String) {
        var fields = ["host": [request.address.authority]]
        for field in headers.fields where Self.isSigned(field.name) {
            fields[field.name.lowercased(), default: []].append(Self.singleSpaced(field.value))
        }
        let sorted = fields.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        fieldNames = sorted.map(\.key).joined(separator: ";")
        text = [
            request.method.rawValue, Self.path(request.address), Self.query(request.address),
            sorted.map { "\($0.key):\($0.value.joined(separator: ","))\n" }.joined(), fieldNames, contentHash,
        ].joined(separator: "\n")
    }

    /// Whether a field reaches the server as it is given here. Proxies may change the user agent.
    private static func isSigned(_ name: String) -> Bool {
        !HTTPHeaders.isSetByTransport(name)
            && !["user-agent", "authorization", "proxy-authorization"].contains(name.lowercased())
    }

    private static func singleSpaced(_ value: String) -> String {
        value.split(separator: " ").joined(separator: " ")
    }

    /// Returns the path with everything percent-encoded but letters, digits, `-._~` and the slashes between segments.
    private static func path(_ address: WebAddress) -> String {
        let segments = address.path.split(separator: "/", omittingEmptySubsequences: false)
        let path = segments.map { PercentEncoding.encode(PercentEncoding.decodeLeniently($0.utf8)) }.joined(
            separator: "/")
        return path.isEmpty ? "/" : path
    }

    /// Returns the parameters in the order of their names and values, each with a value.
    private static func query(_ address: WebAddress) -> String {
        let parameters = (address.query ?? "").split(separator: "&").map { parameter in
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? parts[1].utf8[...] : ""[...].utf8[...]
            return (name: encodedParameter(parts[0].utf8), value: encodedParameter(value))
        }
        let sorted = parameters.sorted { left, right in
            left.name == right.name
                ? left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
                : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        return sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// Returns part of a query, encoded in one way only. Servers read a plus sign in it as a space.
    private static func encodedParameter(_ text: some Sequence<UInt8>) -> String {
        PercentEncoding.encode(
            PercentEncoding.decodeLeniently(text.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }))
    }
}

import DotNewsFoundation

/// How a request shows who sends it.
///
/// Kept apart from the header fields, so that secrets are in nothing that is printed, and made into fields where the
/// request goes out. A redirect to another origin does not carry it on.
public enum HTTPAuthentication: Hashable, Sendable {
    /// A user name, which has no colon, and a password, sent with every request (RFC 7617). The transport does not
    /// look at whether the connection is secure; whoever makes the request does.
    case basic(user: String, password: Secret)
    /// A signature of the request by a shared key, which itself is not sent.
    case awsSignature(AWSSignature)

    /// The value of the field `Authorization` when it does not depend on the request; `nil` for a signature.
    package var fieldValue: String? {
        guard case .basic(let user, let password) = self else { return nil }
        return "Basic " + Data("\(user):\(password.revealed)".utf8).base64EncodedString()
    }
}

/// What a request to Amazon's S3, or a store that works like it, is signed with (AWS Signature Version 4).
///
/// libcurl signs. Its older versions sign what they are given as it stands, so that a request to be signed needs: query
/// parameters in the order of their names, each with a value; a path and query with nothing in them but letters, digits,
/// `-._~/` and percent-encodings; fields without spaces in their values; a `Content-Type` when there is content; and for S3
/// the field `x-amz-content-sha256`.
public struct AWSSignature: Hashable, Sendable {
    /// The id of the access key; no secret.
    public var accessKeyID: String
    /// The secret that belongs to it.
    public var secretKey: Secret
    /// The region, such as `eu-central-1`.
    public var region: String
    /// The service, such as `s3`.
    public var service: String

    /// Describes a signature.
    public init(accessKeyID: String, secretKey: Secret, region: String, service: String = "s3") {
        self.accessKeyID = accessKeyID
        self.secretKey = secretKey
        self.region = region
        self.service = service
    }
}

extension HTTPRequest {
    /// Fails when the request is to be signed, which only libcurl's transport can do.
    package func refuseSignature(by transport: String) throws(HTTPError) {
        guard case .awsSignature = authentication else { return }
        throw HTTPError(
            .failed, method: method, address: address,
            reason: "\(transport) cannot sign requests to an S3 store; use the transport over libcurl")
    }
}

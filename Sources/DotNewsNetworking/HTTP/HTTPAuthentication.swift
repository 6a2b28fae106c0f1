public import DotNewsFoundation

/// The way in which a request shows who sends it.
///
/// Kept apart from the header fields, so that secrets are in nothing that is printed. A transport makes it into fields
/// where the request goes out, anew for each attempt and each redirect. A redirect to another origin does not carry it on.
package enum HTTPAuthentication: Hashable, Sendable {
    /// A user name, which has no colon, and a password, sent with every request (RFC 7617). The transport does not
    /// look at whether the connection is secure; whoever makes the request does.
    case basic(user: String, password: Secret)
    /// A signature of the request by a shared key, which itself is not sent.
    case awsSignature(AWSSignature)
}

extension HTTPRequest {
    /// Whether the request shows who sends it.
    package var carriesSecret: Bool {
        authentication != nil || ["Authorization", "Cookie"].contains { headers[$0] != nil }
    }

    /// Returns the request as it goes out at `date`: what shows who sends it has become header fields, which are secret.
    ///
    /// Every transport sends this, anew for each attempt and each redirect; a redirect to another origin sends the request
    /// without them.
    public func authenticated(at date: Date) -> HTTPRequest {
        var result = self
        result.authentication = nil
        switch authentication {
        case nil: break
        case .basic(let user, let password):
            let credentials = Data("\(user):\(password.revealed)".utf8).base64EncodedString()
            result.headers["Authorization"] = "Basic " + credentials
        case .awsSignature(let signature):
            result.headers = signature.sign(self, at: date)
        }
        return result
    }
}

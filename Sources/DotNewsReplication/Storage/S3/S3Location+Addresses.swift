import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking

extension S3Location {
    /// The address of an object.
    func address(of name: ReplicaObjectName) -> WebAddress {
        WebAddress(normalized: base + encodedPrefix + name.rawValue)
    }

    /// Returns the address of a page of the listing, the first or the one that a token stands for.
    func listingAddress(after token: String?) -> WebAddress {
        var parameters = ["delimiter=%2F", "list-type=2", "max-keys=1000", "prefix=\(PercentEncoding.encode(prefix))"]
        if prefix.isEmpty { parameters.removeLast() }
        if let token { parameters.insert("continuation-token=\(PercentEncoding.encode(token))", at: 0) }
        return WebAddress(normalized: base + "?" + parameters.joined(separator: "&"))
    }

    /// The prefix as it stands in addresses.
    var encodedPrefix: String { prefix.split(separator: "/").map { PercentEncoding.encode(String($0)) + "/" }.joined() }

    /// What all addresses begin with; ends with a slash.
    private var base: String {
        switch style {
        case .path: "\(endpoint)/\(bucket)/"
        case .virtualHost: "\(endpoint.scheme)://\(bucket).\(endpoint.authority)/"
        }
    }
}

extension S3Location: CustomStringConvertible {
    /// The bucket, prefix and endpoint.
    public var description: String { "s3://\(bucket)/\(prefix) at \(endpoint)" }
}

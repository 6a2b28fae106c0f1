public import DotNewsModels

/// Where the objects of an ``S3Storage`` are.
public struct S3Location: Hashable, Sendable {
    /// Where the name of the bucket stands in an address.
    public enum AddressStyle: String, Hashable, Sendable, CaseIterable {
        /// In the path: `https://endpoint/bucket/key`. What most stores other than Amazon's want.
        case path
        /// In the host: `https://bucket.endpoint/key`.
        case virtualHost = "host"
    }

    /// The bucket's name.
    public let bucket: String
    /// What all keys begin with: empty, or segments that end with a slash.
    public let prefix: String
    /// The region that signatures name, such as `eu-central-1`.
    public let region: String
    /// The store's scheme, host and port.
    public let endpoint: WebAddress
    /// Where the name of the bucket stands in an address.
    public let style: AddressStyle

    /// Describes where objects are; `nil` when the bucket, prefix or region has other characters than stores allow for
    /// them.
    ///
    /// - Parameters:
    ///   - bucket: 3 to 63 lowercase letters, digits, hyphens and periods.
    ///   - prefix: Segments of any characters but control characters, with slashes between them, at most 512 bytes; slashes at
    ///     its ends do not count.
    ///   - region: Letters, digits and hyphens.
    ///   - endpoint: The store; `nil` for Amazon's in the region. A path of it does not count.
    ///   - style: `nil` for the host with Amazon's, unless the bucket's name has a period, and the path with others.
    public init?(
        bucket: String, prefix: String = "", region: String = "us-east-1", endpoint: WebAddress? = nil,
        style: AddressStyle? = nil
    ) {
        let segments = prefix.split(separator: "/").map(String.init)
        guard (3...63).contains(bucket.utf8.count), Self.isName(bucket, and: "-."), !bucket.contains(".."),
            bucket.first != ".", bucket.first != "-", bucket == bucket.lowercased(), prefix.utf8.count <= 512,
            segments.allSatisfy({ Self.isSegment($0) && $0 != "." && $0 != ".." }),
            (1...64).contains(region.utf8.count), Self.isName(region, and: "-"),
            let amazon = WebAddress("https://s3.\(region).amazonaws.com")
        else { return nil }
        self.bucket = bucket
        self.prefix = segments.map { $0 + "/" }.joined()
        self.region = region
        self.endpoint = (endpoint ?? amazon).origin
        self.style = style ?? (endpoint == nil && !bucket.contains(".") ? .virtualHost : .path)
    }

    private static func isSegment(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            ![.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }
    }

    private static func isName(_ text: String, and others: String) -> Bool {
        text.utf8.allSatisfy { byte in
            byte >= 0x30 && byte <= 0x39 || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || others.utf8.contains(byte)
        }
    }
}

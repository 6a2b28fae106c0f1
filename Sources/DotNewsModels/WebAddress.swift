public import DotNewsFoundation

/// An absolute `http` or `https` address that is safe to request, store, print and share.
///
/// Every address that enters the package, from the network or from a person, passes through here; nothing else
/// decides what an acceptable address is. The initialisers normalise what is harmless and refuse what is not:
///
/// - The scheme is `http` or `https`, in lower case; an address that starts with `//` becomes `https`.
/// - The host is present and in lower case. International hosts become their ASCII (IDNA) form. Percent-encoded
///   hosts, credentials (`user:password@`), backslashes before the path and control characters are refused.
/// - The default port of the scheme is dropped; other ports are 1 to 65,535.
/// - `.` and `..` segments of the path, percent-encoded or not, are resolved.
/// - Spaces and characters outside ASCII are percent-encoded as UTF-8. No other byte is changed.
/// - At most ``maximumLength`` bytes.
public struct WebAddress: Hashable, Sendable {
    /// The longest address accepted, in bytes of its ASCII form.
    public static let maximumLength = 16_384

    /// The address as ASCII text, ready for a request.
    public let string: String

    /// Reads an absolute or protocol-relative address; `nil` when it is not acceptable.
    public init?(_ text: String) {
        self.init(text, relativeTo: nil)
    }

    /// Reads an address, resolving it against `base` when it is relative; `nil` when it is not acceptable.
    public init?(_ text: String, relativeTo base: WebAddress?) {
        if AddressNormalizer.isNormalized(text) {
            string = text
            return
        }
        guard let string = AddressNormalizer.normalize(text, base: base) else { return nil }
        self.string = string
    }

    /// Takes a string that an earlier `WebAddress` produced, such as one read back from the store.
    package init(normalized string: String) {
        self.string = string
    }

    /// The address as Foundation's type.
    public var url: URL {
        // Cannot fail: the string has passed a stricter check than Foundation's.
        URL(string: string)!
    }

    /// `http` or `https`.
    public var scheme: String { isSecure ? "https" : "http" }

    private var isSecure: Bool { string.utf8.dropFirst(4).first == UInt8(ascii: "s") }

    /// The host in lower case, without port; IPv6 literals keep their brackets.
    public var host: String {
        let authority = string.utf8[authorityRange]
        if authority.first == UInt8(ascii: "["), let end = authority.firstIndex(of: UInt8(ascii: "]")) {
            return String(string[authority.startIndex...end])
        }
        return String(
            string[authority.startIndex..<(authority.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex)])
    }

    /// The port when it is not the scheme's default.
    public var port: Int? {
        let authority = string.utf8[authorityRange]
        guard let colon = authority.lastIndex(of: UInt8(ascii: ":")),
            !authority[colon...].contains(UInt8(ascii: "]"))
        else { return nil }
        return Int(string[authority.index(after: colon)..<authority.endIndex])
    }

    /// Scheme, host and port, without a path: `https://www.example.com`.
    public var origin: WebAddress {
        WebAddress(normalized: String(string[..<authorityRange.upperBound]))
    }

    /// The path with its leading slash, percent-encoded as in the address; empty when the address has none.
    public var path: String { String(string[pathRange]) }

    /// What follows the question mark, percent-encoded as in the address, without the mark.
    public var query: String? {
        let rest = string.utf8[pathRange.upperBound...]
        guard rest.first == UInt8(ascii: "?") else { return nil }
        let end = rest.firstIndex(of: UInt8(ascii: "#")) ?? rest.endIndex
        return String(string[rest.index(after: rest.startIndex)..<end])
    }

    /// What follows the number sign, percent-encoded as in the address, without the sign.
    public var fragment: String? {
        guard let mark = string.utf8.firstIndex(of: UInt8(ascii: "#")) else { return nil }
        return String(string[string.utf8.index(after: mark)...])
    }

    /// The same address without its query and fragment.
    public var withoutQuery: WebAddress {
        WebAddress(normalized: String(string[..<pathRange.upperBound]))
    }

    /// Replaces everything after the path; `query` must already be percent-encoded.
    package func replacingQuery(_ query: String?, fragment: String?) -> WebAddress {
        var result = String(string[..<pathRange.upperBound])
        if let query { result += "?" + query }
        if let fragment { result += "#" + fragment }
        return WebAddress(normalized: result)
    }

    /// The address of `path` (with its leading slash) and query on the same scheme, host and port.
    public func resolving(_ reference: String) -> WebAddress? {
        WebAddress(reference, relativeTo: self)
    }

    private var authorityRange: Range<String.Index> {
        let start = string.utf8.index(string.startIndex, offsetBy: isSecure ? 8 : 7)
        return start..<end(from: start) { isQueryOrFragmentMark($0) || $0 == UInt8(ascii: "/") }
    }

    private var pathRange: Range<String.Index> {
        let start = authorityRange.upperBound
        return start..<end(from: start, where: isQueryOrFragmentMark)
    }

    /// The first byte from `start` on that ends a part; the end of the address when there is none.
    private func end(from start: String.Index, where endsPart: (UInt8) -> Bool) -> String.Index {
        let offset = string.utf8.distance(from: string.startIndex, to: start)
        // Over plain bytes: every link that is cleaned, matched or shared is taken apart several times.
        let end = string.utf8.withContiguousStorageIfAvailable { bytes -> Int in
            var index = offset
            while index < bytes.count, !endsPart(bytes[index]) { index += 1 }
            return index
        }
        guard let end else { return string.utf8[start...].firstIndex(where: endsPart) ?? string.endIndex }
        return string.utf8.index(string.startIndex, offsetBy: end)
    }
}

/// Whether a byte ends the path of an address.
private func isQueryOrFragmentMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") }

extension WebAddress: CustomStringConvertible, LosslessStringConvertible {
    /// The address as ASCII text.
    public var description: String { string }
}

extension WebAddress: Codable {
    /// Reads the address from a string; throws `DecodingError.dataCorrupted` when it is not acceptable.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let address = WebAddress(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "Not an absolute http or https address")
        }
        self = address
    }

    /// Writes the address as a string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(string)
    }
}

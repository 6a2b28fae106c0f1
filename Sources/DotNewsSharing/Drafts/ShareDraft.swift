public import DotNewsFoundation

/// What one target is handed.
public protocol ShareDraft: Sendable, Encodable {
    /// Where it goes.
    var target: ShareTarget { get }
    /// The final text, as readers of the target will see it, the link included where it stands in the text.
    var text: String { get }
    /// The link, as it is handed over; `nil` when nothing is linked.
    var link: String? { get }
    /// The length of the text as the target counts.
    var measure: ShareMeasure { get }
    /// What is not shown as it was.
    var changes: [ShareChange] { get }
    /// The addresses that hand the draft over, the recommended one first; empty when there is none.
    var addresses: [ShareAddress] { get }
}

/// An address that hands a draft to a target when it is opened.
public struct ShareAddress: Hashable, Sendable, Encodable {
    /// What opens it.
    public enum Kind: String, Hashable, Sendable, Encodable {
        /// A page of the service, in a browser or in the service's app.
        case web
        /// The service's app, by its own scheme.
        case app
        /// The service's app on Android, by an intent.
        case androidIntent
    }

    /// What opens it.
    public var kind: Kind
    /// The address.
    public var address: String
    /// Whether the service documents the address; the others may stop working.
    public var isDocumented: Bool

    /// Creates an address.
    public init(_ kind: Kind, _ address: String, isDocumented: Bool) {
        self.kind = kind
        self.address = address
        self.isDocumented = isDocumented
    }

    /// The longest address that servers can be relied on to take, in bytes. Many refuse request lines above 8 KiB.
    public static let reliableLength = 8_000

    /// Whether the address is longer than ``reliableLength``: the text is to be copied then, and the service opened without it.
    public var isTooLong: Bool { address.utf8.count > Self.reliableLength }

    /// The address for `UIApplication.open(_:)` and its like; `nil` when the system does not read it.
    public var url: URL? { URL(string: address) }

    private enum CodingKeys: String, CodingKey {
        case kind, address
        case isDocumented = "documented"
        case isTooLong = "tooLong"
    }

    /// Writes `kind`, `address`, `documented`, and `tooLong` when the address is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        try container.encode(address, forKey: .address)
        try container.encode(isDocumented, forKey: .isDocumented)
        if isTooLong { try container.encode(true, forKey: .isTooLong) }
    }
}

extension ShareDraft {
    /// The link for APIs that take a `URL`.
    public var linkURL: URL? { link.flatMap { URL(string: $0) } }
}

/// The fields that the JSON form of every draft has.
enum ShareDraftKey: String, CodingKey {
    case target, text, link, length, unit, limit, remainder, valid, changes, addresses
}

extension ShareDraft {
    /// Writes the fields that every draft has.
    func encodeCommon(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: ShareDraftKey.self)
        try container.encode(target, forKey: .target)
        try container.encode(text, forKey: .text)
        try container.encode(link, forKey: .link)
        try container.encode(measure.length, forKey: .length)
        try container.encode(measure.unit, forKey: .unit)
        try container.encode(measure.limit, forKey: .limit)
        try container.encode(measure.remainder, forKey: .remainder)
        try container.encode(measure.fits, forKey: .valid)
        try container.encode(changes, forKey: .changes)
        try container.encode(addresses, forKey: .addresses)
    }
}

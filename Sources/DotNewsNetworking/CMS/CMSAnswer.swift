package import DotNewsFoundation
package import DotNewsModels

/// What the CMS answered, and by what the answer is recognised next time.
package struct CMSAnswer<Value: Sendable>: Sendable {
    /// What was asked for; `nil` when it has not changed since the version that was sent.
    package var value: Value?
    /// The version to send next time, which must be kept together with the value or not at all. Empty when the value is
    /// incomplete.
    package var version: ResourceVersion
    /// The address that was asked: the key under which the version is kept.
    package var address: WebAddress
    /// The bytes that came over the wire for the content.
    package var transferSize: Int
    /// When the server says it answered.
    package var date: Date?
    /// Until when the server says that asking again is of no use; `nil` when it does not say.
    package var freshness: HTTPFreshness?

    /// Creates an answer.
    package init(
        value: Value?, version: ResourceVersion, address: WebAddress, transferSize: Int = 0, date: Date? = nil,
        freshness: HTTPFreshness? = nil
    ) {
        self.value = value
        self.version = version
        self.address = address
        self.transferSize = transferSize
        self.date = date
        self.freshness = freshness
    }

    /// Whether nothing has changed since the version that was sent.
    package var isNotModified: Bool { value == nil }
}

extension CMSAnswer: Equatable where Value: Equatable {}

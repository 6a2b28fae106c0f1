/// What a version of a resource is recognised by, so that an unchanged one is neither sent nor read again.
///
/// Kept in the store in the same transaction as the content it belongs to.
package struct ResourceVersion: Hashable, Sendable {
    /// The value of the `ETag` field, with its quotes (RFC 9110, section 8.8.3).
    package var entityTag: String?
    /// The value of the `Last-Modified` field, as the server wrote it (RFC 9110, section 8.8.2).
    package var lastModified: String?
    /// A 64-bit hash of the content, for servers that give neither.
    package var contentHash: UInt64?

    /// The longest validator kept, in bytes.
    package static let maximumValidatorLength = 1_024

    /// Creates a version; a validator longer than ``maximumValidatorLength`` is not kept.
    package init(entityTag: String? = nil, lastModified: String? = nil, contentHash: UInt64? = nil) {
        func bounded(_ text: String?) -> String? {
            text.flatMap { $0.utf8.count <= Self.maximumValidatorLength ? $0 : nil }
        }
        self.entityTag = bounded(entityTag)
        self.lastModified = bounded(lastModified)
        self.contentHash = contentHash
    }
}

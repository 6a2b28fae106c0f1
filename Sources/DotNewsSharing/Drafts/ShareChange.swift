/// Something of an article that a draft does not show as it was.
public struct ShareChange: Hashable, Sendable, Encodable {
    /// What was changed.
    public enum Field: String, Hashable, Sendable, Encodable {
        /// The title.
        case title
        /// The summary.
        case summary
        /// The text of a thread.
        case text
        /// The link.
        case link
        /// A hashtag or a topic.
        case hashtag
        /// The account named with "via".
        case via
        /// The image or the thumbnail.
        case image
        /// The card of a mini program.
        case miniProgram
    }

    /// What happened to it.
    public enum Kind: String, Hashable, Sendable, Encodable {
        /// A part of it is left out.
        case shortened
        /// It is left out.
        case dropped
        /// It is written in another way.
        case changed
    }

    /// What was changed.
    public var field: Field
    /// What happened to it.
    public var kind: Kind
    /// Why, as a short sentence.
    public var reason: String
    /// What it was about when there are several, such as the hashtag; empty otherwise.
    public var subject: String

    /// Creates a change.
    public init(_ field: Field, _ kind: Kind, reason: String, subject: String = "") {
        self.field = field
        self.kind = kind
        self.reason = reason
        self.subject = subject
    }
}

extension ShareChange: CustomStringConvertible {
    /// One line for people, such as `title shortened: the limit is 280 units`.
    public var description: String {
        "\(field.rawValue)\(subject.isEmpty ? "" : " “\(subject)”") \(kind.rawValue): \(reason)"
    }
}

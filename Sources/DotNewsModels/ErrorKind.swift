public import DotNewsFoundation

/// The kind of a failure, the same across the package, for an app that decides what to show and when to try again.
///
/// Open: later versions may add kinds, so that a `switch` needs a `default`.
///
/// ```swift
/// do {
///     report = try await client.sync().report
/// } catch let error as any DotNewsError {
///     switch error.kind {
///     case .cancelled, .suspended: return
///     default: banner = ReaderMessage(error).title
///     }
/// }
/// ```
public struct ErrorKind: RawRepresentable, Hashable, Sendable {
    /// The kind's name.
    public let rawValue: String

    /// Creates a kind of any name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// No connection came about, or it was lost. Trying again may help as soon as the device is online.
    public static let offline = ErrorKind(rawValue: "offline")
    /// The site or the storage answered that it cannot now, or with something that makes no sense. Trying again later may
    /// help.
    public static let siteUnavailable = ErrorKind(rawValue: "siteUnavailable")
    /// The reader must sign in, or give the storage's password, key or recovery code.
    public static let signInNeeded = ErrorKind(rawValue: "signInNeeded")
    /// The site, the storage or the store does not allow it.
    public static let refused = ErrorKind(rawValue: "refused")
    /// There is nothing of this name, id or address.
    public static let notFound = ErrorKind(rawValue: "notFound")
    /// No room is left on the device or in the storage.
    public static let diskFull = ErrorKind(rawValue: "diskFull")
    /// A file, or the keychain, cannot be opened, read or written.
    public static let fileAccess = ErrorKind(rawValue: "fileAccess")
    /// Stored or received content is damaged.
    public static let damaged = ErrorKind(rawValue: "damaged")
    /// Another process or request is in the way. Trying again soon may help.
    public static let busy = ErrorKind(rawValue: "busy")
    /// The task was cancelled.
    public static let cancelled = ErrorKind(rawValue: "cancelled")
    /// The store is suspended, or has been while work was under way.
    public static let suspended = ErrorKind(rawValue: "suspended")
    /// A value that the caller, or the reader, gave is not acceptable.
    public static let invalidInput = ErrorKind(rawValue: "invalidInput")
    /// This version, its configuration or the system's libraries cannot do it, such as read a file of a newer version.
    public static let unsupported = ErrorKind(rawValue: "unsupported")
    /// Any other failure.
    public static let other = ErrorKind(rawValue: "other")
}

/// An error of this package. Every public error type conforms.
///
/// `description` is for developers: it names files, addresses and causes, in English. Readers are shown a ``ReaderMessage``, or
/// what `LocalizedError` gives in their language: `errorDescription` is the message's title, `recoverySuggestion` its text.
public protocol DotNewsError: LocalizedError, CustomStringConvertible {
    /// The kind of failure, for a switch across modules.
    var kind: ErrorKind { get }
    /// The failure's name across the package, such as `store.diskFull`, that of its cause where one error passes on another.
    /// For logs and for looking up words; the name of its kind by default.
    var qualifiedCode: String { get }
    /// The time for which the site asks to be left alone; `nil`, the default, when it does not.
    var retryAfter: Duration? { get }
}

extension DotNewsError {
    /// The name of the failure's kind.
    public var qualifiedCode: String { kind.rawValue }

    /// No time to wait.
    public var retryAfter: Duration? { nil }

    /// A few words for readers in their language, see ``ReaderMessage/title``.
    public var errorDescription: String? { ReaderMessage(self).title }

    /// A sentence or two for readers in their language, see ``ReaderMessage/text``.
    public var recoverySuggestion: String? { ReaderMessage(self).text }

    // Here, so that whoever imports this module need not import Foundation too.

    /// Nothing: the title says it.
    public var failureReason: String? { nil }

    /// Nothing: the package has no help pages for readers.
    public var helpAnchor: String? { nil }
}

extension DotNewsError {
    /// Whether the failure only says that the calling task was cancelled.
    public var isCancellation: Bool { kind == .cancelled }
}

extension CommentTextError: DotNewsError {
    /// The kind of failure, for a switch across modules.
    public var kind: ErrorKind {
        switch self {
        case .empty, .tooLong, .tooLarge: .invalidInput
        }
    }

    /// `comment.` and the case.
    public var qualifiedCode: String {
        switch self {
        case .empty: "comment.empty"
        case .tooLong: "comment.tooLong"
        case .tooLarge: "comment.tooLarge"
        }
    }
}

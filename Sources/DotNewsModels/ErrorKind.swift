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
///     case .offline: banner = "You are offline."
///     case .diskFull: banner = "There is no room left on this device."
///     default: banner = "\(error)"
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
public protocol DotNewsError: Error, CustomStringConvertible {
    /// The kind of failure, for a switch across modules.
    var kind: ErrorKind { get }
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
}

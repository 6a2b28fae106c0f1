public import DotNewsFoundation

/// A message to a reader about a failure or a result, without addresses, paths, statements or anything else for developers.
///
/// ```swift
/// do {
///     report = try await client.sync().report
/// } catch {
///     let message = ReaderMessage(error, in: .traditionalChinese)
///     show(message.title, message.text)
///     if message.action == .signIn { showSignIn() }
/// }
/// ```
public struct ReaderMessage: Hashable, Sendable {
    /// Something that the reader, or the app, can do about it.
    ///
    /// Open: later versions may add actions, so that a `switch` needs a `default`.
    public struct Action: RawRepresentable, Hashable, Sendable {
        /// The action's name.
        public let rawValue: String

        /// Creates an action of any name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Try again, at ``ReaderMessage/retryAt`` at the earliest.
        public static let retry = Action(rawValue: "retry")
        /// Sign in, or give the password, passphrase or recovery code that is asked for.
        public static let signIn = Action(rawValue: "signIn")
        /// Free space on the device, or in the storage.
        public static let freeSpace = Action(rawValue: "freeSpace")
        /// Update the app or the system.
        public static let update = Action(rawValue: "update")

        /// The words for a button; `nil` for actions that this version does not know.
        public var title: LocalizedText? { MessageWords.actions[self] }
    }

    /// A few words that say what is the matter, without a full stop.
    public var title: String
    /// One or two sentences about it and about what to do; empty when the title says all.
    public var text: String
    /// The action that may help; `nil` when there is none.
    public var action: Action?
    /// The earliest time to try again; `nil` when there is nothing to wait for.
    public var retryAt: Date?

    /// Creates a message.
    public init(title: String, text: String = "", action: Action? = nil, retryAt: Date? = nil) {
        self.title = title
        self.text = text
        self.action = action
        self.retryAt = retryAt
    }

    /// Creates the message about an error: by its ``DotNewsError/qualifiedCode``, or else by its kind. Errors that are not of
    /// this package are of the kind ``ErrorKind/other``.
    ///
    /// - Parameters:
    ///   - error: The error.
    ///   - language: The language of the message.
    ///   - now: The time of the failure, from which ``retryAt`` counts.
    public init(_ error: any Error, in language: LanguageTag = .preferred, at now: Date = Date()) {
        let known = error as? any DotNewsError
        let words =
            known.map { MessageWords(code: $0.qualifiedCode, kind: $0.kind) }
            ?? MessageWords(kind: error is CancellationError ? .cancelled : .other)
        self.init(title: words.title.text(in: language), text: words.text.text(in: language), action: words.action)
        if action == .retry, let wait = known?.retryAfter {
            retryAt = now.addingTimeInterval(wait / .seconds(1))
        }
    }

    /// Creates the message about an entry of the outbox that was not sent. The site's own reason, when it gave one, is
    /// ``OutboxFailure/reason``.
    public init(_ failure: OutboxFailure, in language: LanguageTag = .preferred) {
        let words = MessageWords(code: "outbox.\(failure.code.rawValue)", kind: .other)
        self.init(title: words.title.text(in: language), text: words.text.text(in: language), action: words.action)
    }
}

/// The words for readers about a failure. The table has a row for each kind of failure, and for each code about which more
/// is to be said than about its kind.
struct MessageWords: Sendable {
    let title: LocalizedText
    let text: LocalizedText
    var action: ReaderMessage.Action?
}

extension MessageWords {
    static let actions: [ReaderMessage.Action: LocalizedText] = [
        .retry: LocalizedText("Try Again", hant: "再試一次", hans: "重试"),
        .signIn: LocalizedText("Sign In", hant: "登入", hans: "登录"),
        .freeSpace: LocalizedText("Free Space", hant: "釋放空間", hans: "释放空间"),
        .update: LocalizedText("Update", hant: "更新", hans: "更新"),
    ]

    private static let codes = [store, network, replication, sharing].reduce(into: [:]) { table, part in
        table.merge(part) { first, _ in first }
    }

    init(code: String, kind: ErrorKind) { self = Self.codes[code] ?? MessageWords(kind: kind) }

    init(kind: ErrorKind) { self = Self.kinds[kind.rawValue] ?? Self.other }
}

extension ReaderMessage {
    /// Returns clauses as one sentence of a language; empty when there are none.
    package static func sentence(_ clauses: [LocalizedText], in language: LanguageTag) -> String {
        guard !clauses.isEmpty else { return "" }
        let text = clauses.map { $0.text(in: language) }.joined(separator: language.isChinese ? "，" : ", ")
        return text.prefix(1).uppercased() + text.dropFirst() + (language.isChinese ? "。" : ".")
    }
}

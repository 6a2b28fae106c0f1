/// What went wrong in the store: what was being done, to which file, and what SQLite said.
///
/// The message never holds values that were stored or asked for.
public struct StoreError: Error, Hashable, Sendable {
    /// The kinds of failure. Open: later versions may add kinds.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The kind's name.
        public let rawValue: String

        /// Takes any name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The file is not an SQLite database, or is encrypted.
        public static let notADatabase = Code(rawValue: "notADatabase")
        /// The file is an SQLite database of another application.
        public static let notAStore = Code(rawValue: "notAStore")
        /// A newer version of this package has changed the file in a way that this one does not know.
        public static let newerVersion = Code(rawValue: "newerVersion")
        /// The file was written before format 1, in development. ``ArticleStore/recover(at:options:)`` replaces it by a new
        /// store with the reader's own, and a sync fetches the articles again.
        public static let earlierFormat = Code(rawValue: "earlierFormat")
        /// The file or its folder cannot be written.
        public static let readOnly = Code(rawValue: "readOnly")
        /// The file, or its folder, cannot be opened or made.
        public static let cannotOpen = Code(rawValue: "cannotOpen")
        /// No space is left; what was being written has been rolled back.
        public static let diskFull = Code(rawValue: "diskFull")
        /// Another process holds the file for longer than the busy timeout.
        public static let busy = Code(rawValue: "busy")
        /// The file is damaged.
        public static let corrupt = Code(rawValue: "corrupt")
        /// The disk could not be read or written.
        public static let inputOutput = Code(rawValue: "inputOutput")
        /// The system's SQLite lacks something that the store needs.
        public static let unsupportedLibrary = Code(rawValue: "unsupportedLibrary")
        /// The task was cancelled before the work was done; nothing was changed.
        public static let cancelled = Code(rawValue: "cancelled")
        /// The store has been closed.
        public static let closed = Code(rawValue: "closed")
        /// The store is suspended, see ``ArticleStore/suspend()``; nothing was changed.
        public static let suspended = Code(rawValue: "suspended")
        /// What is stored cannot be read as what it should be.
        public static let unreadableContent = Code(rawValue: "unreadableContent")
        /// What should be stored as an image is not one of the kinds that are kept.
        public static let notAnImage = Code(rawValue: "notAnImage")
        /// What should be imported was exported by a newer version; nothing was changed.
        public static let newerExport = Code(rawValue: "newerExport")
        /// What should be imported is not an export of a reader's state, or is damaged; nothing was changed.
        public static let invalidExport = Code(rawValue: "invalidExport")
        /// A name or value that the store does not take; nothing was changed.
        public static let invalidValue = Code(rawValue: "invalidValue")
        /// The outbox holds as many entries as it may; nothing was changed.
        public static let outboxFull = Code(rawValue: "outboxFull")
        /// The outbox has no such entry: it was sent, or cancelled.
        public static let noSuchEntry = Code(rawValue: "noSuchEntry")
        /// The entry may have reached the site already, so it can no longer be changed.
        public static let entryUncertain = Code(rawValue: "entryUncertain")
        /// The comment is not stored, so it is not known which article it belongs to.
        public static let noSuchComment = Code(rawValue: "noSuchComment")
        /// The article takes no comments.
        public static let commentsClosed = Code(rawValue: "commentsClosed")
        /// The store does not know what has changed since a token: start over with a new token and the articles themselves.
        public static let changesUnknown = Code(rawValue: "changesUnknown")
        /// Anything else that SQLite reports.
        public static let failed = Code(rawValue: "failed")
    }

    /// The kind of failure.
    public var code: Code
    /// What was being done, such as `reading a page of articles`.
    public var activity: String
    /// The file's path.
    public var file: String
    /// The statement that failed, without values.
    public var sql: String?
    /// SQLite's extended result code.
    public var resultCode: Int32?
    /// What SQLite, or the system, said.
    public var reason: String

    package init(
        _ code: Code, while activity: String, file: String, sql: String? = nil, resultCode: Int32? = nil,
        reason: String = ""
    ) {
        self.code = code
        self.activity = activity
        self.file = file
        self.sql = sql
        self.resultCode = resultCode
        self.reason = reason
    }
}

extension StoreError: CustomStringConvertible {
    /// One sentence: what was being done, to which file, what went wrong, and what to do.
    public var description: String {
        var text = "\(capitalisedActivity) failed for \(file): \(what)"
        if !reason.isEmpty { text += " (\(reason)\(resultCode.map { ", SQLite code \($0)" } ?? ""))" }
        return text + (advice.isEmpty ? "." : "; \(advice).")
    }

    private var capitalisedActivity: String { activity.prefix(1).uppercased() + activity.dropFirst() }

    private var what: String {
        switch code {
        case .notADatabase: "the file is not an SQLite database"
        case .notAStore: "the file is another application's database"
        case .newerVersion: "the file was written by a newer version"
        case .earlierFormat: "the file has an earlier format, whose articles are not read"
        case .readOnly: "the file or its folder is read-only"
        case .cannotOpen: "the file cannot be opened"
        case .diskFull: "no space is left, and the change was rolled back"
        case .busy: "another process is using the file"
        case .corrupt: "the file is damaged"
        case .inputOutput: "the disk could not be read or written"
        case .unsupportedLibrary: "the system's SQLite lacks what the store needs"
        case .cancelled: "it was cancelled"
        case .closed: "the store is closed"
        case .suspended: "the store is suspended"
        case .unreadableContent: "stored content cannot be read"
        case .notAnImage: "the content is not a JPEG, PNG, GIF, WebP, AVIF or HEIC image"
        case .newerExport: "what is to be imported was exported by a newer version"
        case .invalidExport: "what is to be imported is not a readable export of a reader's state"
        case .invalidValue: "the value is not acceptable"
        case .outboxFull: "the outbox is full"
        case .noSuchEntry: "the outbox has no such entry; it has been sent or cancelled"
        case .entryUncertain: "it is being sent, or may have arrived already"
        case .noSuchComment: "the comment is not on this device"
        case .commentsClosed: "the article takes no comments"
        case .changesUnknown: "the changes since then are not known"
        default: "SQLite reported an error"
        }
    }

    private var advice: String {
        switch code {
        case .notADatabase, .notAStore: "choose another file, it has been left as it was"
        case .newerVersion: "update the application, the file has been left as it was"
        case .readOnly: "allow writing or choose another place"
        case .cannotOpen: "check that its folder exists and may be entered"
        case .diskFull: "free some space, or prune the store, and try again"
        case .busy: "wait for it to finish and try again"
        case .corrupt, .earlierFormat: "recover what is the reader's own, and synchronise again"
        case .inputOutput: "check the disk"
        case .unsupportedLibrary: "install a newer SQLite"
        case .closed: "open it again"
        case .suspended: "try again after it has been resumed"
        case .newerExport: "update the application, nothing has been changed"
        case .invalidExport: "export it again, nothing has been changed"
        case .outboxFull: "send or cancel some of it first"
        case .entryUncertain: "send it again to find out, or cancel it"
        case .unreadableContent: "verify the store, or synchronise again"
        case .changesUnknown: "start over with a new token and the articles themselves"
        default: ""
        }
    }
}

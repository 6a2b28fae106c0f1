import CDotNewsSQLite

/// A failure of the database: what was being done, to which file, and what SQLite reported.
///
/// The error never holds bound values.
package struct DatabaseError: Error, Hashable, Sendable {
    /// The kinds of failure.
    package enum Code: String, Sendable {
        /// The file is not an SQLite database, or is encrypted.
        case notADatabase
        /// The file is the database of another application.
        case otherApplication
        /// A newer version has applied a migration that this one does not know.
        case newerVersion
        /// The file, its folder or the connection cannot be written.
        case readOnly
        /// The file cannot be opened or created.
        case cannotOpen
        /// No space is left; the transaction has been rolled back.
        case diskFull
        /// Another connection held a lock for longer than the busy timeout.
        case busy
        /// The file is damaged.
        case corrupt
        /// The disk could not be read or written.
        case inputOutput
        /// The installed SQLite lacks a feature.
        case unsupportedLibrary
        /// The task was cancelled; nothing was changed.
        case cancelled
        /// Another file has taken the file's place; nothing was changed.
        case replaced
        /// The database has been closed.
        case closed
        /// The database is suspended; nothing was changed.
        case suspended
        /// A required row does not exist.
        case missingRow
        /// A migration leaves references that lead nowhere.
        case brokenReferences
        /// The call breaks a rule of this module, such as one value too few.
        case misuse
        /// Any other result of SQLite.
        case failed
    }

    /// The kind of failure.
    package var code: Code
    /// The activity that failed, such as `reading a page of articles`.
    package var activity: String
    /// The path of the file.
    package var path: String
    /// The failed statement, without values.
    package var sql: String?
    /// SQLite's extended result code.
    package var resultCode: Int32?
    /// The message of SQLite or of the system.
    package var reason: String

    package init(
        _ code: Code, while activity: String, path: String, sql: String? = nil, resultCode: Int32? = nil,
        reason: String = ""
    ) {
        self.code = code
        self.activity = activity
        self.path = path
        self.sql = sql
        self.resultCode = resultCode
        self.reason = reason
    }

    /// The primary result code: the extended one without its detail.
    package var primaryResultCode: Int32? { resultCode.map { $0 & 0xFF } }
}

extension DatabaseError: CustomStringConvertible {
    package var description: String {
        var text = "\(activity) failed for \(path): \(code.rawValue)"
        if !reason.isEmpty { text += ", \(reason)" }
        if let resultCode { text += " (SQLite code \(resultCode))" }
        if let sql { text += " in: \(sql)" }
        return text
    }
}

extension DatabaseError.Code {
    /// Creates the kind of an extended result code.
    init(resultCode: Int32) {
        switch resultCode & 0xFF {
        case SQLITE_NOTADB: self = .notADatabase
        case SQLITE_CORRUPT: self = .corrupt
        case SQLITE_FULL: self = .diskFull
        case SQLITE_READONLY: self = .readOnly
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: self = .cannotOpen
        // SQLITE_IOERR_SHMSIZE: the file that connections share could not grow.
        case SQLITE_IOERR: self = resultCode == SQLITE_IOERR | 19 << 8 ? .diskFull : .inputOutput
        case SQLITE_INTERRUPT: self = .cancelled
        case SQLITE_RANGE, SQLITE_MISUSE: self = .misuse
        default: self = .failed
        }
    }
}

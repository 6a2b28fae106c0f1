import CDotNewsSQLite

/// The installed SQLite library.
package struct SQLiteLibrary {
    /// The version as a number: 3.40.1 is 3,040,001.
    package var version: Int32
    /// The version as text.
    package var versionText: String
    /// Whether connections may be used from several threads, one after the other.
    package var isThreadSafe: Bool

    package init(version: Int32, versionText: String, isThreadSafe: Bool) {
        self.version = version
        self.versionText = versionText
        self.isThreadSafe = isThreadSafe
    }

    /// 3.38.0: the first that has STRICT tables, RETURNING and `json_each` without a compile option.
    package static let minimumVersion: Int32 = 3_038_000

    package static var installed: SQLiteLibrary {
        SQLiteLibrary(
            version: sqlite3_libversion_number(), versionText: String(cString: sqlite3_libversion()),
            isThreadSafe: sqlite3_threadsafe() != 0)
    }

    /// Checks that the library can be used.
    ///
    /// - Throws: ``DatabaseError/Code/unsupportedLibrary``.
    package func check(path: String) throws {
        let reason: String
        if version < Self.minimumVersion {
            reason = "it is version \(versionText), 3.38.0 is needed"
        } else if !isThreadSafe {
            reason = "it was built without thread safety"
        } else {
            return
        }
        throw DatabaseError(.unsupportedLibrary, while: "opening the database", path: path, reason: reason)
    }
}

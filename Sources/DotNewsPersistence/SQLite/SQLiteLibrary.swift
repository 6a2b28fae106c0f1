import CDotNewsSQLite

/// The SQLite that is installed, as far as it matters to the store.
struct SQLiteLibrary {
    /// The version as a number: 3.40.1 is 3,040,001.
    var version: Int32
    /// The version as text.
    var versionText: String
    /// Whether connections may be used from several threads, one after the other.
    var isThreadSafe: Bool

    /// 3.38.0: the first that has STRICT tables, RETURNING and `json_each` without a compile option.
    static let minimumVersion: Int32 = 3_038_000

    static var installed: SQLiteLibrary {
        SQLiteLibrary(
            version: sqlite3_libversion_number(), versionText: String(cString: sqlite3_libversion()),
            isThreadSafe: sqlite3_threadsafe() != 0)
    }

    /// - Throws: ``StoreError/Code/unsupportedLibrary``.
    func check(file: String) throws(StoreError) {
        let reason: String
        if version < Self.minimumVersion {
            reason = "it is version \(versionText), 3.38.0 is needed"
        } else if !isThreadSafe {
            reason = "it was built without thread safety"
        } else {
            return
        }
        throw StoreError(.unsupportedLibrary, while: "opening the store", file: file, reason: reason)
    }
}

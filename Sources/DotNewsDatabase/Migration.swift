package import DotNewsFoundation

/// A change of the schema, made once, in its own transaction, and known by its name.
package struct Migration: Sendable {
    /// The name that the file keeps; never changed once released.
    package let name: String
    /// The statements, separated by semicolons.
    package let sql: String
    /// The part that SQL alone cannot say, run after the statements in the same transaction.
    package var completion: (@Sendable (Connection) throws -> Void)?

    package init(name: String, sql: String, completion: (@Sendable (Connection) throws -> Void)? = nil) {
        self.name = name
        self.sql = sql
        self.completion = completion
    }
}

/// Brings a file to the schema that the program knows. There is no way back.
package struct Migrator {
    /// The mark of the application's files (`PRAGMA application_id`).
    private let applicationID: Int64
    private let migrations: [Migration]

    package init(applicationID: Int64, migrations: [Migration]) {
        self.applicationID = applicationID
        self.migrations = migrations
    }

    /// Returns whether the file has no content yet. Only reads.
    ///
    /// - Throws: ``DatabaseError/Code/notADatabase``, ``DatabaseError/Code/otherApplication`` or
    ///   ``DatabaseError/Code/newerVersion`` for a file that must be left alone.
    package func isEmpty(_ connection: Connection) throws -> Bool {
        guard try connection.integer("SELECT count(*) FROM sqlite_schema") > 0 else { return true }
        guard try connection.integer("PRAGMA application_id") == applicationID else {
            throw connection.error(.otherApplication)
        }
        try checkNames(appliedNames(connection), connection)
        return false
    }

    /// Applies the migrations that the file has not seen, each in a transaction.
    package func migrate(_ connection: Connection, now: Date) throws {
        if try connection.hasRow("SELECT 1 FROM sqlite_schema WHERE name = 'migration'"),
            try appliedNames(connection).count == migrations.count
        {
            return
        }
        try connection.transaction {
            try connection.executeScript(
                """
                CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT;
                PRAGMA application_id = \(applicationID);
                """)
        }
        for migration in migrations {
            try connection.transaction { try apply(migration, connection, now: now) }
        }
    }

    private func apply(_ migration: Migration, _ connection: Connection, now: Date) throws {
        // Asked again under the lock: another process may have got here first.
        let applied = try appliedNames(connection)
        try checkNames(applied, connection)
        guard !applied.contains(migration.name) else { return }
        try connection.executeScript(migration.sql)
        try migration.completion?(connection)
        try connection.execute(
            "INSERT INTO migration (name, applied_at) VALUES (?, ?)", migration.name,
            Int64((now.timeIntervalSince1970 * 1_000).rounded(.down)))
        if try connection.hasRow("SELECT 1 FROM pragma_foreign_key_check") {
            throw connection.error(.brokenReferences, reason: "by the migration \(migration.name)")
        }
    }

    private func appliedNames(_ connection: Connection) throws -> [String] {
        try connection.rows("SELECT name FROM migration") { $0.text(0) }
    }

    private func checkNames(_ applied: [String], _ connection: Connection) throws {
        guard let unknown = applied.first(where: { name in !migrations.contains { $0.name == name } }) else { return }
        throw connection.error(.newerVersion, reason: "it has the migration \(unknown)")
    }
}

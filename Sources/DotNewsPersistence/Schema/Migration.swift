import DotNewsFoundation

/// A change of the schema, made once, in its own transaction, and known by its name.
struct Migration: Sendable {
    /// The name kept in the file; never changed once released.
    let name: String
    /// The statements, separated by semicolons.
    let sql: String
    /// What is done after them in the same transaction, for what SQL alone cannot say.
    var completion: (@Sendable (Connection) throws(StoreError) -> Void)?
}

/// Brings a file to the schema that this version of the package knows. There is no way back.
enum Migrator {
    /// Marks a file as a store of this package (`PRAGMA application_id`): `DNws` in ASCII.
    static let applicationID: Int64 = 0x444E_7773

    /// Whether the file has no content yet.
    ///
    /// - Throws: ``StoreError/Code/notADatabase``, ``StoreError/Code/notAStore`` or ``StoreError/Code/newerVersion``
    ///   for a file that must be left alone. Only reads.
    static func inspect(_ connection: Connection, migrations: [Migration]) throws(StoreError) -> Bool {
        guard try connection.number("SELECT count(*) FROM sqlite_schema") > 0 else { return true }
        guard try connection.number("PRAGMA application_id") == applicationID else {
            throw StoreError(.notAStore, while: connection.activity, file: connection.file)
        }
        try checkNames(appliedNames(connection), connection, migrations)
        return false
    }

    /// Applies the migrations that the file has not seen.
    static func migrate(_ connection: Connection, migrations: [Migration], now: Date) throws(StoreError) {
        if try connection.number("SELECT count(*) FROM sqlite_schema WHERE name = 'migration'") > 0,
            try appliedNames(connection).count == migrations.count
        {
            return
        }
        try connection.transaction { () throws(StoreError) in
            try connection.execute(
                """
                CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT;
                PRAGMA application_id = \(applicationID);
                """)
        }
        for migration in migrations {
            try connection.transaction { () throws(StoreError) in
                // Asked again under the lock: another process may have got here first.
                let applied = try appliedNames(connection)
                try checkNames(applied, connection, migrations)
                guard !applied.contains(migration.name) else { return }
                try connection.execute(migration.sql)
                try migration.completion?(connection)
                try connection.use("INSERT INTO migration (name, applied_at) VALUES (?1, ?2)") {
                    (statement) throws(StoreError) in
                    statement.bind(migration.name, at: 1)
                    statement.bind(now.storedMilliseconds, at: 2)
                    try statement.run()
                }
                if try connection.number("SELECT count(*) FROM pragma_foreign_key_check") > 0 {
                    throw connection.unreadable("the migration \(migration.name) leaves references that lead nowhere")
                }
            }
        }
    }

    private static func appliedNames(_ connection: Connection) throws(StoreError) -> [String] {
        try connection.useComposed("SELECT name FROM migration") { (statement) throws(StoreError) in
            var names: [String] = []
            while try statement.step() { names.append(statement.text(0)) }
            return names
        }
    }

    private static func checkNames(
        _ applied: [String], _ connection: Connection, _ migrations: [Migration]
    ) throws(StoreError) {
        guard let unknown = applied.first(where: { name in !migrations.contains { $0.name == name } }) else { return }
        throw StoreError(
            .newerVersion, while: connection.activity, file: connection.file,
            reason: "it has the migration \(unknown)")
    }
}

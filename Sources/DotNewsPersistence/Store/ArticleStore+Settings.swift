import DotNewsDatabase

extension ArticleStore {
    /// Changes a value by what it is at that moment, together with others, in one transaction.
    ///
    /// - Parameters:
    ///   - key: What is changed.
    ///   - others: What is set with it.
    ///   - change: Makes the new value of the present one; `nil` for none.
    package func updateSetting(
        _ key: StoreSetting, settingAlso others: [StoreSetting: String] = [:],
        _ change: @escaping @Sendable (String?) -> String?
    ) async throws(StoreError) {
        try await write("storing settings") { connection in
            try connection.setSetting(key, to: change(StoreReader(connection: connection).setting(key)))
            for (key, value) in others { try connection.setSetting(key, to: value) }
        }
    }
}

extension Connection {
    /// Sets a value, or removes it.
    func setSetting(_ key: StoreSetting, to value: String?) throws {
        guard let value else {
            try execute("DELETE FROM setting WHERE key = ?", key.rawValue)
            return
        }
        try execute(
            """
            INSERT INTO setting (key, value) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET value = excluded.value WHERE value != excluded.value
            """, key.rawValue, value)
    }
}

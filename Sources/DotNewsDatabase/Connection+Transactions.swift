import CDotNewsSQLite

extension Connection {
    /// Runs `body` in a transaction that takes the write lock at its start, and commits; rolls back when anything fails.
    ///
    /// - Throws: ``DatabaseError/Code/replaced`` when another file has taken the file's place, before `body` has run.
    package func transaction<Value>(_ body: () throws -> Value) throws -> Value {
        let changedBefore = tablesChanged
        // IMMEDIATE: a transaction that starts by reading and then writes would ignore the busy timeout.
        try execute("BEGIN IMMEDIATE")
        do {
            // Under the lock, which whoever replaces the file has held meanwhile.
            if hasMoved { throw error(.replaced) }
            let value = try body()
            try execute("COMMIT")
            return value
        } catch {
            rollBack()
            tablesChanged = changedBefore
            throw error
        }
    }

    /// Runs `body` so that everything it reads is of one moment.
    package func snapshot<Value>(_ body: () throws -> Value) throws -> Value {
        try execute("BEGIN")
        defer { rollBack() }
        return try body()
    }

    /// Ends the transaction, if one is open.
    private func rollBack() {
        // After some errors SQLite has already rolled back. ROLLBACK itself can fail only when nothing is open.
        guard sqlite3_get_autocommit(handle) == 0 else { return }
        do {
            try execute("ROLLBACK")
        } catch {
            // Not even enough memory to prepare the statement: try without keeping it.
            sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
        }
    }
}

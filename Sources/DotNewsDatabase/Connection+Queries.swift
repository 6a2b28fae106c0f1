extension Connection {
    /// Runs a statement to its end.
    ///
    /// - Returns: The number of rows that it changed.
    @discardableResult
    package func execute<each Value: Bindable>(_ sql: String, _ values: repeat each Value) throws -> Int {
        let statement = try take(sql)
        defer { giveBack(statement) }
        try statement.bind(repeat each values)
        return try statement.run()
    }

    /// Returns a value for each row of a query.
    ///
    /// - Parameter read: Makes the value of the current row.
    package func rows<Element, each Value: Bindable>(
        _ sql: String, _ values: repeat each Value, read: (Row) throws -> Element
    ) throws -> [Element] {
        let statement = try take(sql)
        defer { giveBack(statement) }
        try statement.bind(repeat each values)
        var elements: [Element] = []
        while try statement.step() { elements.append(try read(statement.row)) }
        return elements
    }

    /// Calls `body` for each row of a query, without building an array.
    package func forEachRow<each Value: Bindable>(
        _ sql: String, _ values: repeat each Value, body: (Row) throws -> Void
    ) throws {
        let statement = try take(sql)
        defer { giveBack(statement) }
        try statement.bind(repeat each values)
        while try statement.step() { try body(statement.row) }
    }

    /// Returns the value of a query's first row, or `nil` when there is no row.
    ///
    /// A statement that writes is run to its end, so `INSERT … RETURNING` is complete.
    package func row<Element, each Value: Bindable>(
        _ sql: String, _ values: repeat each Value, read: (Row) throws -> Element
    ) throws -> Element? {
        let statement = try take(sql)
        defer { giveBack(statement) }
        try statement.bind(repeat each values)
        guard try statement.step() else { return nil }
        let element = try read(statement.row)
        if statement.isWriting { while try statement.step() {} }
        return element
    }

    /// Returns the value of a query's first row, which must exist.
    ///
    /// - Throws: ``DatabaseError/Code/missingRow`` when there is no row.
    package func requiredRow<Element, each Value: Bindable>(
        _ sql: String, _ values: repeat each Value, read: (Row) throws -> Element
    ) throws -> Element {
        guard let element = try row(sql, repeat each values, read: read) else {
            throw error(.missingRow, sql: sql, reason: "there is no row")
        }
        return element
    }

    /// Returns the number in the first column of a query's first row, such as a count.
    ///
    /// - Throws: ``DatabaseError/Code/missingRow`` when there is no row, or the column is NULL.
    package func integer<each Value: Bindable>(_ sql: String, _ values: repeat each Value) throws -> Int64 {
        guard let number = try requiredRow(sql, repeat each values, read: { $0.optionalInteger(0) }) else {
            throw error(.missingRow, sql: sql, reason: "the number is NULL")
        }
        return number
    }

    /// Returns whether a query has a row.
    package func hasRow<each Value: Bindable>(_ sql: String, _ values: repeat each Value) throws -> Bool {
        try row(sql, repeat each values, read: { _ in () }) != nil
    }

    /// Runs `body` with the prepared statement of a text, for loops that bind and run it many times.
    ///
    /// The statement is reset afterwards, and must not be kept.
    package func withStatement<Value>(_ sql: String, _ body: (Statement) throws -> Value) throws -> Value {
        let statement = try take(sql)
        defer { giveBack(statement) }
        return try body(statement)
    }
}

import CDotNewsSQLite

/// The current row of a statement. Valid until the statement moves on: it must not be kept.
///
/// Columns are numbered from 0.
package struct Row {
    let handle: OpaquePointer
    /// The connection that reads the row.
    package unowned(unsafe) let connection: Connection

    /// The number in a column; 0 for NULL.
    package func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    /// The number in a column; `nil` for NULL.
    package func optionalInteger(_ column: Int32) -> Int64? {
        let value = integer(column)
        return value == 0 && isNull(column) ? nil : value
    }

    /// Whether the number in a column is not 0.
    package func flag(_ column: Int32) -> Bool { integer(column) != 0 }

    /// The floating-point number in a column; `nil` for NULL.
    package func optionalDouble(_ column: Int32) -> Double? {
        isNull(column) ? nil : sqlite3_column_double(handle, column)
    }

    /// The text in a column; empty for NULL.
    package func text(_ column: Int32) -> String {
        let bytes = bytes(column)
        return bytes.isEmpty ? "" : String(decoding: bytes, as: UTF8.self)
    }

    /// The text in a column; `nil` for NULL.
    package func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    /// The bytes of a text or blob, valid as long as the row.
    package func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        // The value itself is asked, which takes half the time of asking for its column twice. It may be used by one
        // thread at a time only, as this connection is.
        let value = sqlite3_column_value(handle, column)
        // The pointer first: asking for it may convert the value, which changes its length.
        let start = sqlite3_value_blob(value)
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_value_bytes(value)))
    }

    /// The value in a column, as it is, to be bound to another statement while this row is the current one.
    package func value(_ column: Int32) -> ColumnValue { ColumnValue(pointer: sqlite3_column_value(handle, column)) }

    /// Whether a column is NULL.
    package func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
}

/// A value of a row, of any type.
package struct ColumnValue: Bindable {
    let pointer: OpaquePointer?

    package func bind(to statement: StatementHandle, at index: Int32) -> Int32 {
        sqlite3_bind_value(statement.pointer, index, pointer)
    }
}

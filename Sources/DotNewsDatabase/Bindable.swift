import CDotNewsSQLite
package import DotNewsFoundation

/// A value that can be bound to a parameter of a statement.
package protocol Bindable {
    /// Binds the value to the parameter at `index`, counted from 1.
    ///
    /// - Returns: SQLite's result code.
    func bind(to statement: StatementHandle, at index: Int32) -> Int32
}

/// The binding functions of a prepared statement. Each returns SQLite's result code.
package struct StatementHandle {
    let pointer: OpaquePointer

    package func bindNull(at index: Int32) -> Int32 { sqlite3_bind_null(pointer, index) }

    package func bind(_ number: Int64, at index: Int32) -> Int32 { sqlite3_bind_int64(pointer, index, number) }

    package func bind(_ number: Double, at index: Int32) -> Int32 { sqlite3_bind_double(pointer, index, number) }

    /// Binds bytes as UTF-8 text, which SQLite copies unless `copying` is `false`.
    package func bindText(_ bytes: UnsafeRawBufferPointer, at index: Int32, copying: Bool = true) -> Int32 {
        sqlite3_bind_text64(
            pointer, index, Self.start(of: bytes).assumingMemoryBound(to: CChar.self), UInt64(bytes.count),
            copying ? Self.copied : nil, UInt8(SQLITE_UTF8))
    }

    /// Binds bytes as a blob, which SQLite copies unless `copying` is `false`.
    package func bindBlob(_ bytes: UnsafeRawBufferPointer, at index: Int32, copying: Bool = true) -> Int32 {
        sqlite3_bind_blob64(
            pointer, index, Self.start(of: bytes), UInt64(bytes.count), copying ? Self.copied : nil)
    }

    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// An empty buffer may have no address, which SQLite would take for NULL.
    private static func start(of bytes: UnsafeRawBufferPointer) -> UnsafeRawPointer {
        bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 8)!
    }
}

extension Int64: Bindable {
    package func bind(to statement: StatementHandle, at index: Int32) -> Int32 { statement.bind(self, at: index) }
}

extension Int: Bindable {
    package func bind(to statement: StatementHandle, at index: Int32) -> Int32 {
        statement.bind(Int64(self), at: index)
    }
}

/// Bound as 0 or 1.
extension Bool: Bindable {
    package func bind(to statement: StatementHandle, at index: Int32) -> Int32 {
        statement.bind(self ? 1 : 0 as Int64, at: index)
    }
}

extension Double: Bindable {
    package func bind(to statement: StatementHandle, at index: Int32) -> Int32 { statement.bind(self, at: index) }
}

extension String: Bindable {
    package func bind(to statement: StatementHandle, at index: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { statement.bindText(UnsafeRawBufferPointer($0), at: index) }
    }
}

extension Data: Bindable {
    package func bind(to statement: StatementHandle, at index: Int32) -> Int32 {
        withUnsafeBytes { statement.bindBlob($0, at: index) }
    }
}

/// Bound as a blob.
extension [UInt8]: Bindable {
    package func bind(to statement: StatementHandle, at index: Int32) -> Int32 {
        withUnsafeBytes { statement.bindBlob($0, at: index) }
    }
}

/// `nil` is bound as NULL.
extension Optional: Bindable where Wrapped: Bindable {
    package func bind(to statement: StatementHandle, at index: Int32) -> Int32 {
        if let self { self.bind(to: statement, at: index) } else { statement.bindNull(at: index) }
    }
}

/// UTF-8 text that is bound without a copy: the bytes must stay where they are until the statement has run.
package struct UncopiedText: Bindable {
    private let bytes: UnsafeRawBufferPointer

    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    package func bind(to statement: StatementHandle, at index: Int32) -> Int32 {
        statement.bindText(bytes, at: index, copying: false)
    }
}

/// A blob that is bound without a copy: the bytes must stay where they are until the statement has run.
package struct UncopiedBlob: Bindable {
    private let bytes: UnsafeRawBufferPointer

    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    package func bind(to statement: StatementHandle, at index: Int32) -> Int32 {
        statement.bindBlob(bytes, at: index, copying: false)
    }
}

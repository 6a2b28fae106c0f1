import CDotNewsSQLite
import Foundation
import Testing

@testable import DotNewsDatabase

@Suite struct StatementTests {
    let file: TemporaryDatabase
    let connection: Connection

    init() throws {
        file = try TemporaryDatabase()
        connection = try file.open()
    }

    @Test func `a value of each type comes back as it was bound`() throws {
        let text = "維港 👍🏽\0 end"
        let same = try connection.requiredRow(
            "SELECT ?, ?, ?, ?, ?, ?, ?", Int64.min, true, 0.1, text, Data([0, 1, 255]), nil as String?, [UInt8]()
        ) { row in
            row.integer(0) == .min && row.flag(1) && row.optionalDouble(2) == 0.1 && row.text(3) == text
                && Array(row.bytes(4)) == [0, 1, 255] && row.isNull(5) && row.optionalText(5) == nil
                && !row.isNull(6) && row.bytes(6).isEmpty
        }
        #expect(same)
    }

    @Test func `an empty text is no NULL`() throws {
        try connection.add("")
        #expect(try connection.requiredRow("SELECT title IS NULL, title FROM news") { $0.optionalText(1) } == "")
    }

    @Test func `0 and NULL are told apart`() throws {
        let values = try connection.requiredRow("SELECT 0, NULL, 0.0") { row in
            [row.optionalInteger(0) == 0, row.optionalInteger(1) == nil, row.optionalDouble(2) == 0]
        }
        #expect(values == [true, true, true])
    }

    @Test func `bytes are bound without a copy`() throws {
        let bytes = Array("Fog".utf8)
        _ = try bytes.withUnsafeBytes { bytes in
            try connection.execute(
                "INSERT INTO news (title, content) VALUES (?, ?)", UncopiedText(bytes), UncopiedBlob(bytes))
        }
        let row = try connection.requiredRow("SELECT title, content FROM news") { ($0.text(0), Array($0.bytes(1))) }
        #expect(row == ("Fog", bytes))
    }

    @Test func `a value goes from row to statement as it is`() throws {
        try connection.execute("INSERT INTO news (title, size) VALUES (?, ?)", "a", 1.5)
        try connection.forEachRow("SELECT title, size FROM news WHERE id = 1") { row in
            try connection.execute("INSERT INTO news (title, size) VALUES (?, ?)", row.value(0), row.value(1))
        }
        #expect(try connection.integer("SELECT count(*) FROM news WHERE title = 'a' AND size = 1.5") == 2)
    }

    @Test func `a value that SQLite does not take is an error, not NULL`() throws {
        sqlite3_limit(connection.handle, SQLITE_LIMIT_LENGTH, 1_000)
        let long = String(repeating: "x", count: 2_000)
        let error = #expect(throws: DatabaseError.self) {
            try connection.execute("INSERT INTO news (title, content) VALUES ('t', ?)", Data(long.utf8))
        }
        #expect(error?.primaryResultCode == SQLITE_TOOBIG)
        #expect(try connection.integer("SELECT count(*) FROM news") == 0, "nothing was stored in its place")
        #expect(code { try connection.withStatement("SELECT ?1") { try $0.bind(1, at: 2) } } == .misuse)
    }

    @Test func `as many values are bound as there are parameters`() throws {
        #expect(code { try connection.execute("INSERT INTO news (id, title) VALUES (?, ?)", 1) } == .misuse)
        #expect(code { try connection.execute("INSERT INTO news (id, title) VALUES (?, 'a')", 1, "b") } == .misuse)
        #expect(try connection.titles() == [])
    }

    @Test func `values of one use are not seen by the next`() throws {
        let sql = "SELECT ?1 IS NULL"
        #expect(try connection.requiredRow(sql, "x") { $0.flag(0) } == false)
        #expect(try connection.withStatement(sql) { try $0.step() && $0.row.flag(0) })
    }

    @Test func `a row that does not exist is nil, or an error where there must be one`() throws {
        #expect(try connection.row("SELECT title FROM news", read: { $0.text(0) }) == nil)
        #expect(try connection.hasRow("SELECT 1 FROM news") == false)
        #expect(code { _ = try connection.integer("SELECT id FROM news") } == .missingRow)
        #expect(code { _ = try connection.integer("SELECT max(id) FROM news") } == .missingRow)
        #expect(code { _ = try connection.requiredRow("SELECT 1 FROM news") { $0.integer(0) } } == .missingRow)
    }

    @Test func `a text holds one statement`() throws {
        #expect(code { try connection.execute("DELETE FROM news; DELETE FROM mark") } == .misuse)
        #expect(code { try connection.execute(" -- nothing") } == .misuse)
        #expect(try connection.execute("DELETE FROM news; -- and no more") == 0)
    }

    @Test func `a script runs all its statements, and stops at the first that fails`() throws {
        try connection.executeScript(
            """
            -- the first
            INSERT INTO news (title) VALUES ('a');;
            INSERT INTO news (title) VALUES ('b'); -- the last
            """)
        #expect(try connection.titles() == ["a", "b"])
        let error = #expect(throws: DatabaseError.self) {
            try connection.executeScript("INSERT INTO news (title) VALUES ('c'); INSERT INTO nothing VALUES (1); x")
        }
        #expect(error?.sql?.contains("nothing") == true)
        #expect(try connection.titles() == ["a", "b", "c"])
    }

    @Test func `the same text can be used inside its own use`() throws {
        for title in ["a", "b", "c"] { try connection.add(title) }
        let sql = "SELECT id, title FROM news WHERE id > ? ORDER BY id"
        var seen: [String] = []
        try connection.forEachRow(sql, 0) { outer in
            let after = try connection.rows(sql, outer.integer(0)) { $0.text(1) }
            seen.append(outer.text(1) + after.joined())
        }
        #expect(seen == ["abc", "bc", "c"])
    }

    @Test func `a statement is prepared once`() throws {
        #expect(try connection.withStatement("SELECT 1") { try $0.step() })
        let kept = try connection.withStatement("SELECT 1") { ObjectIdentifier($0) }
        // Made at run time, at another address.
        let same = ["SELECT", "1"].joined(separator: " ")
        #expect(try connection.withStatement(same) { ObjectIdentifier($0) } == kept)
        for number in 0..<2 * StatementCache.capacity { _ = try connection.integer("SELECT \(number)") }
        #expect(try connection.integer("SELECT 1") == 1)
    }

    @Test func `a walk that ends early leaves the statement ready`() throws {
        for title in ["a", "b", "c"] { try connection.add(title) }
        struct Enough: Error {}
        #expect(throws: Enough.self) {
            try connection.forEachRow("SELECT title FROM news ORDER BY id") { _ in throw Enough() }
        }
        #expect(try connection.row("SELECT title FROM news ORDER BY id") { $0.text(0) } == "a")
        #expect(try connection.rows("SELECT title FROM news ORDER BY id") { $0.text(0) } == ["a", "b", "c"])
        // A read transaction that was left open would keep the log from being emptied.
        #expect(try connection.requiredRow("PRAGMA wal_checkpoint(TRUNCATE)") { $0.integer(0) } == 0)
    }

    @Test func `RETURNING gives the row and completes the statement`() throws {
        let id = try connection.requiredRow("INSERT INTO news (title) VALUES (?) RETURNING id", "a") { $0.integer(0) }
        #expect(try connection.requiredRow("SELECT title FROM news WHERE id = ?", id) { $0.text(0) } == "a")
        let ids = try connection.rows("UPDATE news SET title = 'b' RETURNING id") { $0.integer(0) }
        #expect(ids == [id])
    }

    @Test func `an error has code, activity, file and statement, and no bound value`() throws {
        connection.activity = "storing news"
        let error = try #require(
            #expect(throws: DatabaseError.self) {
                try connection.execute("INSERT INTO setting (name, value) VALUES (?, NULL)", "secret value")
            })
        #expect(error.code == .failed && error.resultCode == 1_299, "SQLITE_CONSTRAINT_NOTNULL")
        #expect(error.activity == "storing news" && error.path == file.path)
        #expect(error.sql == "INSERT INTO setting (name, value) VALUES (?, NULL)")
        #expect(!error.description.contains("secret value"))
    }

    @Test func `a connection that reads refuses to write`() throws {
        let reader = try file.open(.readOnly)
        #expect(code { try reader.add("a") } == .readOnly)
    }

    @Test func `a file that does not exist is not made`() throws {
        let error = #expect(throws: DatabaseError.self) {
            _ = try Connection(path: file.path + "-none", access: .readWrite, busyTimeout: .zero, activity: "opening")
        }
        #expect(error?.code == .cannotOpen && error?.path == file.path + "-none")
    }
}

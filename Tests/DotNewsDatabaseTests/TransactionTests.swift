import CDotNewsFaultyVFS
import CDotNewsSQLite
import Foundation
import Testing

@testable import DotNewsDatabase

@Suite(.timeLimit(.minutes(1))) struct TransactionTests {
    let file: TemporaryDatabase

    init() throws { file = try TemporaryDatabase() }

    struct Refusal: Error {}

    @Test func `a transaction is all or nothing`() throws {
        let connection = try file.open()
        try connection.transaction { try connection.add("a") }
        #expect(throws: Refusal.self) {
            try connection.transaction {
                try connection.add("b")
                throw Refusal()
            }
        }
        #expect(try connection.titles() == ["a"])
        try connection.transaction { try connection.add("c") }
        #expect(try connection.titles() == ["a", "c"])
    }

    @Test func `a commit that is refused is rolled back`() throws {
        let connection = try file.open()
        try connection.executeScript(
            """
            PRAGMA foreign_keys = ON;
            CREATE TABLE late (news INTEGER REFERENCES news (id) DEFERRABLE INITIALLY DEFERRED) STRICT;
            """)
        let error = #expect(throws: DatabaseError.self) {
            try connection.transaction {
                try connection.add("a")
                try connection.execute("INSERT INTO late VALUES (99)")
            }
        }
        #expect(error?.primaryResultCode == SQLITE_CONSTRAINT)
        #expect(try connection.titles() == [])
        #expect(sqlite3_get_autocommit(connection.handle) != 0)
    }

    @Test func `a snapshot reads one moment`() throws {
        let reader = try file.open(.readOnly)
        let writer = try file.open()
        let counts = try reader.snapshot {
            let before = try reader.titles().count
            try writer.add("a")
            return [before, try reader.titles().count]
        }
        #expect(counts == [0, 0])
        #expect(try reader.titles() == ["a"])
    }

    @Test func `a transaction waits for another connection, and no longer than it may`() throws {
        let holder = try file.open()
        let other = try file.open(busyTimeout: .milliseconds(20))
        try holder.transaction {
            #expect(code { try other.transaction { try other.add("a") } } == .busy)
        }
        try other.transaction { try other.add("a") }
        #expect(try holder.titles() == ["a"])
    }

    @Test func `the tables that a commit has changed are known, also by RETURNING, a script, and an upsert`() throws {
        let connection = try file.open()
        func changed(_ body: () throws -> Void) throws -> TableSet {
            connection.resetAccess()
            try connection.transaction(body)
            return connection.tablesChanged
        }
        #expect(try changed { try connection.add("a") } == .news)
        #expect(try changed { _ = try connection.titles() } == [])
        #expect(
            try changed {
                _ = try connection.row("INSERT INTO news (title) VALUES ('b') RETURNING id") { $0.integer(0) }
            } == .news)
        #expect(
            try changed {
                try connection.withStatement("UPDATE news SET title = 'c' RETURNING id") { _ = try $0.step() }
            } == .news, "stepped once and left")
        #expect(
            try changed {
                _ = try connection.rows("DELETE FROM news WHERE id = 99 RETURNING id") { $0.integer(0) }
            } == [], "no row, no change")
        #expect(try changed { try connection.execute("UPDATE news SET title = 'x' WHERE id = 99") } == [])
        #expect(
            try changed { try connection.executeScript("DELETE FROM mark; INSERT INTO setting VALUES ('a', 1)") }
                == .setting)
        let upsert = "INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
        #expect(try changed { try connection.execute(upsert, "a", 2) } == .setting, "a table without row ids")
        #expect(
            try changed { try connection.executeScript("CREATE TABLE more (a) ; INSERT INTO more VALUES (1)") }
                == .other)
    }

    @Test func `what is rolled back counts as no change`() throws {
        let connection = try file.open()
        connection.resetAccess()
        #expect(throws: Refusal.self) {
            try connection.transaction {
                try connection.add("a")
                throw Refusal()
            }
        }
        #expect(connection.tablesChanged == [])
    }

    @Test func `the tables of a query are known`() throws {
        let connection = try file.open()
        connection.resetAccess()
        _ = try connection.rows("SELECT 1 FROM news JOIN mark ON mark.news = news.id") { $0.integer(0) }
        #expect(connection.tablesRead == [.news, .mark])
        connection.resetAccess()
        // The text is prepared already, and counts again.
        _ = try connection.rows("SELECT 1 FROM news JOIN mark ON mark.news = news.id") { $0.integer(0) }
        #expect(connection.tablesRead == [.news, .mark])
    }

    @Test func `a disk that fails at any call leaves all of a transaction or nothing`() throws {
        let name = try #require(faulty_vfs_name().map { String(cString: $0) })
        func write() throws {
            let connection = try file.open(fileSystem: name)
            try connection.transaction {
                try connection.execute("DELETE FROM news")
                for number in 0..<20 { try connection.add("\(number)") }
            }
        }
        faulty_vfs_fail_after(-1, 0, FAULTY_VFS_ERROR)
        try write()
        let calls = faulty_vfs_calls()
        #expect(calls > 10)
        let (old, new) = (Array(repeating: "old", count: 20), (0..<20).map(String.init))
        var failed = 0
        for kind in [FAULTY_VFS_ERROR, FAULTY_VFS_FULL] {
            for call in 0..<calls {
                try file.open().execute("UPDATE news SET title = 'old'")
                faulty_vfs_fail_after(call, 1, kind)
                let failure = code(write)
                faulty_vfs_fail_after(-1, 0, FAULTY_VFS_ERROR)
                let titles = try file.open().titles()
                if let failure {
                    failed += 1
                    #expect([.inputOutput, .diskFull, .cannotOpen, .readOnly].contains(failure), "call \(call)")
                    #expect([old, new].contains(titles), "call \(call)")
                } else {
                    #expect(titles == new, "call \(call)")
                }
            }
        }
        #expect(failed > 10)
    }
}

import Foundation
import Testing

@testable import DotNewsDatabase

@Suite struct MigrationTests {
    let path: String
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("dotnews-migration-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent("file.sqlite").path
        try Data().write(to: URL(fileURLWithPath: path))
    }

    private static let first = Migration(name: "first", sql: "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)")
    private static let second = Migration(name: "second", sql: "CREATE TABLE b (x INTEGER)") { connection in
        try connection.execute("INSERT INTO b SELECT x + 1 FROM a")
    }

    private func migrate(_ migrations: [Migration], applicationID: Int64 = 7) throws -> Connection {
        let connection = try Connection(path: path, access: .readWrite, busyTimeout: .seconds(1), activity: "migrating")
        try connection.execute("PRAGMA foreign_keys = ON")
        let migrator = Migrator(applicationID: applicationID, migrations: migrations)
        _ = try migrator.isEmpty(connection)
        try migrator.migrate(connection, now: Date(timeIntervalSince1970: 1))
        return connection
    }

    private func remove() { try? FileManager.default.removeItem(at: folder) }

    @Test func `each migration is applied once, in order`() throws {
        defer { remove() }
        _ = try migrate([Self.first])
        let connection = try migrate([Self.first, Self.second])
        _ = try migrate([Self.first, Self.second])
        #expect(try connection.rows("SELECT name FROM migration ORDER BY rowid") { $0.text(0) } == ["first", "second"])
        #expect(try connection.integer("SELECT x FROM b") == 2)
        #expect(try connection.integer("SELECT max(applied_at) FROM migration") == 1_000)
    }

    @Test func `a file says whether it is empty`() throws {
        defer { remove() }
        let connection = try Connection(path: path, access: .readWrite, busyTimeout: .zero, activity: "looking")
        let migrator = Migrator(applicationID: 7, migrations: [Self.first])
        #expect(try migrator.isEmpty(connection))
        try migrator.migrate(connection, now: Date())
        #expect(try !migrator.isEmpty(connection))
    }

    @Test func `a newer file, and another application's, are refused and left as they are`() throws {
        defer { remove() }
        _ = try migrate([Self.first, Self.second])
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(code { _ = try migrate([Self.first]) } == .newerVersion)
        #expect(code { _ = try migrate([Self.first, Self.second], applicationID: 8) } == .otherApplication)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test(arguments: ["CREATE TABLE c (x); DROP TABLE nothing", "CREATE TABLE c (x); x"])
    func `a migration that fails leaves the file as it was after the one before`(_ sql: String) throws {
        defer { remove() }
        #expect(throws: DatabaseError.self) { try migrate([Self.first, Migration(name: "broken", sql: sql)]) }
        let connection = try migrate([Self.first])
        #expect(try connection.rows("SELECT name FROM migration") { $0.text(0) } == ["first"])
        #expect(try !connection.hasRow("SELECT 1 FROM sqlite_schema WHERE name = 'c'"))
    }

    @Test func `a migration whose completion fails, or that leaves a broken reference, is rolled back`() throws {
        defer { remove() }
        struct Refusal: Error {}
        let refusing = Migration(name: "refusing", sql: "CREATE TABLE c (x)") { _ in throw Refusal() }
        #expect(throws: Refusal.self) { try migrate([Self.first, refusing]) }
        let breaking = Migration(
            name: "breaking",
            sql: """
                CREATE TABLE p (id INTEGER PRIMARY KEY);
                CREATE TABLE c (p INTEGER REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED);
                INSERT INTO c VALUES (99);
                """)
        #expect(code { _ = try migrate([Self.first, breaking]) } == .brokenReferences)
        #expect(try migrate([Self.first]).rows("SELECT name FROM migration") { $0.text(0) } == ["first"])
    }
}

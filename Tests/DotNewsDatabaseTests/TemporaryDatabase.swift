import CDotNewsSQLite
import Foundation
import Synchronization
import Testing

@testable import DotNewsDatabase

extension TableSet {
    static let news = TableSet(rawValue: 1 << 0)
    static let mark = TableSet(rawValue: 1 << 1)
    static let setting = TableSet(rawValue: 1 << 2)
}

/// A database with three tables in a folder of its own, removed with it.
final class TemporaryDatabase: Sendable {
    let folder: URL

    static let schema = """
        CREATE TABLE news (id INTEGER PRIMARY KEY, title TEXT NOT NULL, size REAL, content BLOB) STRICT;
        CREATE TABLE mark (news INTEGER PRIMARY KEY REFERENCES news (id)) STRICT;
        CREATE TABLE setting (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("dotnews-database-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data().write(to: folder.appendingPathComponent("news.sqlite"))
        let connection = try open()
        try connection.execute("PRAGMA journal_mode = WAL")
        try connection.executeScript(Self.schema)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var path: String { folder.appendingPathComponent("news.sqlite").path }

    func open(
        _ access: Connection.Access = .readWrite, fileSystem: String? = nil, busyTimeout: Duration = .seconds(10)
    ) throws -> sending Connection {
        try Connection(
            path: path, access: access, tables: ["news": .news, "mark": .mark, "setting": .setting],
            fileSystem: fileSystem, busyTimeout: busyTimeout, activity: "testing")
    }

    func database(
        maximumReaders: Int = 3, busyTimeout: Duration = .seconds(10), clock: any Clock<Duration> = ContinuousClock()
    ) throws -> Database {
        try Database(
            maximumReaders: maximumReaders, pollInterval: .milliseconds(500), clock: clock,
            openWriter: { [self] in try open(busyTimeout: busyTimeout) },
            openReader: { [self] in try open(.readOnly) })
    }
}

extension Connection {
    func titles() throws -> [String] { try rows("SELECT title FROM news ORDER BY id") { $0.text(0) } }

    func add(_ title: String) throws { try execute("INSERT INTO news (title) VALUES (?)", title) }
}

/// The code of the error that `body` throws.
func code(_ body: () throws -> Void) -> DatabaseError.Code? {
    do { try body() } catch { return (error as? DatabaseError)?.code }
    return nil
}

/// The code of the error that `body` throws.
func code(_ body: () async throws -> Void) async -> DatabaseError.Code? {
    do { try await body() } catch { return (error as? DatabaseError)?.code }
    return nil
}

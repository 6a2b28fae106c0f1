import CDotNewsSQLite
import DotNewsDatabase
import DotNewsModels
import Foundation
import Testing

@testable import DotNewsPersistence

/// Files that were made before format 1: recognised, moved aside, and the reader's own brought over.
@Suite struct EarlierFormatTests {
    private let folder: TemporaryFolder
    private static let id = ArticleID("AP690800aae4b0e343b0e2aa01")!

    /// The part of the earlier schema that a recovery meets, and of its tables of articles what makes it one. By hand, so
    /// that it stays what files in the world look like.
    private static let fixture = """
        PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;
        PRAGMA application_id = 1145993075;
        CREATE TABLE migration (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT;
        INSERT INTO migration VALUES ('2026-01 articles', 1767225600000), ('2026-02 images', 1767225600000),
            ('2026-03 search', 1767225600000), ('2026-04 reader', 1767225600000), ('2026-05 outbox', 1767225600000),
            ('2026-06 replication', 1767225600000), ('2026-07 compressed bodies', 1767225600000),
            ('2026-08 dictionaries of bodies', 1767225600000);
        CREATE TABLE article (
            id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, title TEXT NOT NULL, column_key TEXT NOT NULL,
            column_name TEXT NOT NULL, column_path TEXT NOT NULL) STRICT;
        INSERT INTO article VALUES (27963417600, x'690800aae4b0e343b0e2aa01', '標題', 'c1', '港聞', 'hk');
        CREATE TABLE reader_state (
            key BLOB PRIMARY KEY CHECK (length(key) = 12), is_read INTEGER NOT NULL DEFAULT 0,
            is_bookmarked INTEGER NOT NULL DEFAULT 0, read_changed_at INTEGER, bookmark_changed_at INTEGER,
            read_sequence INTEGER, bookmark_sequence INTEGER) STRICT, WITHOUT ROWID;
        CREATE INDEX reader_state_bookmarked ON reader_state (key) WHERE is_bookmarked = 1;
        INSERT INTO reader_state VALUES (x'690800aae4b0e343b0e2aa01', 1, 1, 1000, 1000, NULL, NULL);
        CREATE TABLE reader_register (
            kind TEXT NOT NULL, subject TEXT NOT NULL, member TEXT NOT NULL DEFAULT '', value TEXT,
            changed_at INTEGER NOT NULL, sequence INTEGER, PRIMARY KEY (kind, subject, member)) STRICT, WITHOUT ROWID;
        INSERT INTO reader_register (kind, subject, value, changed_at) VALUES ('search', '維港', '1', 1000);
        CREATE TABLE visit (
            visited_at INTEGER NOT NULL, key BLOB NOT NULL, sequence INTEGER, PRIMARY KEY (visited_at, key))
            STRICT, WITHOUT ROWID;
        INSERT INTO visit VALUES (1000, x'690800aae4b0e343b0e2aa01', NULL);
        CREATE TABLE back_forward_item (position INTEGER PRIMARY KEY, key BLOB NOT NULL, is_current INTEGER NOT NULL DEFAULT 0)
            STRICT;
        INSERT INTO back_forward_item VALUES (1, x'690800aae4b0e343b0e2aa01', 1);
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT, position INTEGER NOT NULL UNIQUE, key BLOB NOT NULL,
            kind TEXT NOT NULL, subject TEXT NOT NULL, value TEXT NOT NULL, idempotency_key TEXT NOT NULL UNIQUE,
            state INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at INTEGER, sending_until INTEGER, uncertain_since INTEGER,
            is_cancelled INTEGER NOT NULL DEFAULT 0, failure_code TEXT, failure_reason TEXT) STRICT;
        INSERT INTO outbox (position, key, kind, subject, value, idempotency_key, created_at) VALUES
            (1, x'690800aae4b0e343b0e2aa01', 'comment', '', '早晨', 'E621E1F8-C36C-495A-93FC-0C247A3E6E5F', 1000);
        """

    init() throws {
        folder = try TemporaryFolder()
        var database: OpaquePointer?
        defer { sqlite3_close_v2(database) }
        try #require(sqlite3_open(folder.database.path, &database) == SQLITE_OK)
        try #require(sqlite3_exec(database, Self.fixture, nil, nil, nil) == SQLITE_OK)
    }

    @Test func `a store of the earlier format is left as it is, and the error says what to do`() throws {
        let before = try Data(contentsOf: folder.database)
        let thrown = #expect(throws: StoreError.self) { try ArticleStore(at: folder.database) }
        let error = try #require(thrown)
        #expect(error.code == .earlierFormat)
        #expect(error.description.contains("earlier format") && error.description.contains("recover"))
        #expect(try Data(contentsOf: folder.database) == before)
    }

    @Test func `recovery brings the reader's own over and moves the file aside`() async throws {
        let before = try Data(contentsOf: folder.database)
        let recovery = try await ArticleStore.recover(at: folder.database)
        #expect(recovery.isComplete && recovery.rescued == 5)
        #expect(try Data(contentsOf: recovery.damagedFile) == before)
        let store = try ArticleStore(at: folder.database)
        let own = try await store.read { reader in
            try reader.connection.requiredRow(
                """
                SELECT (SELECT is_read + is_bookmarked FROM reader_state WHERE key = ?1),
                    (SELECT subject FROM reader_register), (SELECT count(*) FROM visit WHERE key = ?1),
                    (SELECT count(*) FROM back_forward_item WHERE key = ?1), (SELECT value FROM outbox WHERE key = ?1)
                """, ArticleKey(Self.id)
            ) { row in (0..<5).map { row.text($0) } }
        }
        #expect(own == ["2", "維港", "1", "1", "早晨"])
        #expect(try await store.articles().items == [], "articles come with the next sync")
        #expect(try await store.verify().isSound)
        await store.close()
    }
}

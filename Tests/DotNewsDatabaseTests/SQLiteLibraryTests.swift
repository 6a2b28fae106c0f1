import Testing

@testable import DotNewsDatabase

@Suite struct SQLiteLibraryTests {
    @Test func `a system library that is too old or not thread-safe is refused with the reason`() {
        let old = SQLiteLibrary(version: 3_037_002, versionText: "3.37.2", isThreadSafe: true)
        let unsafe = SQLiteLibrary(version: 3_040_001, versionText: "3.40.1", isThreadSafe: false)
        let error = #expect(throws: DatabaseError.self) { try old.check(path: "news.sqlite") }
        #expect(error?.code == .unsupportedLibrary)
        #expect(error?.reason.contains("3.37.2") == true)
        #expect(throws: DatabaseError.self) { try unsafe.check(path: "news.sqlite") }
        #expect(throws: Never.self) { try SQLiteLibrary.installed.check(path: "news.sqlite") }
    }
}

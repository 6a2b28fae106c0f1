import DotNews
import Foundation
import DotNewsTestSupport
import Testing

@Suite struct RepairCommandTests {
    /// Writes over part of the store's file.
    private func damage(_ store: SampleStore, _ places: Range<Int>) throws {
        var content = try Data(contentsOf: URL(filePath: store.database))
        for index in places where index < content.count { content[index] = UInt8(truncatingIfNeeded: index &* 31 &+ 7) }
        try content.write(to: URL(filePath: store.database))
    }

    /// A store with a bookmark; the id of the article.
    private func bookmarked() async throws -> (store: SampleStore, id: String) {
        let store = try await SampleStore()
        let id = try #require(try await store.dotnews("list", "--json").ids("articles").first)
        #expect(try await store.dotnews("bookmark", id).exitCode == 0)
        return (store, id)
    }

    @Test func `a sync replaces a store that cannot be opened, keeps the bookmarks and says so`() async throws {
        let (store, id) = try await bookmarked()
        try damage(store, 0..<100)
        let list = try await store.dotnews("list")
        #expect(list.exitCode == 1)

        let sync = try await store.dotnews("sync", "--from", SampleStore.edition.path)
        #expect(sync.exitCode == 0)
        #expect(sync.errors.contains("The store was damaged. It is now \(store.database).damaged-"))
        #expect(try await store.dotnews("bookmarks", "--json").ids("bookmarks") == [id])
        #expect(try await store.dotnews("verify").exitCode == 0)
        #expect(try await store.dotnews("list", "--json").ids("articles").count > 10)
    }

    @Test func `damage that only verify sees is repaired on request`() async throws {
        let (store, id) = try await bookmarked()
        // A page in the middle, whole, belongs to articles or the index.
        let pageSize = 8_192
        let page = try Data(contentsOf: URL(filePath: store.database)).count / 2 / pageSize * pageSize
        try damage(store, page..<page + pageSize)
        let verify = try await store.dotnews("verify")
        #expect(verify.exitCode == 1)
        let repair = try await store.dotnews("repair", "--json")
        #expect(repair.exitCode == 0)
        #expect(try repair.json()["repaired"] as? Bool == true)
        #expect(try await store.dotnews("verify").exitCode == 0)
        #expect(try await store.dotnews("bookmarks", "--json").ids("bookmarks") == [id])
    }

    @Test func `a whole store is left as it is`() async throws {
        let (store, _) = try await bookmarked()
        // A program that exits may leave its log to the next one; here all of it is in the file.
        try await ArticleStore(at: URL(filePath: store.database)).close()
        let before = try Data(contentsOf: URL(filePath: store.database))
        let repair = try await store.dotnews("repair")
        #expect(repair.exitCode == 0)
        #expect(repair.output == "The store is whole; nothing was done.\n")
        #expect(try Data(contentsOf: URL(filePath: store.database)) == before)
    }

    @Test(arguments: ["sync --from", "repair --force --from"])
    func `a file that is no store is refused and left as it is`(words: String) async throws {
        let folder = try TemporaryDirectory()
        try folder.write("我的筆記 my notes", to: "notes.txt")
        let file = folder.url.appending(path: "notes.txt")
        let outcome = try await DotNewsProcess.run(
            words.split(separator: " ").map(String.init) + [SampleStore.edition.path, "--db", file.path])
        #expect(outcome.exitCode == 1)
        #expect(try String(contentsOf: file, encoding: .utf8) == "我的筆記 my notes")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["notes.txt"])
    }
}

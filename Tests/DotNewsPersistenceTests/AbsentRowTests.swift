import DotNewsDatabase
import DotNewsModels
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsPersistence

/// What is not there is an error or `nil`, never 0; and what a statement returns of its change is told to observers.
@Suite struct AbsentRowTests {
    let folder: TemporaryFolder
    let store: ArticleStore

    init() throws {
        folder = try TemporaryFolder()
        store = try ArticleStore(at: folder.database)
    }

    @Test func `the number of a row that is not there is an error`() async throws {
        let error = await #expect(throws: StoreError.self) {
            try await store.read("looking for a row") { reader in
                try reader.connection.integer("SELECT id FROM article WHERE id = ?", -1)
            }
        }
        #expect(error?.code == .unreadableContent)
        #expect(error?.sql == "SELECT id FROM article WHERE id = ?")
        await store.close()
    }

    @Test func `a device that cannot be added does not become row 0`() async throws {
        try await store.write("refusing devices") { connection in
            try connection.executeScript(
                "CREATE TRIGGER refuse BEFORE INSERT ON replica_device BEGIN SELECT RAISE(IGNORE); END")
        }
        let device = try #require(ReplicaDeviceID(String(repeating: "07", count: 16)))
        let error = await #expect(throws: StoreError.self) {
            try await store.switchOnReplication(as: device, named: "phone")
        }
        #expect(error?.code == .unreadableContent)
        #expect(try await store.replicaStatus() == nil)
        await store.close()
    }

    @Test func `an entry whose number is returned by its insertion is told to observers`() async throws {
        var values = store.observe { try $0.outbox() }.makeAsyncIterator()
        #expect(try await values.next() == [])
        let entry = try await store.outbox.post(CommentText(validated: "同意"), on: Sample.id(1))
        #expect(try await values.next() == [entry])
        await store.close()
    }
}

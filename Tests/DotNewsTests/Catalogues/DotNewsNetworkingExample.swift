import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

@Suite struct DotNewsNetworkingExample {
    @Test func `the example of asking a site is told what has not changed`() async throws {
        let folder = Catalogue.sample

        let client = CMSClient(edition: .dotdotnews, transport: DirectoryTransport(root: folder).withRetries())
        let answer = try await client.columnTree()
        for column in answer.value?.roots ?? [] {
            print(column.name, column.path)
        }

        let again = try await client.columnTree(ifNewerThan: answer.version)
        print(again.isNotModified)  // true

        #expect(answer.value?.roots.isEmpty == false)
        #expect(again.isNotModified)
    }
}

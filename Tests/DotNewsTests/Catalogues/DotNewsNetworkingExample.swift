import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

@Suite struct DotNewsNetworkingExample {
    @Test func `the example of asking a site reads its columns`() async throws {
        let folder = Catalogue.sample

        let site = DirectoryTransport(root: folder).withRetries()
        let address = WebAddress("https://www.dotdotnews.com/columns.json")!
        let answer = try await site.send(HTTPRequest(.get, address))
        if case .columns(let tree) = try SiteDocument.read(answer.body, address: address) {
            for column in tree.roots { print(column.name, column.path) }
        }

        guard case .columns(let tree) = try SiteDocument.read(answer.body, address: address) else {
            Issue.record("the sample's columns are not read as columns")
            return
        }
        #expect(!tree.roots.isEmpty)
    }
}

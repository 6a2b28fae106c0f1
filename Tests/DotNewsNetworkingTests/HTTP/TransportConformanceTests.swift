import DotNewsModels
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

/// What every transport does, whether it asks a server or a folder.
@Suite(.timeLimit(.minutes(1)))
struct TransportConformanceTests {
    @Test(arguments: TransportUnderTest.allCases)
    func `a file arrives with its status, type, size and content`(_ kind: TransportUnderTest) async throws {
        let text = "{\"title\": \"立法會三讀通過\", \"simplified\": \"立法会三读通过\", \"english\": \"Bill passed\"}"
        let files = try ServedFiles(kind, ["columns.json": text])
        let response = try await files.send(.get, "/columns.json")
        #expect(response.status == 200)
        #expect(response.isSuccess)
        #expect(response.address == files.origin.address("/columns.json"))
        #expect(response.headers["content-type"] == "application/json; charset=utf-8")
        #expect(response.body == Data(text.utf8))
        #expect(response.transferSize == text.utf8.count)
    }

    @Test(arguments: TransportUnderTest.allCases)
    func `a missing file is an answer, not an error`(_ kind: TransportUnderTest) async throws {
        let files = try ServedFiles(kind, [:])
        let response = try await files.send(.get, "/immed/none.html")
        #expect(response.status == 404)
        #expect(!response.isSuccess)
    }

    @Test(arguments: TransportUnderTest.allCases)
    func `a version that is still current is answered with 304`(_ kind: TransportUnderTest) async throws {
        let files = try ServedFiles(kind, ["stories.json": "[1]"])
        let first = try await files.send(.get, "/stories.json")
        let tag = try #require(first.headers["ETag"])
        let modified = try #require(first.headers["Last-Modified"])
        for version in [ResourceVersion(entityTag: tag), ResourceVersion(lastModified: modified)] {
            let second = try await files.send(.get, "/stories.json", headers: version.conditionalHeaders)
            #expect(second.status == 304)
            #expect(second.body.isEmpty)
            #expect(second.transferSize == 0)
        }
        try files.directory.write("[2]", to: "stories.json")
        let third = try await files.send(
            .get, "/stories.json", headers: ResourceVersion(entityTag: tag).conditionalHeaders)
        #expect(third.status == 200)
        #expect(third.body == Data("[2]".utf8))
        #expect(third.headers["ETag"] != tag)
    }

    @Test(arguments: TransportUnderTest.allCases)
    func `HEAD brings the header without the content`(_ kind: TransportUnderTest) async throws {
        let files = try ServedFiles(kind, ["a.json": "[1, 2, 3]"])
        let response = try await files.send(.head, "/a.json", limits: HTTPLimits(maximumTransferSize: 100))
        #expect(response.status == 200)
        #expect(response.headers["Content-Length"] == "9")
        #expect(response.body.isEmpty)
        #expect(response.transferSize == 0)
    }

    @Test(arguments: TransportUnderTest.allCases)
    func `more than the limit is refused`(_ kind: TransportUnderTest) async throws {
        let files = try ServedFiles(kind, ["a.json": String(repeating: " ", count: 1_001)])
        for limits in [HTTPLimits(maximumTransferSize: 1_000), HTTPLimits(maximumBodySize: 1_000)] {
            let request = HTTPRequest(.get, files.origin.address("/a.json"), limits: limits)
            #expect(await failure(of: request, over: files.transport) == .tooLarge)
        }
        let exact = HTTPLimits(maximumTransferSize: 1_001, maximumBodySize: 1_001)
        #expect(try await files.send(.get, "/a.json", limits: exact).body.count == 1_001)
    }

    @Test(arguments: TransportUnderTest.allCases)
    func `a hundred requests at once each get their own answer`(_ kind: TransportUnderTest) async throws {
        let names = (0..<100).map { "article\($0).json" }
        let files = try ServedFiles(kind, Dictionary(uniqueKeysWithValues: names.map { ($0, "{\"id\": \"\($0)\"}") }))
        try await withThrowingTaskGroup(of: (String, Data).self) { group in
            for name in names {
                group.addTask { (name, try await files.send(.get, "/\(name)").body) }
            }
            for try await (name, body) in group { #expect(body == Data("{\"id\": \"\(name)\"}".utf8)) }
        }
    }

    @Test(arguments: TransportUnderTest.allCases)
    func `a task that is cancelled before it starts asks nobody`(_ kind: TransportUnderTest) async throws {
        let files = try ServedFiles(kind, ["a.json": "[]"])
        let request = HTTPRequest(.get, files.origin.address("/a.json"))
        let transport = files.transport
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await failure(of: request, over: transport)
        }
        #expect(await task.value == .cancelled)
        #expect(files.origin.requests.isEmpty)
    }
}

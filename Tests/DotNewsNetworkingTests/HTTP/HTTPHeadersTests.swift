import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

@Suite
struct HTTPHeadersTests {
    @Test func `names are compared without regard to case, and order is kept`() {
        var headers: HTTPHeaders = ["Accept": "a", "X-Tag": "1"]
        headers.append("x-tag", "2")
        #expect(headers["ACCEPT"] == "a")
        #expect(headers.values(of: "X-TAG") == ["1", "2"])
        headers["x-TAG"] = "3"
        #expect(headers.fields.map(\.name) == ["Accept", "x-TAG"])
        headers["Accept"] = nil
        #expect(headers.fields.map(\.value) == ["3"])
    }

    @Test(arguments: [
        ("X", "a\r\nSet-Cookie: b"), ("X", "a\u{0}"), ("X", "a\u{7F}"), ("X\r\nY", "a"), ("X:", "a"), ("", "a"),
        ("X Y", "a"), ("標題", "a"),
    ])
    func `a request with a field that could smuggle in another is not sent`(_ name: String, _ value: String)
        async throws
    {
        var headers = HTTPHeaders()
        headers.append(name, value)
        #expect(headers.fields.isEmpty && headers.refusedNames == [name])

        let request = HTTPRequest(
            .get, try #require(WebAddress("http://example.invalid/")),
            headers: (["A": "b"] as HTTPHeaders).merging(headers))
        let error = await #expect(throws: HTTPError.self) {
            try await RedirectFollower(request: request, now: { Date() }).run { _ throws(HTTPError) in
                Issue.record("the request was sent")
                throw HTTPError(.failed, address: request.address, reason: "")
            }
        }
        #expect(error?.code == .failed)
        // The sentence has no control characters, and no part of the value.
        #expect(error?.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } == true)
        #expect(error?.description.contains("Set-Cookie") == false)
    }

    @Test func `a refused Authorization fails the request over a folder too, and a good one in its place does not`()
        async throws
    {
        let transport = DirectoryTransport(root: FileManager.default.temporaryDirectory)
        var request = HTTPRequest(.get, try #require(WebAddress("https://example.invalid/\(UUID().uuidString)")))
        request.headers["Authorization"] = "Bearer a\nb"
        let error = await #expect(throws: HTTPError.self) { try await transport.send(request) }
        #expect(error?.description.contains("Authorization") == true && error?.description.contains("Bearer") == false)
        request.headers["authorization"] = "Bearer ab"
        #expect(try await transport.send(request).status == 404)
    }

    @Test func `white space at the ends of a value is dropped`() {
        let headers: HTTPHeaders = ["A": " \t x y\t ", "B": "  ", "C": "標題"]
        #expect(headers.fields.map(\.value) == ["x y", "", "標題"])
    }

    @Test func `merging replaces fields of the same name`() {
        let merged = (["A": "1", "B": "2"] as HTTPHeaders).merging(["b": "3", "C": "4"])
        #expect(merged.fields.map(\.value) == ["1", "3", "4"])
    }
}

import DotNewsNetworking
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
    func `a field that could smuggle in another is not taken up`(_ name: String, _ value: String) {
        var headers = HTTPHeaders()
        headers.append(name, value)
        #expect(headers.fields.isEmpty)
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

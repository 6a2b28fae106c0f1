import Foundation
import DotNewsTestSupport
import Testing

/// Something that a site, or what stands between it and us, does wrong.
struct SiteFault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The answer to a request; the site knows what would have been right.
    let reply: @Sendable (LoopbackRequest, FixtureSite) -> LoopbackReply

    private init(_ name: String, _ reply: @escaping @Sendable (LoopbackRequest, FixtureSite) -> LoopbackReply) {
        testDescription = name
        self.reply = reply
    }

    private init(_ name: String, _ reply: LoopbackReply) { self.init(name) { _, _ in reply } }

    /// Whether the site says that there is no such thing, which of an article is believed for a day.
    var saysGone: Bool { testDescription == "status 404" || testDescription == "status 410" }

    static let all = connections + framing + headers + encodings + redirects + statuses + contents

    // MARK: The connection

    private static let connections =
        [0, 1, 20, 90, 300].flatMap { count in
            [
                SiteFault("reset at byte \(count)") { $1.reply(to: $0).cut(after: count, .reset) },
                SiteFault("closed at byte \(count)") { $1.reply(to: $0).cut(after: count, .close) },
                SiteFault("a stall at byte \(count)") { $1.reply(to: $0).cut(after: count, .stall) },
            ]
        } + [
            SiteFault("a byte now and then") { $1.reply(to: $0).dripping(every: .milliseconds(50)) },
            SiteFault("silence", .silence),
        ]

    // MARK: What HTTP says about the length

    private static let framing = [
        SiteFault("10 GB announced", .announcing("10737418240", body: Data("{".utf8)).ending(.stall)),
        SiteFault("a length that is no number", .announcing("-5", body: Data("{}".utf8)).ending(.close)),
        SiteFault("a length too short") { .announcing("9", body: $1.reply(to: $0).body).ending(.close) },
        SiteFault("a length too long") { .announcing("99999", body: $1.reply(to: $0).body).ending(.close) },
        SiteFault(
            "chunks of no size",
            .status(200, headers: [("Transfer-Encoding", "chunked")], body: Data("zz\r\n{}\r\n0\r\n\r\n".utf8))
                .ending(.close)),
        SiteFault(
            "a chunk larger than memory",
            .status(200, headers: [("Transfer-Encoding", "chunked")], body: Data("FFFFFFFFFFFFFFF\r\n{".utf8))
                .ending(.close)),
        SiteFault(
            "no end",
            .status(200, headers: [("Transfer-Encoding", "identity")], body: Data(repeating: 0x20, count: 1 << 16))
                .endless()),
        SiteFault("HTTP/0.9", .raw("<html>舊</html>")),
        SiteFault("garbage", .raw(Data((0..<2_000).map { UInt8($0 &* 37 & 0xFF) }))),
        SiteFault("another protocol", .raw("SSH-2.0-OpenSSH_9.2\r\n")),
    ]

    // MARK: Fields

    private static let headers = [
        SiteFault("10,000 fields") {
            .status(200, headers: (0..<10_000).map { ("X-\($0)", "1") }, body: $1.reply(to: $0).body)
        },
        SiteFault("a field of 1 MB") {
            .status(200, headers: [("X", String(repeating: "y", count: 1 << 20))], body: $1.reply(to: $0).body)
        },
        SiteFault("another charset", .text(#"{"data":[]}"#, type: "application/json; charset=utf-16")),
        SiteFault("a validator of 100 kB") {
            .status(
                200, headers: [("ETag", "\"" + String(repeating: "e", count: 100_000) + "\"")],
                body: $1.reply(to: $0).body)
        },
        SiteFault("another validator each time") {
            .status(200, headers: [("ETag", "\"\(UInt64.random(in: 0 ... .max))\"")], body: $1.reply(to: $0).body)
        },
        SiteFault("cookies and clearing of data") {
            .status(
                200,
                headers: [("Set-Cookie", "a=b; Domain=.com"), ("Clear-Site-Data", "\"*\""), ("Refresh", "0; url=//x")],
                body: $1.reply(to: $0).body)
        },
    ]

    // MARK: Compression

    private static func zipped(_ change: @escaping @Sendable (Data) -> Data)
        -> @Sendable (LoopbackRequest, FixtureSite) ->
        LoopbackReply
    {
        { request, site in .gzip(change(Gzip.file(of: site.reply(to: request).body))) }
    }

    private static let encodings = [
        SiteFault("gzip cut short", zipped { $0.prefix($0.count / 2) }),
        SiteFault("gzip with a broken block", zipped { $0.prefix(11) + Data([0xFF]) + $0.dropFirst(12) }),
        SiteFault("gzip with a wrong checksum", zipped { $0.dropLast(6) + Data([1, 2]) + $0.suffix(4) }),
        SiteFault("no gzip", .gzip(Data("{\"data\":[]}".utf8))),
        SiteFault("a gzip bomb", .gzip(Gzip.bomb(expandingTo: 100_000_000))),
        SiteFault(
            "an unknown compression", .status(200, headers: [("Content-Encoding", "rot13")], body: Data("{}".utf8))),
    ]

    // MARK: Redirects

    private static let redirects =
        [
            "file:///etc/passwd", "ftp://127.0.0.1/x", "data:application/json,{}", "gopher://127.0.0.1:9/",
            "javascript:1",
            "http://user:secret@127.0.0.1/", "http://127.0.0.1:1/", "//", "http://[::1", "http://%00/", "",
        ].map { SiteFault("a redirect to \($0.isEmpty ? "nothing" : $0)", .redirect(to: $0)) } + [
            SiteFault("a redirect to itself") { request, _ in .redirect(to: request.path) },
            SiteFault("redirects without end") { request, _ in
                .redirect(to: "\(request.path)?\(UInt64.random(in: 0 ... .max))")
            },
        ]

    // MARK: Status

    private static let statuses =
        [
            "1", "3600", "-1", "99999999999999999999", "soon", "Wed, 21 Oct 2015 07:28:00 GMT",
            "Fri, 31 Dec 9999 23:59:59 GMT",
        ]
        .flatMap { value in
            [429, 503].map { SiteFault("\($0), Retry-After: \(value)", .status($0, headers: [("Retry-After", value)])) }
        }
        + [204, 206, 304, 400, 401, 403, 404, 410, 418, 451, 500, 599].map { SiteFault("status \($0)", .status($0)) }

    // MARK: What stands in the answer

    /// The right answer with its first text changed, as bytes.
    private static func edited(_ find: String, _ replacement: String)
        -> @Sendable (LoopbackRequest, FixtureSite) ->
        LoopbackReply
    {
        { request, site in
            let text = String(decoding: site.reply(to: request).body, as: UTF8.self)
            return .json(text.replacing(find, with: replacement))
        }
    }

    private static let contents = [
        SiteFault("nothing", .json("")),
        SiteFault("white space", .json(String(repeating: " ", count: 100_000))),
        SiteFault("null", .json("null")),
        SiteFault("a number", .json("7")),
        SiteFault("HTML", .text("<html><p>請登入 Wi-Fi</p></html>", type: "text/html")),
        SiteFault("half an answer") { request, site in
            let body = site.reply(to: request).body
            return .status(200, body: body.prefix(body.count / 2))
        },
        SiteFault("arrays 100,000 deep", .json(#"{"data":"# + String(repeating: "[", count: 100_000))),
        SiteFault("objects 100,000 deep", .json(String(repeating: #"{"data":"#, count: 100_000))),
        SiteFault("an error envelope", .json(#"{"code":500,"msg":"系統\#u{202E}繁\#u{1B}[2J忙\n","data":null}"#)),
        SiteFault("keys twice", edited(#""code":0"#, #""code":0,"code":1,"data":null"#)),
        SiteFault("NaN", edited(#""code":0"#, #""code":NaN"#)),
        SiteFault("a huge number", edited(#""code":0"#, #""code":1e99999"#)),
        SiteFault(
            "a number of 10,000 digits", edited(#""code":0"#, "\"code\":" + String(repeating: "9", count: 10_000))),
        SiteFault("lone surrogates", edited("Harbour", #"\ud800 \udfff\ud800"#)),
        SiteFault("NUL bytes", edited("Harbour", "Har\u{0}bour")),
        SiteFault("escaped NULs and controls", edited("Harbour", #"\u0000\u001b[31m\u202e\u200b\r\n"#)),
        SiteFault("a byte order mark") { request, site in
            .status(200, body: Data([0xEF, 0xBB, 0xBF]) + site.reply(to: request).body)
        },
        SiteFault("bytes that are not UTF-8") { request, site in
            .status(200, body: Data(site.reply(to: request).body.map { $0 == UInt8(ascii: "H") ? 0xFF : $0 }))
        },
        SiteFault("UTF-16") { request, site in
            let text = String(decoding: site.reply(to: request).body, as: UTF8.self)
            return .status(200, body: text.data(using: .utf16) ?? Data())
        },
        SiteFault("another article's id", edited("AP", "AP0")),
        SiteFault("ids that are paths", edited("AP00", #"..\/..\/etc\/AP"#)),
        SiteFault("addresses elsewhere", edited("https://english.dotdotnews.com", "file:///etc")),
        SiteFault("times out of all bounds", edited("2025-", "999999-")),
    ]
}

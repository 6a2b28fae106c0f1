import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@Suite struct WebAddressTests {
    @Test(arguments: [
        ("https://www.dotdotnews.com/a/202511/03/AP1.html", "https://www.dotdotnews.com/a/202511/03/AP1.html"),
        ("//dw-media.dotdotnews.com/x.jpg", "https://dw-media.dotdotnews.com/x.jpg"),
        ("HTTP://WWW.Example.COM:80/A?b=C#D", "http://www.example.com/A?b=C#D"),
        ("https://example.com:8443", "https://example.com:8443"),
        (" https://example.com/社會?q=港 聞 ", "https://example.com/%E7%A4%BE%E6%9C%83?q=%E6%B8%AF%20%E8%81%9E"),
        ("https://example.com/a/../../b/./c/%2e%2E/d", "https://example.com/b/d"),
        ("http://[2001:DB8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("https://新华网.cn/a", "https://xn--xkrr14bows.cn/a"),
        ("https://example.com/%E7%A4%BE?a=%20&b=+|", "https://example.com/%E7%A4%BE?a=%20&b=+%7C"),
    ])
    func `acceptable addresses are normalised`(text: String, expected: String) throws {
        let address = try #require(WebAddress(text))
        #expect(address.string == expected)
        #expect(address.url.absoluteString == expected)
        #expect(WebAddress(expected) == address)
    }

    @Test(arguments: [
        "", "example.com", "ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x",
        "https://", "https:///x", "https://user@example.com/", "https://user:secret@example.com/",
        "https:example.com",
        "https://example.com\\@evil.example/", "https://exa\u{0}mple.com/", "https://%65x.com/",
        "https://example.com:0/", "https://example.com:65536/", "https://example.com:x/",
        "https://[::1/",
        "https://[::g]/",
        "https://ex ample.com/", "https://..example.com/", "https://a..b/", "localhost:8080", "/only/a/path",
    ])
    func `other addresses are refused`(text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test(arguments: [
        ("/x/y", "https://h.example/x/y"),
        ("z.json", "https://h.example/a/b/z.json"),
        ("../z", "https://h.example/a/z"),
        ("?q=1", "https://h.example/a/b/c.html?q=1"), ("#f", "https://h.example/a/b/c.html?p=1#f"),
        ("//other.example/x", "https://other.example/x"), ("http://third.example", "http://third.example"),
    ])
    func `relative references resolve against a base`(reference: String, expected: String) throws {
        let base = try #require(WebAddress("https://h.example/a/b/c.html?p=1#old"))
        #expect(base.resolving(reference)?.string == expected)
    }

    @Test func `the parts of an address are told apart`() throws {
        let address = try #require(WebAddress("http://[::1]:8080/a%20b/c?x=1&y=#frag?no"))
        #expect(address.scheme == "http")
        #expect(address.host == "[::1]")
        #expect(address.port == 8080)
        #expect(address.path == "/a%20b/c")
        #expect(address.query == "x=1&y=")
        #expect(address.fragment == "frag?no")
        #expect(address.origin.string == "http://[::1]:8080")
        #expect(address.withoutQuery.string == "http://[::1]:8080/a%20b/c")
    }

    @Test func `any text is refused or becomes an address that Foundation reads too`() {
        var generator = SeededGenerator(seed: 20)
        let pieces = [
            "http", "https", ":", "//", "/", "@", "[", "]", "%", "%2e", "..", "?", "#", "\\", "例子", ".com", "a", "1",
            ":99",
            "::1", " ", "\u{202E}", "\u{0}", "xn--", "é", "🇭🇰", "_", "-", "|", "\"", "<",
        ]
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...10, using: &generator))
                .map { _ in pieces.randomElement(using: &generator)! }.joined()
            for candidate in [text, "https://" + text, "https://h.example/" + text] {
                guard let address = WebAddress(candidate) else { continue }
                #expect(address.string.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
                #expect(WebAddress(address.string) == address, "\(candidate)")
                #expect(URL(string: address.string)?.host() != nil, "\(candidate)")
                #expect(!address.host.isEmpty && !address.host.contains("@"))
            }
        }
    }
}

@Suite struct SiblingAddressTests {
    @Test(arguments: [
        ("https://news.example/a/202505/20/AP1.html", "https://news.example/a/202505/20/AP1.json"),
        ("https://news.example/a/1.html?x=1#y", "https://news.example/a/1.json"),
        ("https://news.example/1.html", "https://news.example/1.json"),
        ("https://news.example/a/1.htm", nil), ("https://news.example", nil), ("https://x.html", nil),
    ])
    func `the JSON of a page stands beside it`(page: String, json: String?) {
        #expect(WebAddress(page)!.jsonSibling?.string == json)
    }

    @Test(arguments: [
        ("https://news.example:8443/a/202505/20/AP1.html", "https://news.example:8443/s/202505/20/AP1.html"),
        ("https://news.example/a/1.html?x=1", "https://news.example/s/1.html"),
        ("https://news.example/b/a/1.html", nil), ("https://news.example/a/1.json", nil), ("https://a.html", nil),
    ])
    func `the page to share differs by the first part of its path`(page: String, share: String?) {
        #expect(WebAddress(page)!.sharePage?.string == share)
    }
}

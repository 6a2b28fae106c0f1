import DotNewsModels
import DotNewsNetworking
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsReplication

@Suite struct MultistatusTests {
    private func read(_ text: String) -> Multistatus? { Multistatus(Data(text.utf8)) }

    private func list(_ text: String) -> [String]? {
        read(text)?.resources.map { "\($0.path.joined(separator: "/"))\($0.isCollection ? "/" : "") \($0.size ?? -1)" }
    }

    @Test func `what Nextcloud says is understood`() {
        let text = """
            <?xml version="1.0"?>
            <d:multistatus xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns" xmlns:oc="http://owncloud.org/ns">
            <d:response><d:href>/remote.php/dav/files/reader/%e6%96%b0%20a/</d:href><d:propstat><d:prop>
            <d:resourcetype><d:collection/></d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>
            <d:propstat><d:prop><d:getcontentlength/></d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>
            </d:response>
            <d:response><d:href>/remote.php/dav/files/reader/%e6%96%b0%20a/0f3c-1.log</d:href><d:propstat><d:prop>
            <d:getlastmodified>Tue, 24 Nov 2026 08:50:27 GMT</d:getlastmodified>
            <d:getcontentlength>12</d:getcontentlength><d:resourcetype/></d:prop>
            <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>
            """
        #expect(list(text) == ["remote.php/dav/files/reader/新 a/ -1", "remote.php/dav/files/reader/新 a/0f3c-1.log 12"])
        #expect(read(text)?.resources[1].modified == Date(timeIntervalSince1970: 1_795_510_227))
    }

    @Test func `the prefix is of no consequence, and addresses may be whole`() {
        let text = """
            <multistatus xmlns="DAV:" xmlns:L="DAV:" xmlns:x="urn:other">
            <L:response><href>https://cloud.example:8443/dav/a.log?x#y</href><propstat><prop>
            <x:getcontentlength>999</x:getcontentlength><L:getcontentlength> 7\n</L:getcontentlength>
            </prop></propstat></L:response>
            <response><href>/dav/<![CDATA[b&c]]>&amp;d</href></response>
            <response><href>/dav/%zz</href></response>
            <x:response><href>/dav/other</href></x:response>
            </multistatus>
            """
        #expect(list(text) == ["dav/a.log 7", "dav/b&c&d -1"])
    }

    @Test func `properties that were not found do not count`() {
        let text = """
            <multistatus xmlns="DAV:"><response><href>/a</href><propstat><prop><getcontentlength>5</getcontentlength>
            <resourcetype><collection/></resourcetype></prop><status>HTTP/1.1 403 Forbidden</status></propstat></response>
            <response><href>/b</href><propstat><prop><getcontentlength>-5</getcontentlength></prop></propstat></response>
            </multistatus>
            """
        #expect(list(text) == ["a -1", "b -1"])
    }

    @Test(arguments: [
        "", "x", "<", "<multistatus/>", "<multistatus xmlns='urn:x'/>", "<a xmlns='DAV:'><multistatus/></a>",
        "<multistatus xmlns='DAV:'>", "<multistatus xmlns='DAV:'><response></multistatus>",
        "<html><body>Welcome</body></html>", "{\"a\":1}",
        "<!DOCTYPE m [<!ENTITY a 'b'>]><multistatus xmlns='DAV:'><response><href>&a;</href></response></multistatus>",
        "<!DOCTYPE m SYSTEM 'file:///etc/passwd'><multistatus xmlns='DAV:'/>",
        "<multistatus xmlns='DAV:'><response><href>&unknown;</href></response></multistatus>",
        "<multistatus xmlns='DAV:'>" + String(repeating: "<a>", count: 40) + String(repeating: "</a>", count: 40)
            + "</multistatus>",
        "<multistatus xmlns='DAV:'><response><href>/" + String(repeating: "x", count: 20_000)
            + "</href></response></multistatus>",
    ])
    func `what is no multistatus is refused`(text: String) {
        #expect(read(text) == nil)
    }

    @Test func `entities cannot make a text grow`() {
        var text = "<!DOCTYPE m [<!ENTITY a0 'xxxxxxxxxx'>"
        for level in 1..<30 {
            text += "<!ENTITY a\(level) '&a\(level - 1);&a\(level - 1);&a\(level - 1);&a\(level - 1);'>"
        }
        text += "]><multistatus xmlns='DAV:'><response><href>&a29;</href></response></multistatus>"
        #expect(read(text) == nil)
    }

    @Test func `damage of any kind is survived`() {
        let whole = Array(
            """
            <?xml version="1.0"?><D:multistatus xmlns:D="DAV:"><D:response><D:href>/news/a%20b.log</D:href><D:propstat>
            <D:prop><D:resourcetype/><D:getcontentlength>5</D:getcontentlength></D:prop></D:propstat></D:response>
            </D:multistatus>
            """.utf8)
        var random = SeededGenerator(seed: 11)
        var understood = 0
        for _ in 0..<2_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(index..<min(bytes.count, index + 5))
                default: bytes.insert(contentsOf: whole.prefix(40), at: index)
                }
            }
            guard let read = Multistatus(Data(bytes)) else { continue }
            understood += 1
            #expect(read.resources.count <= 2)
        }
        #expect((1..<2_000).contains(understood))
    }
}

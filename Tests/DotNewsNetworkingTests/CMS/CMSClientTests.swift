import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

/// Requests, versions and errors.
@Suite(.timeLimit(.minutes(5))) struct CMSClientTests {
    private let site = CannedSite()
    private static let empty = #"{"data":[]}"#
    private static let tree = #"{"data":[{"uuid":"c1","name":"港聞","dirname":"hknews","children":[]}]}"#

    // MARK: Addresses

    @Test func `every resource has its address`() {
        #expect(site.client.columnTreeAddress.string == "https://english.dotdotnews.com/columns.json")
        #expect(
            site.client.articlesAddress(of: CannedSite.column, channel: CannedSite.channel).string
                == "https://english.dotdotnews.com/columns/5f47252ce4b0e87bc3726930/dotnews/app/stories.json")
        #expect(
            site.client.hotListAddress(of: CannedSite.channel).string
                == "https://english.dotdotnews.com/channels/dotnews/hotlist/hours/24/stories.json")
    }

    @Test(arguments: [
        ("https://english.dotdotnews.com/a/1.json", "https://english.dotdotnews.com/a/1.json"),
        ("https://www.dotdotnews.com/a/1.json?v=2#top", "https://www.dotdotnews.com/a/1.json?v=2"),
        ("http://www.dotdotnews.com/a/1.json", "https://www.dotdotnews.com/a/1.json"),
        ("http://english.dotdotnews.com/a/1.json", "https://english.dotdotnews.com/a/1.json"),
        ("https://english.dotdotnews.com:8443/a/1.json", "https://english.dotdotnews.com/a/1.json"),
        ("https://elsewhere.example/a/1.json?v=2", "https://english.dotdotnews.com/a/1.json?v=2"),
        ("http://169.254.169.254/latest", "https://english.dotdotnews.com/latest"),
    ])
    func `an article is asked of its own publisher only`(stated: String, asked: String) throws {
        var article = CannedSite.known
        article.jsonAddress = WebAddress(stated)
        #expect(site.client.articleAddress(for: article).string == asked)
    }

    @Test func `a mirror is asked for all it lists`() throws {
        let mirrorSite = try #require(WebAddress("http://127.0.0.1:8081"))
        let mirror = Edition(id: "mirror", name: "Mirror", language: .english, site: mirrorSite)
        let client = CMSClient(edition: mirror, transport: site.transport)
        #expect(client.articleAddress(for: CannedSite.known).string == "http://127.0.0.1:8081\(StoryFixture.path).json")
    }

    @Test func `an article without JSON address is asked beside its page`() throws {
        var article = CannedSite.known
        #expect(site.client.articleAddress(for: article).path == StoryFixture.path + ".json")
        article.address = try #require(WebAddress("https://english.dotdotnews.com"))
        #expect(site.client.articleAddress(for: article).string == "https://english.dotdotnews.com/")
    }

    // MARK: Versions

    @Test func `a first request is unconditional and names what it accepts`() async throws {
        _ = try await site.listAnswer(json: Self.empty)
        let request = try #require(site.transport.requests.first)
        #expect(request.method == .get)
        #expect(request.headers["Accept"] == "application/json")
        #expect(request.headers["If-None-Match"] == nil)
        #expect(request.headers["If-Modified-Since"] == nil)
    }

    @Test func `the version of an answer makes the next request conditional`() async throws {
        let address = site.client.columnTreeAddress.string
        let modified = "Mon, 03 Nov 2025 07:29:00 GMT"
        site.transport.answer(
            address, Self.tree,
            headers: ["ETag": "W/\"7\"", "Last-Modified": modified, "Date": "Tue, 04 Nov 2025 04:00:00 GMT"])
        let first = try await site.client.columnTree()
        #expect(first.version == ResourceVersion(entityTag: "W/\"7\"", lastModified: modified))
        #expect(first.address.string == address)
        #expect(first.transferSize == Self.tree.utf8.count)
        #expect(first.date == CannedSite.now)
        #expect(!first.isNotModified)

        site.transport.answer(address, "", status: 304, headers: ["ETag": "W/\"8\""])
        let second = try await site.client.columnTree(ifNewerThan: first.version)
        #expect(second.isNotModified)
        #expect(second.value == nil)
        #expect(second.version == ResourceVersion(entityTag: "W/\"8\"", lastModified: modified))
        let request = try #require(site.transport.requests.last)
        #expect(request.headers["If-None-Match"] == "W/\"7\"")
        #expect(request.headers["If-Modified-Since"] == modified)
    }

    @Test func `without validators the content is compared`() async throws {
        let first = try await site.listAnswer(json: Self.empty)
        #expect(first.version.contentHash != nil)
        #expect(first.version.conditionalHeaders.fields.isEmpty)
        let second = try await site.listAnswer(json: Self.empty, ifNewerThan: first.version)
        #expect(second.isNotModified)
        #expect(second.version == first.version)
        let third = try await site.listAnswer(json: Self.empty + " ", ifNewerThan: first.version)
        #expect(!third.isNotModified)
        #expect(third.version != first.version)
    }

    @Test func `with validators the content is not compared`() async throws {
        let first = try await site.listAnswer(json: Self.empty)
        let address = site.client.articlesAddress(of: CannedSite.column, channel: CannedSite.channel).string
        site.transport.answer(address, Self.empty, headers: ["ETag": "\"1\""])
        let second = try await site.client.articles(
            in: CannedSite.column, channel: CannedSite.channel, ifNewerThan: first.version)
        #expect(!second.isNotModified)
        #expect(second.version == ResourceVersion(entityTag: "\"1\""))
    }

    @Test(arguments: [nil, ResourceVersion(), ResourceVersion(contentHash: 7)])
    func `not modified without a cached copy is an error`(version: ResourceVersion?) async throws {
        site.transport.answer(site.client.columnTreeAddress.string, "", status: 304)
        let error = await #expect(throws: CMSError.self) { try await site.client.columnTree(ifNewerThan: version) }
        guard case .unexpectedNotModified = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains("without a cached copy") == true)
    }

    // MARK: Errors

    @Test(arguments: [
        (404, true, false), (410, true, false), (401, false, true), (403, false, true), (500, false, false),
        (204, false, false),
    ])
    func `a status that brings nothing is an error`(status: Int, isGone: Bool, isAuthorization: Bool) async throws {
        site.transport.answer(site.client.articleAddress(for: CannedSite.known).string, "<h1>x</h1>", status: status)
        let error = try #require(
            await #expect(throws: CMSError.self) { try await site.client.article(CannedSite.known) })
        #expect(error.isGone == isGone)
        #expect(error.isAuthorization == isAuthorization)
        #expect(error.description.hasSuffix("\(status))") || error.description.hasSuffix("\(status)"))
        #expect(error.address == site.client.articleAddress(for: CannedSite.known))
    }

    @Test func `a page instead of JSON is an error that says what came`() async throws {
        let address = site.client.columnTreeAddress.string
        site.transport.answer(address, " <!DOCTYPE html><p>維護", headers: ["Content-Type": "Text/HTML; charset=utf-8"])
        let error = await #expect(throws: CMSError.self) { try await site.client.columnTree() }
        #expect(
            error?.description
                == "GET \(address): the answer is text/html instead of JSON; is this a site of the CMS?")
    }

    @Test func `JSON that is called something else is read`() async throws {
        site.transport.answer(
            site.client.columnTreeAddress.string, "\u{FEFF}\n" + Self.tree, headers: ["Content-Type": "text/html"])
        #expect(try await site.client.columnTree().value?.all.map(\.name) == ["港聞"])
    }

    @Test func `a tree without columns is an error, so that none seems to have vanished`() async throws {
        site.transport.answer(site.client.columnTreeAddress.string, Self.empty)
        let error = await #expect(throws: CMSError.self) { try await site.client.columnTree() }
        #expect("\(try #require(error))".contains("lists no columns"))
    }

    @Test func `no answer is the transport's error`() async throws {
        let error = await #expect(throws: CMSError.self) { try await site.client.columnTree() }
        guard case .http(let inner) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(inner.code == .cannotConnect)
        #expect(error?.isCancellation == false)
        #expect(CMSError.http(HTTPError(.cancelled, address: inner.address, reason: "")).isCancellation)
    }

    @Test func `no error shows a query`() throws {
        let address = try #require(WebAddress("https://english.dotdotnews.com/a/1.json?token=secret"))
        let errors: [CMSError] = [
            .http(HTTPError(.timedOut, address: address, reason: "it took too long")), .status(500, address),
            .status(404, address),
            .status(403, address), .notJSON(contentType: "", address), .notImage(contentType: "text/html", address),
            .envelope(code: "7", message: "", address), .malformed("x", address),
            .wrongArticle(expected: CannedSite.known.id, found: CannedSite.known.id, address),
            .unexpectedNotModified(address),
        ]
        for error in errors {
            #expect(error.description.contains("https://english.dotdotnews.com/a/1.json"))
            #expect(!error.description.contains("secret"))
            #expect(!error.description.contains("\n"))
        }
    }

    // MARK: Channel

    @Test(arguments: [
        #"<input type="hidden" id="channelId" value="dotnews">"#, #"<INPUT ID=channelId VALUE=' dotnews '/>"#,
        #"<!-- <input id="channelId" value="old"> --><script>'<input id="channelId" value="js">'</script><div><p><input id=channelId value=dotnews>"#,
        #"<input id="channelid" value="case"><input id="channelId" value=""><input id="channelId" value="dot&#110;ews">"#,
    ])
    func `the channel is read from the home page`(html: String) async throws {
        site.transport.answer(
            "https://english.dotdotnews.com/",
            "<!DOCTYPE html><html><head><title>點新聞</title></head><body>\(html)</body></html>",
            headers: ["Content-Type": "text/html"])
        #expect(try await site.client.discoverChannel() == CannedSite.channel)
        #expect(site.transport.requests.first?.headers["Accept"] == "text/html")
    }

    @Test(arguments: [
        "", "<p>no input</p>", #"<input id="channelId">"#, #"<input id="channelId" value="../x">"#, "{\"a\":1}", "\0\0",
    ])
    func `a page without a channel is an error that says what to do`(html: String) async throws {
        site.transport.answer("https://english.dotdotnews.com/", html, headers: ["Content-Type": "text/html"])
        let error = await #expect(throws: CMSError.self) { try await site.client.discoverChannel() }
        #expect(error?.description.contains("set it in the edition") == true)
    }

    @Test func `a deeply nested page is read without trouble`() async throws {
        let html = String(repeating: "<div>", count: 50_000) + #"<input id="channelId" value="dotnews">"#
        site.transport.answer("https://english.dotdotnews.com/", html, headers: [:])
        let channel = try? await site.client.discoverChannel()
        // The HTML parser may give up on the depth; what counts is that it comes back.
        #expect(channel == nil || channel == CannedSite.channel)
    }

    @Test func `a configured channel needs no request`() async throws {
        var edition = Edition.dotdotnewsEnglish
        edition.channelID = ChannelID("tkww")
        let site = CannedSite(edition: edition)
        #expect(try await site.client.discoverChannel().rawValue == "tkww")
        #expect(site.transport.requests.isEmpty)
    }

    // MARK: Images

    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]

    private func image(_ bytes: [UInt8], type: String?, media: String? = nil) async throws -> CMSAnswer<Data> {
        var edition = Edition.dotdotnewsEnglish
        edition.mediaSite = media.flatMap { WebAddress($0) }
        let site = CannedSite(edition: edition)
        let address = try #require(
            WebAddress("https://dw-media.dotdotnews.com/dams/1.png?x-oss-process=image/resize,w_500"))
        var headers = HTTPHeaders()
        headers["Content-Type"] = type
        headers["ETag"] = "\"1\""
        site.transport.answer(
            site.client.imageAddress(for: address).string,
            with: CannedTransport.Answer(headers: headers, body: Data(bytes)))
        return try await site.client.image(address)
    }

    @Test func `an image is brought as it is, with its version`() async throws {
        for (bytes, type) in [
            (Self.png, "image/png"), ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"), (Array("GIF89a....".utf8), "image/gif"),
            (Array("RIFF....WEBPVP8 ".utf8), "image/webp"),
            ([0, 0, 0, 28] + Array("ftypavif....mif1miaf".utf8), "image/avif"),
            ([0, 0, 0, 24] + Array("ftypmif1....avifmiaf".utf8), "image/avif"), (Self.png, nil),
            ([0, 0, 0, 24] + Array("ftypheic....mif1heic".utf8), "image/heic"),
            ([0, 0, 0, 24] + Array("ftypmif1....mif1heic".utf8), "image/heif"),
            (Self.png, "image/jpg"),
        ] as [([UInt8], String?)] {
            let answer = try await image(bytes, type: type)
            #expect(answer.value == Data(bytes))
            #expect(answer.version == ResourceVersion(entityTag: "\"1\""))
        }
    }

    @Test func `what is no image is refused, whatever it is called`() async throws {
        for (bytes, type) in [
            (Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), "image/svg+xml"), (Self.png, "text/html"),
            ([], "image/png"),
            (Array("<html>".utf8), "image/png"), (Array("RIFF....WAVE".utf8), "image/webp"),
            (Array(Self.png.prefix(7)), "image/png"),
            ([0, 0, 0, 24] + Array("ftypisom....mp42".utf8), "image/avif"),
            ([0, 0, 0, 8] + Array("ftyp".utf8), "image/avif"),
        ] as [([UInt8], String)] {
            let error = await #expect(throws: CMSError.self) { try await image(bytes, type: type) }
            guard case .notImage = error else {
                Issue.record("\(type): \(String(describing: error))")
                return
            }
        }
    }

    @Test func `images are asked of the media site when there is one`() async throws {
        let answer = try await image(Self.png, type: "image/png", media: "http://127.0.0.1:9000")
        #expect(answer.address.string == "http://127.0.0.1:9000/dams/1.png?x-oss-process=image/resize,w_500")
        #expect(try await image(Self.png, type: nil).address.host == "dw-media.dotdotnews.com")
    }
}

import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels
import Foundation
import Synchronization
import Testing

@testable import DotNewsPersistence

@Suite(.timeLimit(.minutes(5))) struct ImageCacheTests {
    let folder: TemporaryFolder
    let directory: URL
    let store: ArticleStore
    let time = TestTime()

    final class TestTime: Sendable {
        private let seconds = Mutex(0.0)
        var now: Date { seconds.withLock { Sample.noon.addingTimeInterval($0) } }
        func advance(by interval: Double = 1) { seconds.withLock { $0 += interval } }
    }

    init() throws {
        folder = try TemporaryFolder()
        directory = folder.url.appendingPathComponent("images")
        var options = ArticleStoreOptions()
        options.now = { [time] in time.now }
        store = try ArticleStore(at: folder.database, options: options)
    }

    /// A file of `size` bytes that starts as a JPEG does.
    private func jpeg(_ number: UInt8, size: Int = 1_000) -> Data {
        Data([0xFF, 0xD8, 0xFF, number] + [UInt8](repeating: number, count: size - 4))
    }

    /// The files in the cache's folder, without the mark by which backups leave it out.
    private func names() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: directory.path)).subtracting(["CACHEDIR.TAG"])
    }

    @Test func `an image is found again, in a new process too`() async throws {
        let cache = try ArticleImageCache(in: directory, of: store)
        let address = Sample.address("維港.jpg?x-oss-process=image/resize,w_320")
        #expect(try await cache.file(for: address) == nil)
        let file = try await cache.store(jpeg(1), for: address)
        #expect(try Data(contentsOf: file) == jpeg(1))
        #expect(file.lastPathComponent.hasSuffix(".jpg") && file.lastPathComponent.utf8.count == 36)
        let again = try ArticleImageCache(in: directory, of: ArticleStore(at: folder.database))
        #expect(try await again.file(for: address)?.path == file.path)
        let other = Sample.address("other.jpg")
        #expect(try await cache.missing(from: [other, address, other]) == [other])
        #expect(try await store.statistics().images == 1)
        #expect(try await store.statistics().imageBytes == 1_000)
    }

    @Test func `the same image under two addresses is one file`() async throws {
        let cache = try ArticleImageCache(in: directory, of: store)
        let first = try await cache.store(jpeg(1), for: Sample.address("1.jpg"))
        let second = try await cache.store(jpeg(1), for: Sample.address("2.jpg"))
        #expect(first == second)
        #expect(try names() == [first.lastPathComponent])
        #expect(try await store.statistics().imageBytes == 1_000)
        // One address gets another image; the file stays for the other.
        let third = try await cache.store(jpeg(3), for: Sample.address("1.jpg"))
        #expect(try names() == [first.lastPathComponent, third.lastPathComponent])
        _ = try await cache.store(jpeg(3), for: Sample.address("2.jpg"))
        #expect(try names() == [third.lastPathComponent], "nobody has it any longer")
    }

    @Test func `two contents never share a name, even when their hashes meet`() async throws {
        let cache = try ArticleImageCache(in: directory, of: store)
        let taken = ImageName(content: jpeg(1), type: .jpeg, variant: 0)
        try Data("something else".utf8).write(to: directory.appendingPathComponent(taken.text))
        let file = try await cache.store(jpeg(1), for: Sample.address("1.jpg"))
        #expect(file.lastPathComponent == ImageName(content: jpeg(1), type: .jpeg, variant: 1).text)
        #expect(try await cache.file(for: Sample.address("1.jpg")) == file)
        #expect(try Data(contentsOf: file) == jpeg(1))
    }

    @Test func `names are FNV-1a hashes of 128 bits`() {
        // Published test vectors of the hash.
        #expect(ImageName(content: [], type: .png, variant: 0).text == "6c62272e07bb014262b821756295c58d.png")
        #expect(
            ImageName(content: Array("a".utf8), type: .png, variant: 0).text == "d228cb696f1a8caf78912b704e4a8964.png")
        #expect(
            ImageName(content: Array("foobar".utf8), type: .gif, variant: 2).text
                == "343e1662793c64bf6f0d3597ba446f18-2.gif")
    }

    @Test(arguments: ["<html>404</html>", "", "<svg xmlns='http://www.w3.org/2000/svg'/>", "GIF8", "RIFF1234WAVE"])
    func `what is not an image is refused`(content: String) async throws {
        let cache = try ArticleImageCache(in: directory, of: store)
        let error = await #expect(throws: StoreError.self) {
            try await cache.store(Data(content.utf8), for: Sample.address("1.jpg"))
        }
        #expect(error?.code == .notAnImage)
        #expect(try names().isEmpty)
    }

    @Test(arguments: [("mif1mif1avif", "avif"), ("heicmif1heic", "heic"), ("mif1mif1heic", "heic")])
    func `an image is filed under the type that its brands say`(brands: String, type: String) async throws {
        let cache = try ArticleImageCache(in: directory, of: store)
        let head =
            [0, 0, 0, 24] + Array("ftyp\(brands.prefix(4))".utf8) + [0, 0, 0, 0] + Array(brands.dropFirst(4).utf8)
        try await cache.store(Data(head + [UInt8](repeating: 1, count: 100)), for: Sample.address("1"))
        #expect(try names().map { $0.split(separator: ".").last } == [Substring(type)])
    }

    @Test func `the least recently used go first, and images of bookmarked articles stay`() async throws {
        let cache = try ArticleImageCache(in: directory, of: store, limit: 8_000)
        let summary = Sample.summary(0, minutes: 0)
        let article = Sample.article(summary)
        _ = try await store.apply([Sample.articles([summary]), Sample.body(article)])
        _ = try await store.reader.setBookmarked(true, for: summary.id)
        // The bookmarked article's thumbnail, and an image of its body in a small size.
        let kept = [summary.thumbnail!.address, article.body.images[0].address(forWidth: 320)]
        let others = (1...6).map { Sample.address("image/\($0).jpg") }
        for (number, address) in (kept + others).enumerated() {
            try await cache.store(jpeg(UInt8(number)), for: address)
            time.advance()
        }
        #expect(try await cache.missing(from: kept + others).isEmpty, "eight of a thousand bytes fit")
        #expect(try await cache.file(for: others[0]) != nil, "used just now")
        time.advance()
        try await cache.store(jpeg(99), for: Sample.address("image/last.jpg"))
        #expect(try await cache.missing(from: kept + others) == [others[1], others[2]])
        #expect(try names().count == 7)

        #expect(try await cache.evict(toFit: 0) == 5_000)
        #expect(try await cache.missing(from: kept + others) == others)
        #expect(try await cache.evict(toFit: 0) == 0)
        _ = try await store.reader.setBookmarked(false, for: summary.id)
        #expect(try await cache.evict(toFit: 1_500) == 1_000)
        #expect(try names().count == 1)
    }

    @Test func `an image that the store does not take leaves no file`() async throws {
        let cache = try ArticleImageCache(in: directory, of: store)
        await store.close()
        await #expect(throws: StoreError.self) { try await cache.store(jpeg(1), for: Sample.address("1.jpg")) }
        #expect(try names().isEmpty)
    }

    @Test func `what fits exactly stays`() async throws {
        let cache = try ArticleImageCache(in: directory, of: store)
        for number in 1...4 {
            try await cache.store(jpeg(UInt8(number)), for: Sample.address("\(number).jpg"))
            time.advance()
        }
        #expect(try await cache.evict(toFit: 4_000) == 0)
        #expect(try await cache.evict(toFit: 2_000) == 2_000)
        #expect(try await cache.missing(from: (1...4).map { Sample.address("\($0).jpg") }).count == 2)
    }

    @Test func `an image whose file is lost is missing, and its entry is dropped`() async throws {
        let cache = try ArticleImageCache(in: directory, of: store)
        let address = Sample.address("1.jpg")
        let file = try await cache.store(jpeg(1), for: address)
        try FileManager.default.removeItem(at: file)
        #expect(try await cache.missing(from: [address]) == [address])
        #expect(try await cache.file(for: address) == nil)
        #expect(try await store.statistics().images == 0)
    }

    @Test func `what a process left half-written is removed, what is being written is not`() async throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let old = directory.appendingPathComponent(".partial-old")
        let young = directory.appendingPathComponent(".partial-young")
        try Data("half".utf8).write(to: old)
        try Data("half".utf8).write(to: young)
        try FileManager.default.setAttributes(
            [.modificationDate: time.now.addingTimeInterval(-7_200)], ofItemAtPath: old.path)
        try FileManager.default.setAttributes([.modificationDate: time.now], ofItemAtPath: young.path)
        _ = try ArticleImageCache(in: directory, of: store)
        #expect(try names() == [".partial-young"])
    }

    @Test func `verification drops entries without file and files without entry`() async throws {
        let cache = try ArticleImageCache(in: directory, of: store)
        let files = [
            try await cache.store(jpeg(1), for: Sample.address("1.jpg")),
            try await cache.store(jpeg(2), for: Sample.address("2.jpg")),
            try await cache.store(jpeg(3), for: Sample.address("3.jpg")),
        ]
        try FileManager.default.removeItem(at: files[0])
        try Data("short".utf8).write(to: files[1])
        let orphan = ImageName(content: jpeg(9), type: .jpeg, variant: 0).text
        try jpeg(9).write(to: directory.appendingPathComponent(orphan))
        #expect(try await cache.verify().count == 2, "a file without an entry is nothing wrong")
        #expect(try names() == [files[2].lastPathComponent])
        #expect(try await cache.verify().isEmpty)
    }

    @Test func `a damaged store cannot name a file elsewhere`() async throws {
        let cache = try ArticleImageCache(in: directory, of: store)
        let address = Sample.address("1.jpg")
        try await cache.store(jpeg(1), for: address)
        for name in ["../news.sqlite", "/etc/passwd", "0123456789abcdef0123456789abcdef/..png", ".jpg"] {
            #expect(ImageName(stored: name) == nil)
            try await store.write("damaging the store") { connection in
                _ = try connection.execute("UPDATE image SET name = ?", name)
            }
            #expect(try await cache.file(for: address) == nil)
        }
    }

    @Test func `the images of the newest articles are listed as a reader meets them`() async throws {
        let articles = (0..<3).map { Sample.summary($0, minutes: Double(-$0), column: "c\($0)") }
        _ = try await store.apply(
            [Sample.articles(articles, in: "c0")] + articles[..<2].map { Sample.body(Sample.article($0)) })
        func images(_ number: Int) -> [WebAddress] {
            let article = Sample.article(articles[number])
            return [article.summary.thumbnail!.address] + article.body.images.map(\.address)
                + article.images.map(\.address)
        }
        #expect(try await store.imageAddresses(newest: 2) == images(0) + images(1))
        #expect(
            try await store.imageAddresses(newest: 9) == images(0) + images(1) + [articles[2].thumbnail!.address])
        #expect(try await store.imageAddresses(in: [Sample.column("c1")], newest: 9) == images(1))
    }

    // MARK: Images that are not there

    @Test func `an address without an image is left out for a day, in another process too`() async throws {
        let cache = try ArticleImageCache(in: directory, of: store)
        let (gone, other) = (Sample.address("gone.jpg"), Sample.address("other.jpg"))
        try await cache.noteUnavailable([gone, gone])
        #expect(try await cache.missing(from: [gone, other]) == [other])
        #expect(try await cache.file(for: gone) == nil)
        var options = ArticleStoreOptions()
        options.now = { [time] in time.now }
        let again = try ArticleImageCache(in: directory, of: ArticleStore(at: folder.database, options: options))
        #expect(try await again.missing(from: [gone]).isEmpty)
        time.advance(by: 86_400)
        #expect(try await cache.missing(from: [gone]).isEmpty)
        time.advance()
        #expect(try await cache.missing(from: [gone, other]) == [gone, other])
        // Noted again, it is left out again.
        try await cache.noteUnavailable([gone])
        #expect(try await cache.missing(from: [gone]).isEmpty)
        // A clock that was wrong then does not hide it for longer.
        time.advance(by: -10)
        #expect(try await cache.missing(from: [gone]) == [gone])
    }

    @Test func `what was noted as missing is no image, and an image that comes takes its place`() async throws {
        let cache = try ArticleImageCache(in: directory, of: store, limit: 8_000)
        let address = Sample.address("late.jpg")
        try await cache.noteUnavailable([address])
        #expect(try await store.statistics().images == 0)
        #expect(try await cache.verify().isEmpty)
        #expect(try await cache.evict(toFit: 0) == 0)
        #expect(try await store.verify().problems.isEmpty)
        let file = try await cache.store(jpeg(1), for: address)
        #expect(try await cache.file(for: address) == file)
        // What is in the cache stays, whatever the site says now.
        try await cache.noteUnavailable([address])
        #expect(try await cache.file(for: address) == file)
        #expect(try await store.statistics().images == 1)
        // Its file lost, it counts as missing until somebody has asked.
        try FileManager.default.removeItem(at: file)
        #expect(try await cache.missing(from: [address]) == [address])
        try await cache.noteUnavailable([address])
        #expect(try await cache.missing(from: [address]).isEmpty)
    }

    @Test func `only so many missing images are remembered, and none for longer than a day`() async throws {
        let cache = try ArticleImageCache(in: directory, of: store)
        func notes() async throws -> Int64 {
            try await store.read { reader in
                try reader.connection.integer("SELECT count(*) FROM image WHERE name = ''")
            }
        }
        let many = (0..<ArticleImageCache.maximumUnavailable).map { Sample.address("\($0).jpg") }
        try await cache.noteUnavailable(many)
        time.advance()
        let last = [Sample.address("a.jpg"), Sample.address("b.jpg")]
        try await cache.noteUnavailable(last)
        #expect(try await notes() == Int64(ArticleImageCache.maximumUnavailable))
        #expect(try await cache.missing(from: last).isEmpty)
        time.advance(by: 86_401)
        try await cache.noteUnavailable([Sample.address("c.jpg")])
        #expect(try await notes() == 1)
    }
}

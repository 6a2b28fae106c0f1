import Foundation
import DotNewsTestSupport
import Testing

/// Where the store is, by the options and the environment.
@Suite(.timeLimit(.minutes(5))) struct PlaceTests {
    private let folder: TemporaryDirectory
    private let sample = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/SampleEdition").standardizedFileURL.path

    init() throws { folder = try TemporaryDirectory() }

    private func path(_ name: String) -> String { folder.url.appending(path: name).path }

    /// Syncs, and returns the stores that are below the folder then.
    private func stores(_ arguments: [String] = [], _ environment: [String: String]) async throws -> [String] {
        let outcome = try await DotNewsProcess.run(
            ["sync", "--from", sample, "--bodies", "none", "--quiet"] + arguments, environment: environment)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        let files = FileManager.default.enumerator(atPath: folder.url.path)?.compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".sqlite") }
    }

    @Test func `without a word it is below the home folder`() async throws {
        #expect(
            try await stores(["HOME": path("home")]) == ["home/.local/share/dotnews/dotdotnews.sqlite"])
    }

    @Test func `XDG_DATA_HOME says where data is`() async throws {
        let found = try await stores(["HOME": path("home"), "XDG_DATA_HOME": path("資料 data")])
        #expect(found == ["資料 data/dotnews/dotdotnews.sqlite"])
    }

    @Test(arguments: ["", "relative/path"])
    func `an XDG_DATA_HOME that is not absolute is passed over`(value: String) async throws {
        let found = try await stores(["HOME": path("home"), "XDG_DATA_HOME": value, "DOTNEWS_DB": ""])
        #expect(found == ["home/.local/share/dotnews/dotdotnews.sqlite"])
    }

    @Test func `each edition has its own`() async throws {
        let found = try await stores(["--edition", "dotdotnews-english"], ["XDG_DATA_HOME": path("data")])
        #expect(found == ["data/dotnews/dotdotnews-english.sqlite"])
    }

    @Test func `DOTNEWS_DB names the file, and --db names it first`() async throws {
        let environment = ["DOTNEWS_DB": path("one.sqlite"), "XDG_DATA_HOME": path("data")]
        #expect(try await stores(environment) == ["one.sqlite"])
        #expect(try await stores(["--db", path("two.sqlite")], environment).sorted() == ["one.sqlite", "two.sqlite"])
    }

    @Test func `images are in the folder of caches, or beside a store that is named`() async throws {
        let environment = ["XDG_DATA_HOME": path("data"), "XDG_CACHE_HOME": path("cache")]
        _ = try await stores(["--images", "thumbnails"], environment)
        let tag = "dotdotnews.images/CACHEDIR.TAG"
        #expect(FileManager.default.fileExists(atPath: path("cache/dotnews/" + tag)))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: path("data/dotnews")).allSatisfy {
                !$0.hasSuffix(".images")
            })
        _ = try await stores(["--images", "thumbnails", "--db", path("one.sqlite")], environment)
        #expect(FileManager.default.fileExists(atPath: path("one.images/CACHEDIR.TAG")))
    }

    @Test(arguments: ["C", "C.UTF-8", "zh_TW.BIG5"])
    func `folders that do not exist are made, whatever they are called in whatever locale`(
        locale: String
    ) async throws {
        let name = "點 新聞/新闻 'quoted' \"x\"/a b.sqlite"
        let found = try await stores(["--db", path(name), "--images", "all"], ["LC_ALL": locale, "LANG": locale])
        #expect(found == [name])
        let list = try await DotNewsProcess.run(["list", "--db", path(name)], environment: ["LC_ALL": locale])
        #expect(list.output.contains("點觀香港｜"))
    }

    private func stores(_ environment: [String: String]) async throws -> [String] { try await stores([], environment) }
}

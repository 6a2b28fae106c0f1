import DotNewsReplication
import Foundation
import DotNewsTestSupport
import Testing

@Suite struct FolderPlaceTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private var place: FolderPlace { FolderPlace(path: folder.url.path) }

    @Test(arguments: [FolderNaming.allCases, [.rename], [.link]])
    func `a folder is a place`(naming: [FolderNaming]) async throws {
        try await PlaceConformance.check(FolderPlace(path: folder.url.path, naming: naming))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    @Test(arguments: FolderNaming.allCases)
    func `of devices that want one name, one gets it`(naming: FolderNaming) async throws {
        let place = FolderPlace(path: folder.url.path, naming: [naming])
        try await PlaceConformance.checkRaces(Array(repeating: place, count: 6), rounds: 20)
    }

    @Test(arguments: ["https://drive.example/tmp", "data:text/plain,x"])
    func `a URL of another kind is no folder, whatever its path`(text: String) async throws {
        let place = FolderPlace(url: try #require(URL(string: text)))
        let error = await #expect(throws: ReplicaPlaceError.self) { try await place.list() }
        #expect(error?.code == .notAPlace)
    }

    @Test func `the longest names are read whole, and names that are not UTF-8 passed over`() async throws {
        let name = try #require(ReplicaObjectName(String(repeating: "a", count: 100)))
        try await place.create(Data("x".utf8), named: name)
        try folder.write("y", to: String(repeating: "b", count: 255))
        let path = Array(folder.url.path.utf8CString.dropLast()) + [0x2F, -1, -2, 0]
        close(path.withUnsafeBufferPointer { open($0.baseAddress!, O_WRONLY | O_CREAT, 0o600) })
        #expect(try await place.list().map(\.name) == [name])
    }

    @Test func `a cancelled task does nothing`() async throws {
        try await PlaceConformance.checkCancellation(place)
    }

    @Test func `objects are for their owner alone`() async throws {
        let name = try PlaceConformance.name("a.log")
        try await place.create(Data("secret".utf8), named: name)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.url.path + "/a.log")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func `what is no object is left alone`() async throws {
        try folder.write("x", to: "Notes.txt")
        try folder.write("x", to: ".stfolder/marker")
        try folder.write("x", to: ".partial-1")
        try folder.write("x", to: "新聞")
        try folder.write("x", to: "folder.log/inside")
        try folder.write("mine", to: "real.log")
        #expect(try await place.list() == [ReplicaObject(name: try PlaceConformance.name("real.log"), size: 4)])
        for name in ["Notes.txt", ".stfolder/marker", ".partial-1", "新聞", "folder.log/inside"] {
            #expect(FileManager.default.fileExists(atPath: folder.url.path + "/" + name))
        }
        let name = try PlaceConformance.name("folder.log")
        #expect(await PlaceConformance.failure { try await place.read(name, maximumSize: 9) }?.code == .missing)
        let removal = await PlaceConformance.failure { try await place.remove(name) }
        #expect(removal != nil)
        #expect(FileManager.default.fileExists(atPath: folder.url.path + "/folder.log/inside"))
    }

    @Test func `symbolic links are not followed`() async throws {
        let outside = try TemporaryDirectory()
        let target = try outside.write("outside", to: "target")
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.path + "/link.log", withDestinationPath: target.path)
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.path + "/dangling.log", withDestinationPath: outside.url.path + "/new")
        #expect(try await place.list().isEmpty)
        let (link, dangling) = (try PlaceConformance.name("link.log"), try PlaceConformance.name("dangling.log"))
        #expect(await PlaceConformance.failure { try await place.read(link, maximumSize: 99) }?.code == .missing)
        let error = await PlaceConformance.failure { try await place.create(Data("x".utf8), named: dangling) }
        #expect(error?.code == .exists)
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside.url.path) == ["target"])
        try await place.remove(link)
        #expect(try String(contentsOf: target, encoding: .utf8) == "outside")
    }

    @Test func `a pipe does not block`() async throws {
        #expect(mkfifo(folder.url.path + "/pipe.log", 0o600) == 0)
        let name = try PlaceConformance.name("pipe.log")
        #expect(try await place.list().isEmpty)
        #expect(await PlaceConformance.failure { try await place.read(name, maximumSize: 9) }?.code == .missing)
    }

    @Test func `the folder itself may be reached by a link`() async throws {
        let elsewhere = try TemporaryDirectory()
        let link = elsewhere.url.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.url.path)
        try await PlaceConformance.check(FolderPlace(path: link))
    }

    @Test func `a missing folder is not made`() async throws {
        let missing = FolderPlace(path: folder.url.path + "/missing")
        let name = try PlaceConformance.name("a")
        for error in [
            await PlaceConformance.failure { try await missing.list() },
            await PlaceConformance.failure { try await missing.create(Data(), named: name) },
            await PlaceConformance.failure { try await missing.read(name, maximumSize: 1) },
            await PlaceConformance.failure { try await missing.remove(name) },
        ] {
            #expect(error?.code == .notAPlace)
            #expect(error?.description.contains("/missing") == true)
            #expect(error?.reason.contains("create it, or mount") == true)
        }
        let file = FolderPlace(path: try folder.write("x", to: "file").path)
        #expect(await PlaceConformance.failure { try await file.list() }?.code == .notAPlace)
    }

    @Test func `a partial file goes when it is old, and no earlier`() async throws {
        let files = FileManager.default
        let (young, old) = (try folder.write("x", to: ".partial-a"), try folder.write("x", to: ".partial-b"))
        try files.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -80_000)], ofItemAtPath: young.path)
        try files.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -90_000)], ofItemAtPath: old.path)
        #expect(try await place.list().isEmpty)
        #expect(try files.contentsOfDirectory(atPath: folder.url.path) == [".partial-a"])
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
    func `a folder that may only be read is named as such`() async throws {
        chmod(folder.url.path, 0o500)
        defer { chmod(folder.url.path, 0o700) }
        let name = try PlaceConformance.name("a")
        #expect(await PlaceConformance.failure { try await place.create(Data(), named: name) }?.code == .forbidden)
    }
}

/// A drive that is full, or may only be read.
@Suite(
    .enabled(
        if: DAVServer.isWanted && SmallDrive.isAvailable,
        "runs with DOTNEWS_SLOW_TESTS=1 for the superuser, who may mount a small drive"))
struct FolderPlaceDriveTests {
    @Test func `a full drive is named as such, and nothing of the object is left`() async throws {
        let drive = try #require(try SmallDrive(kibibytes: 128))
        let place = FolderPlace(path: drive.url.path)
        try await place.create(Data(count: 1_000), named: PlaceConformance.name("small"))
        let name = try PlaceConformance.name("large")
        let error = await PlaceConformance.failure { try await place.create(Data(count: 200_000), named: name) }
        #expect(error?.code == .full && error?.reason.contains("no room left") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: drive.url.path) == ["small"])
        try await place.create(Data(count: 10_000), named: name)
    }

    @Test func `a drive that may only be read is named as such`() async throws {
        let drive = try #require(try SmallDrive(kibibytes: 128))
        let place = FolderPlace(path: drive.url.path)
        let name = try PlaceConformance.name("a")
        try await place.create(Data("x".utf8), named: name)
        try drive.makeReadOnly()
        #expect(try await place.read(name, maximumSize: 1) == Data("x".utf8))
        let other = try PlaceConformance.name("b")
        for error in [
            await PlaceConformance.failure { try await place.create(Data(), named: other) },
            await PlaceConformance.failure { try await place.remove(name) },
        ] {
            #expect(error?.code == .forbidden && error?.reason.contains("can only be read") == true)
        }
    }
}

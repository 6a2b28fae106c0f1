import DotNewsReplication
import Foundation
import DotNewsTestSupport
import Testing

@Suite struct FolderStorageTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private var storage: FolderStorage { FolderStorage(path: folder.url.path) }

    @Test(arguments: [FolderNaming.allCases, [.rename], [.link]])
    func `a folder is a storage`(naming: [FolderNaming]) async throws {
        try await StorageConformance.check(FolderStorage(path: folder.url.path, naming: naming))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    @Test(arguments: FolderNaming.allCases)
    func `of devices that want one name, one gets it`(naming: FolderNaming) async throws {
        let storage = FolderStorage(path: folder.url.path, naming: [naming])
        try await StorageConformance.checkRaces(Array(repeating: storage, count: 6), rounds: 20)
    }

    @Test(arguments: ["https://drive.example/tmp", "data:text/plain,x"])
    func `a URL of another kind is no folder, whatever its path`(text: String) async throws {
        let storage = FolderStorage(url: try #require(URL(string: text)))
        let error = await #expect(throws: RemoteStorageError.self) { try await storage.list() }
        #expect(error?.code == .unusable)
    }

    @Test func `the longest names are read whole, and names that are not UTF-8 passed over`() async throws {
        let name = try #require(ReplicaObjectName(String(repeating: "a", count: 100)))
        try await storage.create(Data("x".utf8), named: name)
        try folder.write("y", to: String(repeating: "b", count: 255))
        let path = Array(folder.url.path.utf8CString.dropLast()) + [0x2F, -1, -2, 0]
        close(path.withUnsafeBufferPointer { open($0.baseAddress!, O_WRONLY | O_CREAT, 0o600) })
        #expect(try await storage.list().map(\.name) == [name])
    }

    @Test func `a cancelled task does nothing`() async throws {
        try await StorageConformance.checkCancellation(storage)
    }

    @Test func `objects are for their owner alone`() async throws {
        let name = try StorageConformance.name("a.log")
        try await storage.create(Data("secret".utf8), named: name)
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
        #expect(try await storage.list() == [ReplicaObject(name: try StorageConformance.name("real.log"), size: 4)])
        for name in ["Notes.txt", ".stfolder/marker", ".partial-1", "新聞", "folder.log/inside"] {
            #expect(FileManager.default.fileExists(atPath: folder.url.path + "/" + name))
        }
        let name = try StorageConformance.name("folder.log")
        #expect(await StorageConformance.failure { try await storage.read(name, maximumSize: 9) }?.code == .missing)
        let removal = await StorageConformance.failure { try await storage.remove(name) }
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
        #expect(try await storage.list().isEmpty)
        let (link, dangling) = (try StorageConformance.name("link.log"), try StorageConformance.name("dangling.log"))
        #expect(await StorageConformance.failure { try await storage.read(link, maximumSize: 99) }?.code == .missing)
        let error = await StorageConformance.failure { try await storage.create(Data("x".utf8), named: dangling) }
        #expect(error?.code == .exists)
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside.url.path) == ["target"])
        try await storage.remove(link)
        #expect(try String(contentsOf: target, encoding: .utf8) == "outside")
    }

    @Test func `a pipe does not block`() async throws {
        #expect(mkfifo(folder.url.path + "/pipe.log", 0o600) == 0)
        let name = try StorageConformance.name("pipe.log")
        #expect(try await storage.list().isEmpty)
        #expect(await StorageConformance.failure { try await storage.read(name, maximumSize: 9) }?.code == .missing)
    }

    @Test func `the folder itself may be reached by a link`() async throws {
        let elsewhere = try TemporaryDirectory()
        let link = elsewhere.url.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.url.path)
        try await StorageConformance.check(FolderStorage(path: link))
    }

    @Test func `a missing folder is not made`() async throws {
        let missing = FolderStorage(path: folder.url.path + "/missing")
        let name = try StorageConformance.name("a")
        for error in [
            await StorageConformance.failure { try await missing.list() },
            await StorageConformance.failure { try await missing.create(Data(), named: name) },
            await StorageConformance.failure { try await missing.read(name, maximumSize: 1) },
            await StorageConformance.failure { try await missing.remove(name) },
        ] {
            #expect(error?.code == .unusable)
            #expect(error?.description.contains("/missing") == true)
            #expect(error?.reason.contains("create it, or mount") == true)
        }
        let file = FolderStorage(path: try folder.write("x", to: "file").path)
        #expect(await StorageConformance.failure { try await file.list() }?.code == .unusable)
    }

    @Test func `a partial file goes when it is old, and no earlier`() async throws {
        let files = FileManager.default
        let (young, old) = (try folder.write("x", to: ".partial-a"), try folder.write("x", to: ".partial-b"))
        try files.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -80_000)], ofItemAtPath: young.path)
        try files.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -90_000)], ofItemAtPath: old.path)
        #expect(try await storage.list().isEmpty)
        #expect(try files.contentsOfDirectory(atPath: folder.url.path) == [".partial-a"])
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
    func `a folder that may only be read is named as such`() async throws {
        chmod(folder.url.path, 0o500)
        defer { chmod(folder.url.path, 0o700) }
        let name = try StorageConformance.name("a")
        #expect(await StorageConformance.failure { try await storage.create(Data(), named: name) }?.code == .forbidden)
    }
}

/// A drive that is full, or may only be read.
@Suite(
    .enabled(
        if: DAVServer.isWanted && SmallDrive.isAvailable,
        "runs with DOTNEWS_SLOW_TESTS=1 for the superuser, who may mount a small drive"))
struct FolderStorageDriveTests {
    @Test func `a full drive is named as such, and nothing of the object is left`() async throws {
        let drive = try #require(try SmallDrive(kibibytes: 128))
        let storage = FolderStorage(path: drive.url.path)
        try await storage.create(Data(count: 1_000), named: StorageConformance.name("small"))
        let name = try StorageConformance.name("large")
        let error = await StorageConformance.failure { try await storage.create(Data(count: 200_000), named: name) }
        #expect(error?.code == .full && error?.reason.contains("no room left") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: drive.url.path) == ["small"])
        try await storage.create(Data(count: 10_000), named: name)
    }

    @Test func `a drive that may only be read is named as such`() async throws {
        let drive = try #require(try SmallDrive(kibibytes: 128))
        let storage = FolderStorage(path: drive.url.path)
        let name = try StorageConformance.name("a")
        try await storage.create(Data("x".utf8), named: name)
        try drive.makeReadOnly()
        #expect(try await storage.read(name, maximumSize: 1) == Data("x".utf8))
        let other = try StorageConformance.name("b")
        for error in [
            await StorageConformance.failure { try await storage.create(Data(), named: other) },
            await StorageConformance.failure { try await storage.remove(name) },
        ] {
            #expect(error?.code == .forbidden && error?.reason.contains("can only be read") == true)
        }
    }
}

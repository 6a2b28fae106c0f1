import DotNewsFoundation
import DotNewsTestSupport
import Foundation
import Testing

@Suite struct AtomicFileTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func path(_ name: String) -> String { folder.url.appending(path: name).path }

    private func names() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.url.path))
    }

    @Test(arguments: [0, 1, 256 << 10, (1 << 20) + 1])
    func `a file has its content, and belongs to its owner alone`(count: Int) throws {
        let content = Data((0..<count).map { UInt8(truncatingIfNeeded: $0) })
        try AtomicFile.create(path("file"), content: content)
        #expect(FileManager.default.contents(atPath: path("file")) == content)
        let mode = try FileManager.default.attributesOfItem(atPath: path("file"))[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
    }

    @Test(arguments: [0o600, 0o644, 0o666] as [mode_t])
    func `a file has the permissions that are asked for, whatever the process's mask`(permissions: mode_t) throws {
        try AtomicFile.create(path("file"), permissions: permissions) { nil }
        let mode = try FileManager.default.attributesOfItem(atPath: path("file"))[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == Int(permissions))
    }

    @Test func `a file that exists is not written`() throws {
        try folder.write("old", to: "file")
        #expect(throws: SystemError(EEXIST)) { try AtomicFile.create(path("file"), content: Data("new".utf8)) }
        #expect(FileManager.default.contents(atPath: path("file")) == Data("old".utf8))
    }

    @Test func `a file is not written through a symbolic link`() throws {
        try FileManager.default.createSymbolicLink(atPath: path("file"), withDestinationPath: path("target"))
        #expect(throws: SystemError(EEXIST)) { try AtomicFile.create(path("file"), content: Data("new".utf8)) }
        #expect(try names() == ["file"])
    }

    @Test func `what is cancelled leaves no file`() throws {
        var questions = 0
        #expect(throws: SystemError(ECANCELED)) {
            try AtomicFile.create(path("file"), content: Data(count: 1 << 20)) {
                questions += 1
                return questions == 3
            }
        }
        #expect(try names().isEmpty)
    }

    @Test func `a file is replaced, whatever a crash has left beside it`() throws {
        try folder.write("old", to: "file")
        try folder.write("half of it", to: "file.new")
        try AtomicFile.replace(path("file"), with: Data("new".utf8))
        #expect(FileManager.default.contents(atPath: path("file")) == Data("new".utf8))
        #expect(try names() == ["file"])
    }

    @Test func `a replacement that fails leaves the old file and nothing else`() throws {
        try FileManager.default.createDirectory(atPath: path("file/inside"), withIntermediateDirectories: true)
        #expect(throws: SystemError.self) { try AtomicFile.replace(path("file"), with: Data("new".utf8)) }
        #expect(try names() == ["file"])
    }

    @Test func `a descriptor that cannot be flushed is an error`() {
        #expect(throws: SystemError(EBADF)) { try AtomicFile.flush(-1) }
    }

    @Test func `a folder of caches has the standard's signature and keeps it`() throws {
        BackupExclusion.mark(cacheFolder: folder.url)
        BackupExclusion.mark(cacheFolder: folder.url)
        #if os(Linux)
            let tag = try #require(FileManager.default.contents(atPath: path("CACHEDIR.TAG")))
            #expect(String(decoding: tag, as: UTF8.self).hasPrefix("Signature: 8a477f597d28d172789f06886806bc55\n"))
        #else
            let values = try folder.url.resourceValues(forKeys: [.isExcludedFromBackupKey])
            #expect(values.isExcludedFromBackup == true)
        #endif
    }
}

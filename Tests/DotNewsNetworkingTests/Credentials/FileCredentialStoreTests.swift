import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsNetworking

@Suite struct FileCredentialStoreTests {
    private let folder: TemporaryDirectory
    private let store: FileCredentialStore
    private let name = CredentialName(rawValue: "account https://www.example.com")

    init() throws {
        folder = try TemporaryDirectory()
        store = FileCredentialStore(at: folder.url.appending(path: "inner/credentials.json"))
    }

    private func mode(_ file: URL) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        return try #require(attributes[.posixPermissions] as? NSNumber).intValue & 0o777
    }

    private func failure(_ body: () throws(CredentialError) -> Void) throws -> CredentialError {
        var caught: CredentialError?
        do throws(CredentialError) { try body() } catch { caught = error }
        return try #require(caught)
    }

    @Test func `a secret is kept, replaced and removed, and other names are left alone`() throws {
        #expect(try store.secret(named: name) == nil)
        try store.setSecret(nil, named: name)
        #expect(!FileManager.default.fileExists(atPath: store.file.path))
        let other = CredentialName(rawValue: "數據 passphrase")
        try store.setSecret(Secret("token-1"), named: name)
        try store.setSecret(Secret("密碼 🔑\n\u{0}"), named: other)
        try store.setSecret(Secret("token-2"), named: name)
        let again = FileCredentialStore(at: store.file)
        #expect(try again.secret(named: name) == Secret("token-2"))
        #expect(try again.secret(named: other) == Secret("密碼 🔑\n\u{0}"))
        try store.setSecret(nil, named: name)
        #expect(try again.secret(named: name) == nil)
        #expect(try again.secret(named: other) != nil)
    }

    @Test func `file, lock and folder are their owner's alone`() throws {
        let mask = umask(0)
        defer { umask(mask) }
        try store.setSecret(Secret("token"), named: name)
        let inner = store.file.deletingLastPathComponent()
        #expect(try mode(inner) == 0o700)
        #expect(try mode(store.file) == 0o600)
        for file in try FileManager.default.contentsOfDirectory(atPath: inner.path) {
            #expect(try mode(inner.appending(path: file)) == 0o600)
        }
    }

    @Test func `a file that others can read is refused, with how to mend it, and without what is in it`() throws {
        try store.setSecret(Secret("token"), named: name)
        for permissions in [0o640, 0o604, 0o620, 0o602] {
            try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: store.file.path)
            for error in [
                try failure { () throws(CredentialError) in _ = try store.secret(named: name) },
                try failure { () throws(CredentialError) in try store.setSecret(Secret("new"), named: name) },
            ] {
                #expect(error.description.contains("chmod 600 '\(store.file.path)'"))
                #expect(!error.description.contains("token"))
            }
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: store.file.path)
        #expect(try store.secret(named: name) == Secret("token"))
    }

    @Test func `a folder that others can write, a link and a pipe are refused`() throws {
        try store.setSecret(Secret("token"), named: name)
        let inner = store.file.deletingLastPathComponent()
        for mode in [0o777, 0o770, 0o707, 0o720, 0o702] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: inner.path)
            let refusal = try failure { () throws(CredentialError) in _ = try store.secret(named: name) }
            #expect(refusal.reason.contains("chmod 700"), "\(String(mode, radix: 8))")
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: inner.path)

        let link = FileCredentialStore(at: inner.appending(path: "link.json"))
        try FileManager.default.createSymbolicLink(at: link.file, withDestinationURL: store.file)
        #expect(
            try failure { () throws(CredentialError) in _ = try link.secret(named: name) }.reason.contains("link"))
        let pipe = FileCredentialStore(at: inner.appending(path: "pipe.json"))
        #expect(mkfifo(pipe.file.path, 0o600) == 0)
        #expect(
            try failure { () throws(CredentialError) in _ = try pipe.secret(named: name) }.reason.contains("plain"))
    }

    @Test func `a damaged, a newer and an endless file are refused and left as they are`() throws {
        try store.setSecret(Secret("token"), named: name)
        for (content, reason) in [
            (#"{"secrets":{"account":"tok"#, "damaged"), (#"{"version":2,"secrets":{}}"#, "newer"),
            (String(repeating: " ", count: 9 << 20), "larger"),
        ] {
            let bytes = Data(content.utf8)
            let handle = try FileHandle(forWritingTo: store.file)
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: bytes)
            try handle.close()
            let error = try failure { () throws(CredentialError) in try store.setSecret(Secret("new"), named: name) }
            #expect(error.reason.contains(reason))
            #expect(error.underlying == nil && !error.description.contains("tok\""))
            #expect(try Data(contentsOf: store.file) == bytes)
        }
    }

    @Test func `names, secrets and their number have bounds`() throws {
        for (secret, name) in [
            (Secret(""), name), (Secret(String(repeating: "x", count: 8_193)), name),
            (Secret("x"), CredentialName(rawValue: "")),
            (Secret("x"), CredentialName(rawValue: String(repeating: "n", count: 513))),
        ] {
            _ = try failure { () throws(CredentialError) in try store.setSecret(secret, named: name) }
        }
        // The worst that fits: control characters take six bytes each in JSON.
        let longest = Secret(String(repeating: "\u{1}", count: FileCredentialStore.maximumSecretLength))
        for index in 0..<FileCredentialStore.maximumCount {
            try store.setSecret(longest, named: CredentialName(rawValue: "\(index)"))
        }
        let error = try failure { () throws(CredentialError) in try store.setSecret(Secret("x"), named: name) }
        #expect(error.reason.contains("100"))
        try store.setSecret(nil, named: CredentialName(rawValue: "0"))
        try store.setSecret(Secret("x"), named: name)
        #expect(try store.secret(named: name) == Secret("x"))
    }

    @Test func `what a crash left behind is in nobody's way`() throws {
        try store.setSecret(Secret("old"), named: name)
        try Data("half of a fi".utf8).write(to: URL(filePath: store.file.path + ".new"))
        #expect(try store.secret(named: name) == Secret("old"))
        try store.setSecret(Secret("new"), named: name)
        #expect(try store.secret(named: name) == Secret("new"))
        #expect(!FileManager.default.fileExists(atPath: store.file.path + ".new"))
    }

    @Test func `many at once lose nothing`() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<24 {
                group.addTask { [file = store.file] in
                    let name = CredentialName(rawValue: "name \(index)")
                    try FileCredentialStore(at: file).setSecret(Secret("secret \(index)"), named: name)
                }
            }
            try await group.waitForAll()
        }
        for index in 0..<24 {
            #expect(try store.secret(named: CredentialName(rawValue: "name \(index)")) == Secret("secret \(index)"))
        }
    }

    @Test func `who holds the lock for too long is named`() throws {
        try store.setSecret(Secret("token"), named: name)
        let descriptor = open(store.file.path + ".lock", O_RDWR)
        #expect(flock(descriptor, LOCK_EX) == 0)
        defer { close(descriptor) }
        let impatient = FileCredentialStore(at: store.file, lockTimeout: .milliseconds(20))
        let error = try failure { () throws(CredentialError) in try impatient.setSecret(nil, named: name) }
        #expect(error.reason.contains("another process"))
        #expect(try impatient.secret(named: name) == Secret("token"))
    }

    @Test func `a secret is not seen in descriptions, dumps and errors`() {
        let secret = Secret("s3cr3t")
        var dumped = ""
        dump([secret], to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), String(describing: Optional(secret)), dumped] {
            #expect(!text.contains("s3cr3t"))
        }
    }

    @Test func `an account's name is the site's origin`() throws {
        let site = try #require(WebAddress("https://Www.Example.com/path?q=1"))
        #expect(CredentialName.account(at: site).rawValue == "account https://www.example.com")
    }
}

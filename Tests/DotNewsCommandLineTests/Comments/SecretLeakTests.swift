import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

/// The token is in one file, and nowhere else.
@Suite(.timeLimit(.minutes(5))) struct SecretLeakTests {
    private let secret = "sEcReT-t0ken_4711"

    @Test func `no command prints the token, and no file but the credentials has it`() async throws {
        let store = try await CommentedStore(signedIn: false)
        store.site.setUsers([secret: "reader-1"])
        let id = store.ids[0]
        let parent = store.site.seed("第一", on: id)
        var printed = ""
        func run(_ arguments: [String], input: String = "") async throws {
            let outcome = try await store.run(arguments, input: input)
            printed += outcome.output + outcome.errors
        }
        try await run(["sign-in"], input: secret)
        try await run(["sign-in", secret])
        try await run(["sign-in", "--json"], input: secret + "\n")
        for fault in [
            CommentOrigin.Fault.status(401, message: secret), .lostAnswer, .status(500), .status(422, message: "no"),
        ] {
            store.site.fail(fault)
            try await run(["comment", id, "text", "--json"])
            try await run(["outbox"])
        }
        for arguments in [
            ["comments", id, "--json"], ["like", parent], ["favourite", id], ["outbox", "--send"],
            ["outbox", "--json"],
            ["export"], ["status", "--json"], ["verify"], ["sync", "--bodies", "none"],
        ] { try await run(arguments) }
        store.site.setUsers([:])
        try await run(["comment", id, "expired"])
        try await run(["sign-in"], input: secret)
        store.site.origin.stop()
        try await run(["outbox", "--send"])
        #expect(printed.contains("Signed in") && printed.utf8.count > 2_000)
        #expect(!printed.contains(secret))

        let files = FileManager.default.enumerator(atPath: store.folder.url.path)?.compactMap { $0 as? String } ?? []
        #expect(files.contains("store/credentials.json") && files.contains("store/news.sqlite"))
        var holders: [String] = []
        for file in files {
            let content = try? Data(contentsOf: store.folder.url.appending(path: file))
            if content?.range(of: Data(secret.utf8)) != nil { holders.append(file) }
        }
        #expect(holders == ["store/credentials.json"])
        #expect(try await store.dotnews("sign-out").exitCode == 0)
        #expect(
            try Data(contentsOf: store.folder.url.appending(path: "store/credentials.json"))
                .range(of: Data(secret.utf8)) == nil)
    }

    @Test func `credentials that others can read are refused, with how to mend it`() async throws {
        let store = try await CommentedStore()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: store.path("store/credentials.json"))
        let outcome = try await store.dotnews("sign-out")
        #expect(outcome.exitCode == 1 && outcome.errors.contains("chmod 600"))
        #expect(try await store.dotnews("comment", store.ids[0], "x").output.contains("chmod 600"))
        #expect(try await store.dotnews("outbox", "--json").objects("entries").count == 1)
    }

    @Test func `what is no token is not kept`() async throws {
        let store = try await CommentedStore(signedIn: false)
        for input in ["", "\n", "two words", "換行\n", String(repeating: "x", count: 9_000), "a\u{1B}[2J"] {
            let outcome = try await store.dotnews("sign-in", "--unchecked", input: input)
            #expect(outcome.exitCode == 1 && outcome.errors.contains("no token"))
        }
        #expect(!FileManager.default.fileExists(atPath: store.path("store/credentials.json")))
    }
}

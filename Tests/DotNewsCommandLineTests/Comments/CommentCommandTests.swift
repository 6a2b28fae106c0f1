import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct CommentCommandTests {
    @Test func `a comment written offline is shown as pending, sent once, and then shown as the site has it`()
        async throws
    {
        let store = try await CommentedStore()
        let id = store.ids[0]
        store.site.seed("好消息", on: id)
        let written = try await store.dotnews("comment", id, "東橋終於重開了 👨‍👩‍👧", "--later", "--json")
        #expect(written.exitCode == 0)
        #expect(try written.json()["state"] as? String == "pending")
        #expect(store.site.effects.isEmpty)
        let pending = try await store.dotnews("comments", id, "--json").objects("comments")
        #expect(pending.map { $0["text"] as? String } == ["東橋終於重開了 👨‍👩‍👧", "好消息"])
        #expect(pending.map { $0["state"] as? String } == ["pending", "sent"])
        #expect(try await store.dotnews("outbox", "--json").objects("entries").count == 1)

        let sent = try await store.dotnews("outbox", "--send")
        #expect(sent.exitCode == 0)
        #expect(sent.output.contains("1 sent, 0 refused, 0 left to be sent."))
        #expect(store.site.texts(of: id) == ["東橋終於重開了 👨‍👩‍👧"])
        for arguments in [["comments", id, "--json", "--offline"], ["comments", id, "--json"]] {
            let shown = try await store.run(arguments).objects("comments")
            #expect(shown.map { $0["text"] as? String } == ["東橋終於重開了 👨‍👩‍👧", "好消息"])
            #expect(shown.map { $0["state"] as? String } == ["sent", "sent"])
        }
        #expect(try await store.dotnews("outbox").output.isEmpty)
    }

    @Test func `what is written with a network is sent at once`() async throws {
        let store = try await CommentedStore()
        let id = store.ids[1]
        let parent = store.site.seed("第一", on: id)
        #expect(try await store.dotnews("comment", id, "-", input: "第一行\r\n第二行\n").output == "The comment is sent.\n")
        #expect(
            try await store.dotnews("comment", id, "Fully agreed", "--reply-to", parent, "--json").json()["state"]
                as? String == "sent")
        #expect(store.site.texts(of: id) == ["第一行\n第二行", "Fully agreed"])
        let thread = try await store.dotnews("comments", id, "--order", "oldest", "--json").objects("comments")
        #expect(thread.map { $0["text"] as? String } == ["第一", "第一行\n第二行"])
        #expect((thread[0]["replies"] as? [[String: Any]])?.map { $0["text"] as? String } == ["Fully agreed"])

        #expect(try await store.dotnews("like", parent).output == "Your like is sent.\n")
        #expect(try await store.dotnews("like", parent).output.hasPrefix("Nothing to send"))
        let text = try await store.dotnews("comments", id)
        #expect(text.output.contains("1 like it") && text.output.contains("you like it"))
        #expect(try await store.dotnews("favourite", id, "--json").json()["state"] as? String == "sent")
        #expect(try await store.dotnews("favourite", id, "--status").output == "\(id) is a favourite.\n")
        #expect(try await store.dotnews("favourite", id, "--remove").exitCode == 0)
        #expect(try await store.dotnews("favourite", id, "--status", "--json").json()["favourite"] as? Bool == false)
        #expect(store.site.effects.map(\.kind) == ["comment", "comment", "reaction", "favourite", "favourite"])
    }

    @Test func `a refused comment is shown, edited and sent`() async throws {
        let store = try await CommentedStore()
        let id = store.ids[0]
        store.site.fail(.status(422, message: "不合適"))
        let refused = try await store.dotnews("comment", id, "blunt words")
        #expect(refused.exitCode == 1)
        #expect(refused.output.contains("不合適"))
        let entry = try #require(try await store.dotnews("outbox", "--json").objects("entries").first)
        #expect(entry["state"] as? String == "refused")
        let number = try #require(entry["id"] as? Int)
        #expect(try await store.dotnews("comments", id).output.contains("refused: "))
        #expect(try await store.dotnews("outbox", "--send").output.hasPrefix("0 sent"))
        #expect(try await store.dotnews("outbox", "--edit", "\(number)", "kind", "words").exitCode == 0)
        #expect(try await store.dotnews("outbox", "--send", "--json").json()["sent"] as? Int == 1)
        #expect(store.site.texts(of: id) == ["kind words"])
        #expect(try await store.dotnews("outbox", "--cancel", "\(number)").exitCode == 1)

        // What waits and is refused when it is sent is a failure too.
        store.site.setUsers([:])
        #expect(try await store.dotnews("comment", id, "later").exitCode == 0)
        store.site.setUsers(["token-2": "reader-1"])
        #expect(try await store.dotnews("sign-in", input: "token-2").exitCode == 0)
        store.site.fail(.status(422, message: "不合適"))
        let sending = try await store.dotnews("outbox", "--send")
        #expect(sending.exitCode == 1 && sending.output.contains("0 sent, 1 refused"))
    }

    @Test func `without a sign-in it waits, and nothing is lost`() async throws {
        let store = try await CommentedStore(signedIn: false)
        let id = store.ids[0]
        let written = try await store.dotnews("comment", id, "等我登錄")
        #expect(written.exitCode == 0)
        #expect(written.output.contains("sign in first"))
        let sending = try await store.dotnews("outbox", "--send")
        #expect(sending.exitCode == 1 && sending.errors.contains("sign-in"))
        let signedIn = try await store.dotnews("sign-in", input: CommentedStore.token + "\n")
        #expect(signedIn.output.contains("讀者 reader-1") && signedIn.output.contains("outbox holds 1"))
        #expect(try await store.dotnews("outbox", "--send").exitCode == 0)
        #expect(store.site.texts(of: id) == ["等我登錄"])

        // The site stops accepting the token.
        store.site.setUsers([:])
        #expect(try await store.dotnews("comment", id, "later").output.contains("sign in again"))
        store.site.setUsers(["token-2": "reader-1"])
        #expect(try await store.dotnews("sign-in", input: "wrong").exitCode == 1)
        #expect(try await store.dotnews("sign-in", input: "token-2").exitCode == 0)
        #expect(try await store.dotnews("outbox", "--send").exitCode == 0)
        #expect(store.site.texts(of: id) == ["等我登錄", "later"])
        #expect(try await store.dotnews("sign-out").exitCode == 0)
        #expect(try await store.dotnews("comment", id, "again").output.contains("sign in first"))
    }

    @Test func `an unreachable site leaves it waiting, and shows what is on disk`() async throws {
        let store = try await CommentedStore()
        let id = store.ids[0]
        store.site.seed("在線", on: id)
        _ = try await store.dotnews("comments", id)
        store.site.origin.stop()
        let written = try await store.dotnews("comment", id, "離線")
        #expect(written.exitCode == 0 && written.output.contains("waits to be sent"))
        let shown = try await store.dotnews("comments", id)
        #expect(shown.exitCode == 0)
        #expect(shown.errors.contains("comments on disk"))
        #expect(shown.output.contains("離線") && shown.output.contains("在線"))
        #expect(try await store.dotnews("comments", store.ids[1]).exitCode == 1)
    }

    @Test func `an edition that does not say where comments are, and an article that takes none, say so`() async throws
    {
        let store = try await CommentedStore()
        let site = store.site.origin.baseAddress.string
        let environment = ["DOTNEWS_DB": store.path("store/news.sqlite")]
        for arguments in [["comments", store.ids[0]], ["comment", store.ids[0], "x"], ["favourite", store.ids[0]]] {
            let outcome = try await DotNewsProcess.run(arguments + ["--site", site], environment: environment)
            #expect(outcome.exitCode == 1)
            #expect(outcome.errors.contains("does not say where its site takes comments"))
        }
        #expect(!store.closed.isEmpty)
        let closed = try await store.dotnews("comment", store.closed, "x")
        #expect(closed.exitCode == 1 && closed.errors.contains("takes no comments"))
        #expect(try await store.dotnews("comment", store.ids[0], "  \n ").errors.contains("some text"))
        #expect(
            try await store.dotnews("comment", store.ids[0], String(repeating: "字", count: 501)).errors.contains("501"))
        #expect(try await store.dotnews("like", "c404").exitCode == 1)
        #expect(try await store.dotnews("outbox").output.isEmpty)
    }

    @Test func `with a folder as the edition everything waits`() async throws {
        let store = try await CommentedStore()
        let environment = [
            "DOTNEWS_DB": store.path("store/news.sqlite"), "DOTNEWS_COMMENT_SERVICE": store.path("service.json"),
        ]
        let folder = SampleStore.edition.path
        let written = try await DotNewsProcess.run(
            ["comment", store.ids[0], "x", "--from", folder], environment: environment)
        #expect(written.exitCode == 0 && written.output.contains("waits to be sent"))
        #expect(
            try await DotNewsProcess.run(["outbox", "--send", "--from", folder], environment: environment).exitCode == 1
        )
        #expect(try await store.dotnews("outbox", "--json").objects("entries").first?["attempts"] as? Int == 0)
    }

    @Test func `what other readers write reaches no terminal unfiltered`() async throws {
        let store = try await CommentedStore()
        store.site.seed(
            "a\u{1B}[31mred\u{202E}\u{7}", on: store.ids[0], by: "evil\u{1B}]0;title\u{7}\u{202E}")
        let outcome = try await store.dotnews("comments", store.ids[0])
        #expect(outcome.output.contains("red") && outcome.controls.isEmpty)
        store.site.fail(.status(403, message: "no\\u001b[2J\\u202e"))
        _ = try await store.dotnews("comment", store.ids[0], "x")
        #expect(try await store.dotnews("outbox").controls.isEmpty)
    }

    @Test(arguments: [
        ["comment"], ["comment", "AP1", "x"], ["comment", "AP690800aae4b0e343b0e2aa01"],
        ["comment", "AP690800aae4b0e343b0e2aa01", "x", "--reply-to", "a b"], ["comments"],
        ["comments", "AP690800aae4b0e343b0e2aa01", "--order", "best"],
        ["comments", "AP690800aae4b0e343b0e2aa01", "--page", "0"], ["like"], ["like", "a/b"],
        ["like", "c1", "--dislike", "--remove"], ["like", "c1", "--article", "x"], ["favourite", "x"],
        ["favourite", "AP690800aae4b0e343b0e2aa01", "--status", "--remove"], ["outbox", "x"],
        ["outbox", "--cancel", "x"],
        ["outbox", "--send", "--retry", "1"], ["outbox", "--edit", "1"], ["sign-in", "my-token"], ["sign-out", "x"],
        ["comments", "AP690800aae4b0e343b0e2aa01", "--comment-service", "nowhere.json"], ["searches", "x"],
    ])
    func `wrong usage exits with 2 and makes no store`(arguments: [String]) async throws {
        let folder = try TemporaryDirectory()
        let database = folder.url.appending(path: "news.sqlite").path
        let outcome = try await DotNewsProcess.run(arguments, environment: ["DOTNEWS_DB": database])
        #expect(outcome.exitCode == 2)
        #expect(outcome.output.isEmpty && !outcome.errors.isEmpty)
        // A token that was typed here by mistake is not repeated.
        #expect(!outcome.errors.contains("my-token"))
        #expect(!FileManager.default.fileExists(atPath: database))
    }
}

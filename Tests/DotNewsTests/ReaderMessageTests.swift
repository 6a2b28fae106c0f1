import DotNews
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import DotNewsReplication
import DotNewsSharing
import DotNewsSync
import Foundation
import Testing

/// The words for readers of all errors.
@Suite struct ReaderMessageTests {
    private static let languages: [LanguageTag] = [.traditionalChinese, .simplifiedChinese, .english]
    /// Characters that the other way of writing Chinese has, of those that the words use.
    private static let onlyTraditional = Set("連無內檢線請後裝儲間檔關閉開時網試應復碼權誤圖類縮長選擇較寫讀損壞獲許過個從這條設據發結")
    private static let onlySimplified = Set("连无内检线请后装储间档关闭开时网试应复码权误图类缩长选择较写读损坏获许过个从这条设据发结")
        .subtracting("后复")

    private static let codes = ErrorKindTests.families.flatMap { family in
        family.kinds.keys.sorted().map { (family.type, family.make($0), $0) }
    }

    private func check(_ error: any DotNewsError, _ name: Testing.Comment) {
        check(name) { ReaderMessage(error, in: $0) }
    }

    private func check(_ name: Testing.Comment, _ message: (LanguageTag) -> ReaderMessage) {
        for language in Self.languages {
            let message = message(language)
            let text = message.title + message.text
            #expect(!message.title.isEmpty && !message.text.isEmpty, name)
            #expect(message.title.last?.isPunctuation == false, name)
            #expect(message.text.last == (language.isChinese ? "。" : "."), name)
            // A path, an address or a statement has some of these.
            #expect(!text.contains { "/\\<>{}=_%\"".contains($0) }, name)
            let isLatin = text.unicodeScalars.contains { ("a"..."z").contains($0) || ("A"..."Z").contains($0) }
            #expect(isLatin == (language == .english), "\(name): \(text)")
            let foreign = language == .simplifiedChinese ? Self.onlyTraditional : Self.onlySimplified
            #expect(text.allSatisfy { !foreign.contains($0) }, "\(text)")
        }
    }

    @Test func `every code of every error has words in each language, and none of the fallback`() {
        let fallback = ReaderMessage(StoreError(.init(rawValue: "later"), while: "", file: ""), in: .english)
        for (type, error, code) in Self.codes {
            check(error, "\(type).\(code)")
            #expect(ReaderMessage(error, in: .english) != fallback, "\(type).\(code)")
        }
        for (name, row) in ErrorKindTests.closed {
            check(row.error, "\(name)")
            #expect(ReaderMessage(row.error, in: .english) != fallback, "\(name)")
        }
    }

    @Test func `a code of a later version and an error of somebody else have words too`() {
        for error in ErrorKindTests.families.map({ $0.make("later") }) { check(error, "\(error.qualifiedCode)") }
        struct Foreign: Error {}
        #expect(ReaderMessage(Foreign(), in: .english).action == .retry)
        #expect(ReaderMessage(CancellationError(), in: .english).title == "Cancelled")
    }

    @Test func `every reason why an entry of the outbox was not sent has words`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/DotNewsModels/Comments/OutboxEntry.swift")
        let codes = try String(contentsOf: file, encoding: .utf8)
            .matches(of: #/static let \w+ = Code\(rawValue: "(\w+)"\)/#).map { String($0.output.1) }
        #expect(codes.count >= 7)
        let fallback = ReaderMessage(OutboxFailure(.init(rawValue: "later"), ""), in: .english)
        for code in codes + ["later"] {
            let failure = OutboxFailure(.init(rawValue: code), "")
            check("outbox.\(code)") { ReaderMessage(failure, in: $0) }
            #expect(code == "later" || ReaderMessage(failure, in: .english) != fallback)
        }
    }

    @Test func `nothing that an error holds for developers reaches a reader`() throws {
        let address = try #require(WebAddress("https://www.example.com/secret/path.json?token=secret"))
        let http = HTTPError(.cannotConnect, address: address, reason: "secret")
        let errors: [any DotNewsError] = [
            StoreError(.corrupt, while: "secret", file: "/secret/news.sqlite", sql: "SELECT secret", reason: "secret"),
            http, CMSError.http(http), CMSError.envelope(code: "secret", message: "secret", address),
            CMSError.malformed("secret", address), SyncError.lockUnavailable(path: "/secret", reason: "secret"),
            SyncError.unknownColumn(try #require(ColumnPath("secret")), available: []),
            AccountError(.refused, while: "secret", address: address, status: 400, reason: "secret"),
            CredentialError(while: "secret", location: "/secret", reason: "secret"),
            RemoteStorageError(.wrongSecret, while: "/secret/", reason: "secret"),
        ]
        for error in errors {
            for language in Self.languages {
                let message = ReaderMessage(error, in: language)
                #expect(!"\(message)".lowercased().contains("/secret") && !"\(message)".contains("SELECT"))
                #expect(!(message.title + message.text).contains("secret"))
            }
            // Developers have it all.
            #expect("\(error)".contains("secret"))
        }
    }

    @Test func `the words are those of the cause, in every way in which it is passed on`() throws {
        let address = try #require(WebAddress("https://www.example.com/"))
        let slow = HTTPError(.timedOut, address: address, reason: "")
        let full = StoreError(.diskFull, while: "", file: "")
        for error: any DotNewsError in [
            CMSError.http(slow), SyncError.columnsUnavailable(.http(slow)),
            AccountError(.unreachable, while: "", reason: "", underlying: slow),
            RemoteStorageError(.unavailable, while: "", reason: "", underlying: slow),
        ] {
            #expect(error.qualifiedCode == "http.timedOut")
            #expect(ReaderMessage(error, in: .traditionalChinese).title == "連線逾時")
        }
        for error: any DotNewsError in [
            SyncError.store(full), OutboxError.store(full), ReplicationError(full, while: ""),
        ] {
            #expect(error.qualifiedCode == "store.diskFull")
            #expect(ReaderMessage(error, in: .simplifiedChinese).action == .freeSpace)
        }
        let wrong = ReplicationError(RemoteStorageError(.wrongSecret, while: "", reason: ""), while: "")
        #expect(ReaderMessage(wrong, in: .traditionalChinese).title == "復原碼或密碼不正確")
        #expect(ReaderMessage(wrong).action == .signIn)
    }

    @Test func `a site that asks for patience says when to try again`() throws {
        let address = try #require(WebAddress("https://www.example.com/"))
        let now = Date(timeIntervalSince1970: 1_764_000_000)
        let busy = SyncError.columnsUnavailable(.status(503, address, retryAfter: .seconds(90)))
        let message = ReaderMessage(busy, in: .english, at: now)
        #expect(message.action == .retry && message.retryAt == now.addingTimeInterval(90))
        #expect(ReaderMessage(SyncError.columnsUnavailable(.status(503, address)), at: now).retryAt == nil)
    }

    @Test func `every error is localized for the system's alerts`() {
        for (type, error, code) in Self.codes {
            let localized: any LocalizedError = error
            let message = ReaderMessage(error)
            #expect(localized.errorDescription == message.title, "\(type).\(code)")
            #expect(localized.recoverySuggestion == message.text, "\(type).\(code)")
        }
    }

    @Test(arguments: [
        ("zh_HK.UTF-8", "沒有新內容"), ("zh_TW", "沒有新內容"), ("zh_Hant_HK.UTF-8", "沒有新內容"), ("zh", "沒有新內容"),
        ("zh_CN.UTF-8", "没有新内容"), ("zh_SG", "没有新内容"), ("zh_Hans@pinyin", "没有新内容"),
        ("C", "Nothing new"), ("C.UTF-8", "Nothing new"), ("POSIX", "Nothing new"), ("en_GB.UTF-8", "Nothing new"),
        ("fr_FR", "Nothing new"), ("", "Nothing new"), ("@", "Nothing new"),
    ])
    func `the environment says the language`(locale: String, title: String) {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            #expect(ReaderMessage(ReplicationReport(), in: LanguageTag(environment: [name: locale])).title == title)
        }
        #expect(LanguageTag(environment: ["LANG": "zh_HK", "LC_MESSAGES": "zh_CN", "LC_ALL": ""]).isSimplifiedChinese)
        #expect(LanguageTag(environment: ["LANG": "zh_HK", "LC_MESSAGES": "zh_CN", "LC_ALL": "C"]) == .english)
        #expect(LanguageTag(environment: [:]) == .english)
    }

    @Test func `reports say what matters`() {
        var report = OutboxReport()
        #expect(ReaderMessage(report, in: .english).title == "Nothing to send")
        report.waiting = 2
        report.nextAttemptAt = Date(timeIntervalSince1970: 1_764_000_000)
        let waiting = ReaderMessage(report, in: .traditionalChinese)
        #expect(waiting.title == "尚未發送" && waiting.text == "2 項待發送。")
        #expect(waiting.action == .retry && waiting.retryAt == report.nextAttemptAt)
        report.needsSignIn = true
        #expect(ReaderMessage(report, in: .english).action == .signIn)
        let wait = RefreshWait(until: report.nextAttemptAt, reason: .interval)
        #expect(ReaderMessage(wait, in: .english).text == "The last one was not long ago.")
        #expect(ReaderMessage(wait, in: .english).retryAt == wait.until)
    }
}

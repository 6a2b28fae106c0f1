import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsSync

/// Random readers and random faults, against what must hold in the end.
@Suite(.timeLimit(.minutes(30))) struct OutboxModelTests {
    private static let isSlow = ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"
    private static let texts = ["東橋重開了", "东桥重开了", "The bridge is open", "👨‍👩‍👧 很好", "مرحبا", "שלום"]

    @Test(arguments: UInt64(1)...UInt64(isSlow ? 120 : 20))
    func `whatever goes wrong, all that was acknowledged and not taken back is at the site once and in order`(
        seed: UInt64
    ) async throws {
        var reader = try RandomOutboxReader(seed: seed, texts: Self.texts)
        for _ in 0..<60 { try await reader.step() }
        try await reader.settle()
        let (effects, model) = (reader.fixture.site.effects, reader.model)

        #expect(reader.fixture.site.doubled.isEmpty)
        let comments = effects.filter { $0.kind == "comment" }
        #expect(Set(comments.map(\.value)).count == comments.count, "a text was posted twice")
        for (text, fate) in model {
            let count = comments.count { $0.value == text }
            switch fate {
            case .wanted: #expect(count == 1, "\(text)")
            case .gone: #expect(count == 0, "\(text)")
            case .unknown: #expect(count <= 1, "\(text)")
            }
        }
        #expect(comments.allSatisfy { model[$0.value] != nil })
        for number in 0..<3 {
            // The numbers that texts begin with grow with the place in the queue.
            let places = reader.fixture.site.texts(of: OutboxSite.article(number).rawValue)
                .compactMap { reader.places[$0] }
            #expect(places == places.sorted())
        }
        let last = effects.last { $0.kind == "favourite" }
        if let favourite = reader.favourite, let last { #expect(last.value == (favourite ? "1" : "0")) }
        let store = try reader.fixture.openStore()
        #expect(try await store.outbox.entries().isEmpty)
        #expect(try await store.verify().problems.isEmpty)
    }
}

/// A reader who comments, edits, cancels, and whose program, network and site fail.
private struct RandomOutboxReader {
    enum Fate { case wanted, gone, unknown }

    let fixture: OutboxSite
    private var store: ArticleStore
    private var random: SeededGenerator
    private let words: [String]
    /// What must become of each text.
    private(set) var model: [String: Fate] = [:]
    /// The place of each text in the queue.
    private(set) var places: [String: Int] = [:]
    private var nextPlace = 0
    /// What the reader chose last.
    private(set) var favourite: Bool?

    init(seed: UInt64, texts: [String]) throws {
        fixture = try OutboxSite()
        store = try fixture.openStore()
        random = SeededGenerator(seed: seed)
        words = texts
    }

    private mutating func text() -> String {
        nextPlace += 1
        let text = "\(nextPlace) \(words[Int.random(in: 0..<words.count, using: &random)])"
        places[text] = nextPlace
        return text
    }

    mutating func step() async throws {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<7:
            let text = text()
            try await store.outbox.post(text, on: OutboxSite.article(Int.random(in: 0..<3, using: &random)))
            model[text] = .wanted
        case 7, 8:
            let flag = Bool.random(using: &random)
            _ = try await store.outbox.setFavourite(flag, for: OutboxSite.article(0))
            favourite = flag
        case 9: try await cancel()
        case 10, 11: try await edit()
        case 12: fixture.advance(by: Double.random(in: 0...400, using: &random))
        case 13:
            // The program ends and starts again.
            await store.close()
            store = try fixture.openStore()
        case 14: try fixture.token(Bool.random(using: &random) ? "token-1" : nil)
        case 15: try await beKilledWhileSending()
        default:
            fault()
            _ = try await fixture.sender(store).send()
        }
    }

    private mutating func fault() {
        let faults: [CommentOrigin.Fault] = [
            .lostAnswer, .cutAnswer, .lostRequest, .doneThenStatus(500), .page, .status(503), .status(401),
            .status(429, retryAfter: 30), .status(422), .status(403), .status(409, retryAfter: 2), .envelope(5_000),
        ]
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            fixture.site.fail(faults[Int.random(in: 0..<faults.count, using: &random)])
        }
    }

    private mutating func anEntry() async throws -> OutboxEntry? {
        let entries = try await store.outbox.entries()
        return entries.isEmpty ? nil : entries[Int.random(in: 0..<entries.count, using: &random)]
    }

    private mutating func cancel() async throws {
        guard let entry = try await anEntry() else { return }
        let outcome = try await store.outbox.cancel(entry.id)
        switch entry.action {
        case .comment(let text, _): model[text.rawValue] = outcome == .cancelled ? .gone : .unknown
        default: favourite = nil
        }
    }

    private mutating func edit() async throws {
        guard let entry = try await anEntry(), case .comment(let old, _) = entry.action else { return }
        var isRefused = false
        if case .refused = entry.state { isRefused = true }
        let new = isRefused ? text() : old.rawValue + "!"
        do throws(StoreError) {
            _ = try await store.outbox.edit(entry.id, text: CommentText(validated: new))
        } catch {
            guard error.code == .entryUncertain else { throw error }
            places[new] = isRefused ? nil : places[new]
            return
        }
        if !isRefused { places[new] = places[old.rawValue] }
        model[old.rawValue] = .gone
        model[new] = .wanted
    }

    /// The program takes an entry and ends; before, or after the site has had it.
    private mutating func beKilledWhileSending() async throws {
        guard
            let entry = try await store.outbox.beginSending(
                except: [], tried: [], now: fixture.now, until: fixture.now.addingTimeInterval(90))
        else { return }
        if Bool.random(using: &random) {
            fixture.site.clearFaults()
            try fixture.token("token-1")
            switch entry.action {
            case .comment(let text, let parent):
                _ = try await fixture.client().post(
                    text, on: entry.articleID, replyingTo: parent, idempotencyKey: entry.idempotencyKey)
            case .favourite(let flag):
                try await fixture.client().setFavourite(
                    flag, for: entry.articleID, idempotencyKey: entry.idempotencyKey)
            case .reaction: break
            }
        }
        await store.close()
        store = try fixture.openStore()
    }

    /// All is well again, and the reader has everything that was refused sent again.
    mutating func settle() async throws {
        fixture.site.clearFaults()
        try fixture.token("token-1")
        for _ in 0..<50 {
            for entry in try await store.outbox.entries() {
                guard case .refused = entry.state else { continue }
                if case .comment(let text, _) = entry.action {
                    nextPlace += 1
                    // One that has arrived already stands where it stood.
                    places[text.rawValue] = entry.uncertainSince == nil ? nextPlace : nil
                }
                _ = try await store.outbox.retry(entry.id)
            }
            fixture.advance(by: 1_900)
            _ = try await fixture.sender(store).send()
            if try await store.outbox.entries().isEmpty { break }
        }
        await store.close()
    }
}

import DotNewsModels
import DotNewsPersistence
import Foundation
import DotNewsTestSupport

/// A reader who does anything, on a device whose clock says anything within some minutes.
struct RandomReader {
    let fixture: ReaderFixture
    var generator: SeededGenerator

    private static let words = ["旅遊", "旅游", "To read", "harbour fog", "東橋"]

    init(seed: UInt64) throws {
        fixture = try ReaderFixture()
        generator = SeededGenerator(seed: seed)
    }

    mutating func act(times: Int) async throws {
        for _ in 0..<times { try await act() }
    }

    /// Few articles, few words and few moments, so that devices often change the same, and often at the same time.
    private mutating func act() async throws {
        let store = fixture.store
        fixture.setClock(Double(Int.random(in: 0..<20, using: &generator)))
        let id = Sample.id(Int.random(in: 0..<5, using: &generator))
        let word = Self.words.randomElement(using: &generator) ?? ""
        let flag = Bool.random(using: &generator)
        switch Int.random(in: 0..<14, using: &generator) {
        case 0: _ = try await store.reader.setBookmarked(flag, for: id)
        case 1: _ = try await store.reader.setRead(flag, for: id)
        case 2: _ = try await store.reader.setRead(flag, in: .articles((0..<3).map(Sample.id)))
        case 3, 4: _ = try await store.reader.addLabel(BookmarkLabel(word)!, to: id)
        case 5: _ = try await store.reader.removeLabel(BookmarkLabel(word)!, from: id)
        case 6:
            let position = ReadingPosition(
                block: Int.random(in: 0..<3, using: &generator), offset: 7, fingerprint: BlockFingerprint(of: word))
            try await store.reader.setReadingPosition(flag ? position : nil, for: id)
        case 7: try await store.reader.recordVisit(to: id)
        case 8: _ = flag ? try await store.reader.goBack() : try await store.reader.goForward()
        case 9: try await store.reader.recordSearch(word)
        case 10: try await store.reader.removeSearch(word)
        case 11:
            try await store.reader.updatePreferences { preferences in
                preferences.appearance = flag ? .dark : .light
                let topic = ArticleTopic(.word, word)!
                if preferences.muted.remove(topic) == nil { preferences.muted.insert(topic) }
            }
        case 12:
            let path = ColumnPath("hk/c\(id.rawValue.last ?? "0")")!
            try await store.reader.updatePreferences { preferences in
                preferences.edition = flag ? word : nil
                let topic = ArticleTopic.column(path)
                if preferences.followed.remove(topic) == nil { preferences.followed.insert(topic) }
            }
        default:
            // Clearing is rare, or little would be left to merge.
            guard Int.random(in: 0..<6, using: &generator) == 0 else { return }
            if flag { try await store.reader.clearHistory() } else { try await store.reader.clearRecentSearches() }
        }
    }
}

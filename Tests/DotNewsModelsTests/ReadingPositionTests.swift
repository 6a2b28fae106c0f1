import DotNewsModels
import Testing

@Suite struct ReadingPositionTests {
    private let body = ArticleBody(blocks: [
        .subhead("東橋今晚重開", level: 2), .separator, .paragraph("維港今早有霧。"), .separator,
        .paragraph("Fog over the harbour."), .paragraph("今早有雾，午后散去。"),
    ])

    @Test func `a place in a body that did not change is where it was`() throws {
        for block in body.blocks.indices {
            let position = try #require(ReadingPosition(block: block, offset: 2, in: body))
            #expect(position.resolved(in: body) == position)
        }
        #expect(ReadingPosition(block: 6, in: body) == nil)
        #expect(ReadingPosition(block: -1, in: body) == nil)
    }

    @Test func `a place follows its words when blocks come and go`() throws {
        let position = try #require(ReadingPosition(block: 4, offset: 9, in: body))
        var longer = body
        longer.blocks.insert(contentsOf: [.paragraph("更正"), .paragraph("更正")], at: 0)
        #expect(position.resolved(in: longer)?.block == 6)
        #expect(position.resolved(in: longer)?.offset == 9)
        var shorter = body
        shorter.blocks.removeFirst(3)
        #expect(position.resolved(in: shorter)?.block == 1)
        let backwards = ArticleBody(blocks: body.blocks.reversed())
        #expect(position.resolved(in: backwards)?.block == 1)
    }

    @Test func `of blocks with the same words the nearest counts`() throws {
        let position = try #require(ReadingPosition(block: 3, in: body))
        var changed = body
        changed.blocks.remove(at: 2)
        #expect(position.resolved(in: changed)?.block == 2)
    }

    @Test func `words that are gone leave the block that stands there, from its beginning`() throws {
        let position = try #require(ReadingPosition(block: 5, offset: 4, in: body))
        var changed = body
        changed.blocks[5] = .paragraph("全部改寫了。")
        #expect(position.resolved(in: changed) == ReadingPosition(block: 5, offset: 0, in: changed))
        changed.blocks.removeLast(3)
        #expect(position.resolved(in: changed)?.block == 2)
        #expect(position.resolved(in: ArticleBody()) == nil)
    }

    @Test func `white space does not change a fingerprint, words do`() {
        #expect(BlockFingerprint(of: "Fog  over\nthe harbour. ") == BlockFingerprint(of: "Fog over the harbour."))
        #expect(BlockFingerprint(of: "有霧") != BlockFingerprint(of: "有雾"))
        let fingerprint = BlockFingerprint(of: "有霧")
        #expect(BlockFingerprint(fingerprint.description) == fingerprint)
        #expect(BlockFingerprint(rawValue: 10).description == "000000000000000a")
        for text in ["", "+1", "-1", "xyz", "00000000000000000"] { #expect(BlockFingerprint(text) == nil) }
    }

    @Test func `an offset stays inside the text and out of the middle of a character`() {
        let body = ArticleBody(blocks: [.paragraph("霧👨‍👩‍👧 fog")])
        let offsets = (-1...40).compactMap { ReadingPosition(block: 0, offset: $0, in: body)?.offset }
        // The family is eight code units long, from 1 to 9.
        #expect(offsets == [0, 0] + Array(repeating: 1, count: 8) + [9, 10, 11, 12] + Array(repeating: 13, count: 28))
    }
}

import DotNewsModels
import Foundation
import Testing

@testable import DotNewsSharing

/// What holds for every text. `DOTNEWS_SLOW_TESTS=1` tries ten times as many.
@Suite struct DraftPropertyTests {
    private static let isSlow = ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"
    /// All seeds together try more than 10,000 texts, or more than 100,000.
    private static let count = isSlow ? 12_500 : 1_250

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `every draft for X is valid, whole and the same twice`(seed: UInt64) throws {
        var texts = MixedTexts(seed: seed)
        for _ in 0..<Self.count {
            let content = try ShareContent(
                title: texts.text(most: 60), summary: texts.text(most: 20), link: texts.link(),
                keywords: texts.keywords())
            var options = ShareOptions()
            options.x.limit = texts.bool() ? 280 : texts.number(in: 23...280)
            options.x.via = texts.bool() ? "dotdotnews" : nil
            options.x.includesSummary = texts.bool()
            let composer = ShareComposer(edition: .dotdotnews, options: options)
            guard let draft = expectedDraft({ () throws(ShareError) in try composer.x(content) }) else { continue }

            let measured = XTextMeasurer(limit: options.x.limit).measure(draft.text)
            #expect(measured.isValid && measured.measure == draft.measure, "\(draft.text)")
            let link = try #require(draft.link)
            #expect(measured.links.contains { $0.text == link } || !XLinkForm.isWhole(link), "\(draft.text)")
            #expect(Set(measured.hashtags.map(\.text)).isSuperset(of: draft.hashtags), "\(draft.text)")
            #expect(try composer.x(content) == draft)
            #expect(Self.joinedIntent(draft.addresses[0].address) == draft.text)
            let lines = draft.words.split(separator: "\n", maxSplits: 1)
            let fields = PreparedFields(content)
            expectWhole(lines.first ?? "", of: fields.title)
            if lines.count == 2 { expectWhole(lines[1], of: fields.summary) }
        }
    }

    @Test(arguments: [5, 6, 7, 8] as [UInt64])
    func `every draft for Weibo and WeChat is valid, whole and the same twice`(seed: UInt64) throws {
        var texts = MixedTexts(seed: seed)
        for _ in 0..<Self.count {
            let content = try ShareContent(
                title: texts.text(most: 60), summary: texts.text(most: 120), link: texts.link(),
                keywords: texts.keywords())
            var options = ShareOptions()
            options.weibo.limit = texts.bool() ? 140 : texts.number(in: 60...2_000)
            let composer = ShareComposer(edition: .dotdotnews, options: options)

            guard let weibo = expectedDraft({ () throws(ShareError) in try composer.weibo(content) }) else { continue }
            let measured = WeiboTextMeasurer(limit: options.weibo.limit).measure(weibo.text)
            #expect(measured.isValid && measured.measure == weibo.measure, "\(weibo.text)")
            #expect(weibo.text.hasSuffix(try #require(weibo.link)))
            #expect(try composer.weibo(content) == weibo)
            let query = Self.query(weibo.addresses[0].address)
            #expect(query["title"] ?? "" == weibo.words && query["url"] == weibo.link)
            #expect(measured.hashtags.map(\.text) == weibo.topics, "\(weibo.text)")

            let weChat = try composer.weChat(content)
            #expect(weChat.measure.fits && weChat.lengths.values.allSatisfy(\.fits))
            #expect(try composer.weChat(content) == weChat)
            let page = try #require(weChat.webPage)
            let fields = PreparedFields(content)
            if !fields.title.isEmpty { expectWhole(page.title[...], of: fields.title) }
            expectWhole(page.description[...], of: fields.summary)
        }
    }

    @Test(arguments: [9, 10] as [UInt64])
    func `every part of a thread is valid, and nothing is lost between them`(seed: UInt64) throws {
        var texts = MixedTexts(seed: seed)
        for _ in 0..<Self.count / 10 {
            let content = try ShareContent(
                title: texts.text(pieces: 1...20), summary: texts.text(pieces: 0...300), link: texts.link(),
                keywords: texts.keywords())
            var options = ShareOptions()
            options.x.threadLinkPosition = texts.bool() ? .first : .last
            options.x.maximumThreadParts = texts.number(in: 2...99)
            let composer = ShareComposer(edition: .dotdotnews, options: options)
            let thread = try composer.xThread(content)
            let measurer = XTextMeasurer()
            #expect((1...options.x.maximumThreadParts).contains(thread.parts.count))
            #expect(thread.parts.allSatisfy { measurer.measure($0.text).isValid })
            let carrier = options.x.threadLinkPosition == .first ? thread.parts.first : thread.parts.last
            #expect(try #require(carrier).text.contains(try #require(thread.link)))
            #expect(try composer.xThread(content) == thread)
        }
    }

    /// Letters that take one, two and many UTF-16 units, so that a cut that counts other units loses or repeats some.
    @Test(arguments: ["海", "👨‍👩‍👧", "é", "🇭🇰", "𠮷野家。", "harbour fog lifts. ", "維港今早有霧，渡輪慢駛。"])
    func `the words of a thread are those of the article, through every cut`(piece: String) throws {
        let numbers = (1...120).map { "\(piece)\($0)" }
        for separator in ["", "。", "\n"] {
            let summary = numbers.joined(separator: separator)
            let content = try ShareContent(
                title: "Harbour 海港", summary: summary, link: "https://www.dotdotnews.com/immed")
            var options = ShareOptions()
            options.x.maximumThreadParts = 99
            let thread = try ShareComposer(edition: .dotdotnews, options: options).xThread(content)
            let count = thread.parts.count
            let words = thread.parts.enumerated().map { index, part in
                part.text.components(separatedBy: "(\(index + 1)/\(count))")[0]
            }
            #expect(count > 1)
            #expect(!thread.changes.contains { $0.kind == .shortened })
            #expect(letters(words.joined()).hasSuffix(letters(summary)))
        }
    }

    private func letters(_ text: String) -> String { text.filter { !$0.isWhitespace } }

    @Test func `cleaning twice is cleaning once, and leaves nothing that is not seen`() {
        var texts = MixedTexts(seed: 11)
        for _ in 0..<Self.count {
            let text = texts.text(pieces: 0...30)
            let clean = TextCleaner.line(text)
            #expect(TextCleaner.line(clean) == clean)
            #expect(!clean.contains("  ") && clean.first != " " && clean.last != " ")
            #expect(
                !clean.unicodeScalars.contains {
                    $0.value < 0x20 || [0x200B, 0xFEFF, 0xFFFE, 0x202E, 0x2066, 0xAD].contains($0.value)
                })
        }
    }

    // MARK: Helpers

    /// The draft; the only acceptable failure is a limit too small for the link.
    private func expectedDraft<Draft>(_ compose: () throws(ShareError) -> Draft) -> Draft? {
        do {
            return try compose()
        } catch {
            #expect(error.code == .linkTooLong, "\(error)")
            return nil
        }
    }

    /// A shown field is the whole field, or a beginning of it that ends between graphemes and outside of its links.
    private func expectWhole(_ shown: Substring, of field: String) {
        if shown.isEmpty || shown == field { return }
        // Brackets that the cut leaves open are closed behind it.
        let cut = shown.lastIndex(of: "…") ?? shown.endIndex
        #expect(cut < shown.endIndex && shown[cut...].dropFirst().allSatisfy { "」』》〉】）)]”".contains($0) }, "\(shown)")
        let head = Array(shown[..<cut])
        #expect(Array(field).starts(with: head), "\(shown)")
        #expect(head.count < field.count)
        let end = String(head).utf16.count
        let links = XTextMeasurer().measure(field).links
        #expect(!links.contains { $0.start < end && end < $0.end }, "\(shown)")
    }

    /// The cleaned fields that drafts are made of.
    private struct PreparedFields {
        var title = ""
        var summary = ""
        private static let composer = ShareComposer(edition: .dotdotnews)

        init(_ content: ShareContent) {
            guard let prepared = try? PreparedContent(content, composer: Self.composer) else { return }
            title = prepared.title
            summary = prepared.summary
        }
    }

    /// What X makes of the parameters of an intent.
    private static func joinedIntent(_ address: String) -> String {
        let query = query(address)
        let via = query["via"].map { ["via @" + $0] } ?? []
        return ([query["text"], query["url"]].compactMap(\.self) + via).joined(separator: " ")
    }

    private static func query(_ address: String) -> [String: String] {
        let items = URLComponents(string: address)?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
    }
}

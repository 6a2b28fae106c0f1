import DotNewsMarkup
import DotNewsModels
import DotNewsTestSupport
import Foundation
import Testing

/// Bodies as the CMS writes them, where they are at hand beside the checkout.
@Suite struct CapturedArticleTests {
    private static let wire = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func content(_ path: String) -> String? {
        // The checkout may be a worktree one level further down.
        let candidates = [wire, wire.deletingLastPathComponent()].map { $0.appending(path: "shared/wire/" + path) }
        guard let data = candidates.lazy.compactMap({ try? Data(contentsOf: $0) }).first,
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return nil }
        return ((object["data"] as? [String: Any]) ?? object)["content"] as? String
    }

    static let captured = content("captured/AP603c56f0e4b04e1918c8e7a0.json")
    static let english = content("samples/a/202511/03/AP690800aae4b0e343b0e2aa01.json")
    static let chinese = content("samples/a/202511/03/AP690801bbe4b0e343b0e2aa04.json")

    @Test(.enabled(if: captured != nil)) func `a captured article reads as its page showed it`() throws {
        let parsed = parse(try #require(Self.captured))
        let kinds = parsed.body.blocks.map { if case .figure = $0 { "figure" } else { "text" } }
        #expect(kinds == ["text", "figure", "text", "figure", "text"])
        #expect(parsed.body.images.map(\.credit) == ["大公文匯全媒體記者麥鈞傑攝", "大公文匯全媒體記者攝"])
        #expect(parsed.body.images.map(\.caption) == ["逾百人受陳皓桓煽惑，聚集法院外。", "部分人士態度囂張。"])
        #expect(parsed.body.images.map(\.width) == [1600, 1440])
        #expect(parsed.body.text.hasPrefix("大公文匯全媒體報道："))
        #expect(parsed.warnings.isEmpty)
        #expect(BodyInvariants.problems(of: parsed) == [])
    }

    @Test(.enabled(if: english != nil)) func `an English sample has every part`() throws {
        let parsed = parse(try #require(Self.english))
        #expect(
            parsed.credits
                == Credits(editor: "Ada", source: "Harbour Wire", line: "Source: Harbour Wire; English Editor: Ada"))
        #expect(parsed.related.map(\.title) == ["East span to close for checks"])
        #expect(
            outline(parsed.body).hasPrefix("lead(\"A bridge is only as strong as the people who look after it.\") fig(")
        )
        #expect(outline(parsed.body).contains("h3(What the inspection found) quote{p("))
    }

    @Test(.enabled(if: chinese != nil)) func `a Chinese sample has every part`() throws {
        let parsed = parse(try #require(Self.chinese))
        #expect(parsed.credits.source == "港灣通訊社")
        #expect(parsed.credits.editor == "阿達")
        #expect(outline(parsed.body).contains("h2(檢查結果)"))
    }
}

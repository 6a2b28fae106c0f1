package import DotNewsMarkup
import DotNewsModels

/// What no body may hold, whatever it was read from.
package enum BodyInvariants {
    package static func problems(of parsed: ParsedBody) -> [String] {
        var problems = self.problems(of: parsed.body.blocks, depth: 0)
        for link in parsed.related { problems += check(link.title, "related") + check(link.address) }
        let credits = parsed.credits
        for text in [credits.author, credits.editor, credits.source, credits.line] where !text.isEmpty {
            problems += check(text, "credit")
        }
        if parsed.body.blocks.first == .separator || parsed.body.blocks.last == .separator {
            problems.append("separator")
        }
        return problems
    }

    private static func problems(of blocks: [ArticleBody.Block], depth: Int) -> [String] {
        blocks.flatMap { problems(of: $0, depth: depth) } + (depth > 64 ? ["depth"] : [])
    }

    private static func problems(of block: ArticleBody.Block, depth: Int) -> [String] {
        switch block {
        case .paragraph(let text), .leadQuote(let text): return check(text)
        case .subhead(let text, let level): return check(text) + ((2...6).contains(level) ? [] : ["level \(level)"])
        case .blockQuote(let blocks):
            return (blocks.isEmpty ? ["empty quotation"] : []) + problems(of: blocks, depth: depth + 1)
        case .list(let list):
            return (list.items.isEmpty || list.items.contains(where: \.isEmpty) ? ["empty list"] : [])
                + list.items.flatMap { problems(of: $0, depth: depth + 1) }
        case .figure(let image): return check(image)
        case .gallery(let images): return (images.count > 1 ? [] : ["gallery of one"]) + images.flatMap(check)
        case .video(let media, let caption), .audio(let media, let caption):
            return check(media.address) + (caption.isEmpty ? [] : check(caption, "caption"))
        case .table(let table):
            return (table.rows.isEmpty ? ["empty table"] : [])
                + table.rows.flatMap { $0.flatMap { $0.text.isEmpty ? [] : check($0.text) } }
        case .embed(let address, let title): return check(address) + (title.isEmpty ? [] : check(title, "title"))
        case .separator: return []
        case .preformatted(let text):
            return text.contains { !$0.isWhitespace }
                && text.unicodeScalars.allSatisfy { $0 == "\n" || !isInvisible($0) }
                ? [] : ["preformatted"]
        }
    }

    private static func check(_ text: InlineText) -> [String] {
        var problems = [String]()
        if text.runs.contains(where: { $0.text.isEmpty }) { problems.append("empty run") }
        // All that is shown, what is struck too.
        let shown = text.runs.map(\.text).joined()
        if shown.first?.isWhitespace ?? true || shown.last?.isWhitespace ?? true {
            problems.append("edge of \(shown.debugDescription)")
        }
        if text.text.contains("  ") || text.text.contains("\n\n") { problems.append("white space") }
        if text.text.unicodeScalars.contains(where: { $0 != "\n" && isInvisible($0) }) { problems.append("invisible") }
        for link in text.runs.compactMap(\.link) { problems += check(link) }
        return problems
    }

    private static func check(_ image: ImageAsset) -> [String] {
        check(image.address)
            + [image.caption, image.credit, image.alternativeText].filter { !$0.isEmpty }.flatMap { check($0, "image") }
    }

    private static func check(_ text: String, _ name: String) -> [String] {
        let isClean =
            !text.isEmpty && text.first?.isWhitespace == false && text.last?.isWhitespace == false
            && !text.unicodeScalars.contains(where: isInvisible)
        return isClean ? [] : ["\(name): \(text.debugDescription)"]
    }

    private static func check(_ address: WebAddress) -> [String] {
        WebAddress(address.string) == address ? [] : ["address \(address)"]
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F, 0x200B, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: true
        default: false
        }
    }
}

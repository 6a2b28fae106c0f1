import DotNewsModels

/// Blocks as Markdown.
struct MarkdownWriter {
    /// The most cells of a table whose short rows are filled up.
    private static let mostFilledCells = 10_000

    let words: ReadingWords

    /// One part for each block, to be separated by empty lines.
    func parts(_ blocks: [ArticleBody.Block]) -> [String] {
        var parts = [String]()
        var previousMarker: String?
        for block in blocks {
            var marker: String?
            let part: String
            if case .list(let list) = block {
                // Two lists in a row would be one, unless their markers differ.
                let choices = list.isOrdered ? [".", ")"] : ["-", "*"]
                marker = previousMarker == choices[0] ? choices[1] : choices[0]
                part = self.list(list, marker: marker ?? "-")
            } else {
                part = self.part(block)
            }
            guard !part.isEmpty else { continue }
            parts.append(part)
            previousMarker = marker
        }
        return parts
    }

    private func part(_ block: ArticleBody.Block) -> String {
        switch block {
        case .paragraph(let text): MarkdownText.inline(text)
        case .subhead(let text, let level):
            String(repeating: "#", count: min(max(level, 2), 6)) + " " + MarkdownText.inline(text.onOneLine)
        case .leadQuote(let text): quoted(MarkdownText.inline(text))
        case .blockQuote(let blocks): quoted(parts(blocks).joined(separator: "\n\n"))
        case .list(let list): self.list(list, marker: list.isOrdered ? "." : "-")
        case .figure(let image): figure(image)
        case .gallery(let images): images.map(figure).joined(separator: "\n\n")
        case .video(let media, let caption): medium(words.video, caption, media.address)
        case .audio(let media, let caption): medium(words.audio, caption, media.address)
        case .embed(let address, let title): medium(words.player, title, address)
        case .table(let table): self.table(table)
        case .separator: "---"
        case .preformatted(let text): fenced(TextFilter.lines(text))
        }
    }

    private func quoted(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? ">" : "> " + $0 }
            .joined(separator: "\n")
    }

    private func list(_ list: ArticleBody.List, marker: String) -> String {
        var marker = marker
        return list.items.indices.map { index in
            // Markdown counts upwards from the first number; another marker begins another list.
            if list.isOrdered, index > 0, list.number(at: index) != list.number(at: index - 1) &+ 1 {
                marker = marker == "." ? ")" : "."
            }
            let (bullet, label) = bullet(of: list, at: index, marker: marker)
            let item = list.items[index]
            let indent = String(repeating: " ", count: bullet.count)
            let isTight = item.dropFirst().allSatisfy { if case .list = $0 { true } else { false } }
            let content = label + parts(item).joined(separator: isTight ? "\n" : "\n\n")
            let lines = content.split(separator: "\n", omittingEmptySubsequences: false)
            return lines.enumerated()
                .map { $0.offset == 0 ? bullet + $0.element : $0.element.isEmpty ? "" : indent + $0.element }
                .joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// The beginning of an item, and the number that stands in its text when Markdown has no such numbers.
    private func bullet(of list: ArticleBody.List, at index: Int, marker: String) -> (bullet: String, label: String) {
        guard list.isOrdered else { return (marker + " ", "") }
        let number = list.number(at: index)
        if list.numberStyle == .decimal, (0...999_999_999).contains(number) { return ("\(number)\(marker) ", "") }
        return ("- ", MarkdownText.escaped(list.label(at: index) + ".") + " ")
    }

    private func figure(_ image: ImageAsset) -> String {
        let caption = words.caption(image)
        let alternative = TextFilter.line(image.alternativeText)
        let text = MarkdownText.escaped(alternative.isEmpty ? caption : alternative)
        let picture = "![" + text + "](" + MarkdownText.destination(image.address) + ")"
        return caption.isEmpty
            ? picture
            : picture + "\n\n"
                + MarkdownText.inline(
                    InlineText([.init(caption, isEmphasized: true)]))
    }

    private func medium(_ kind: String, _ caption: String, _ address: WebAddress) -> String {
        let caption = TextFilter.line(caption)
        return MarkdownText.link(caption.isEmpty ? kind : kind + words.colon + caption, to: address)
    }

    private func fenced(_ text: String) -> String {
        var longest = 0
        var current = 0
        for character in text {
            current = character == "`" ? current + 1 : 0
            longest = max(longest, current)
        }
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return fence + "\n" + text + "\n" + fence
    }

    private func table(_ table: ArticleBody.Table) -> String {
        let columns = table.rows.map(\.count).max() ?? 0
        guard columns > 0 else { return MarkdownText.escaped(TextFilter.line(table.caption)) }
        // Short rows are filled up, which readers of the dialect do as well: a wide row above many short ones is not.
        let fillsRows = columns * table.rows.count <= Self.mostFilledCells
        func row(_ cells: [String], isHeader: Bool = false) -> String {
            let missing = isHeader || fillsRows ? columns - cells.count : 0
            return "| " + (cells + Array(repeating: "", count: missing)).joined(separator: " | ") + " |"
        }
        var rows = table.rows.map { $0.map { MarkdownText.inline($0.text.onOneLine) } }
        // A table of this dialect begins with a row of headers, an empty one when the article's has none.
        let hasHeader = table.rows.first?.contains(where: \.isHeader) ?? false
        let header = hasHeader ? rows.removeFirst() : []
        let rule = row(Array(repeating: "---", count: columns))
        let lines = [row(header, isHeader: true), rule] + rows.map { row($0) }
        let caption = MarkdownText.escaped(TextFilter.line(table.caption))
        return (caption.isEmpty ? "" : caption + "\n\n") + lines.joined(separator: "\n")
    }
}

extension InlineText {
    /// The same text with spaces for its line breaks.
    var onOneLine: InlineText {
        InlineText(
            runs.map { run in
                var run = run
                run.text = run.text.replacing("\n", with: " ")
                return run
            })
    }
}

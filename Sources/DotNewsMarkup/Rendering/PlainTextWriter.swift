import DotNewsModels

/// Blocks as lines of text, each at most as wide as asked.
struct PlainTextWriter {
    private typealias Block = ArticleBody.Block

    /// Below this many columns containers no longer indent, so that deep nesting stays readable.
    private static let narrowest = 20

    let words: ReadingWords
    let listsLinks: Bool
    private var links = [WebAddress]()
    private var numbers = [WebAddress: Int]()

    init(words: ReadingWords, listsLinks: Bool) {
        self.words = words
        self.listsLinks = listsLinks
    }

    /// The lines of `blocks`, an empty line between each two.
    mutating func lines(_ blocks: [ArticleBody.Block], width: Int) -> [String] {
        var result = [String]()
        for block in blocks {
            let lines = lines(of: block, width: width)
            guard !lines.isEmpty else { continue }
            if !result.isEmpty { result.append("") }
            result += lines
        }
        return result
    }

    /// The addresses of the links that were numbered.
    func linkLines(width: Int) -> [String] {
        links.enumerated().flatMap { index, address in
            hanging(wrapping: address.string, width: width, first: "[\(index + 1)] ", rest: "    ")
        }
    }

    private mutating func lines(of block: Block, width: Int) -> [String] {
        let wrapper = LineWrapper(width: width)
        switch block {
        case .paragraph(let text): return wrapped(text, wrapper)
        case .subhead(let text, let level):
            let title = text.filtered.line
            return wrapper.wrap(level <= 2 ? "## " + title : "### " + title)
        case .leadQuote(let text): return indented(width: width, first: "  ", rest: "  ") { $0.wrapped(text, $1) }
        case .blockQuote(let blocks):
            return indented(width: width, first: "│ ", rest: "│ ") { $0.lines(blocks, width: $1.width) }
        case .list(let list): return lines(of: list, width: width)
        case .figure(let image): return wrapper.wrap(line(for: image))
        case .gallery(let images): return images.flatMap { wrapper.wrap(line(for: $0)) }
        case .video(let media, let caption): return medium(words.video, caption, media.address, wrapper)
        case .audio(let media, let caption): return medium(words.audio, caption, media.address, wrapper)
        case .embed(let address, let title): return medium(words.player, title, address, wrapper)
        case .table(let table): return lines(of: table, width: width)
        case .separator: return [String(repeating: "─", count: min(width, 24))]
        case .preformatted(let text): return wrapper.wrap(TextFilter.lines(text))
        }
    }

    private mutating func wrapped(_ text: InlineText, _ wrapper: LineWrapper) -> [String] {
        let text = text.filtered
        guard !text.text.isEmpty else { return [] }
        guard listsLinks else { return wrapper.wrap(text.text) }
        let runs = text.runs.map { run in
            guard let link = run.link, !run.isStruck else { return run }
            let number = numbers[link] ?? links.count + 1
            if number > links.count {
                links.append(link)
                numbers[link] = number
            }
            var numbered = run
            numbered.text += "[\(number)]"
            return numbered
        }
        return wrapper.wrap(InlineText(runs).text)
    }

    // MARK: Containers

    private mutating func indented(
        width: Int, first: String, rest: String, _ content: (inout Self, LineWrapper) -> [String]
    ) -> [String] {
        let indent = TerminalText.width(of: first)
        let inner = width - indent
        guard inner >= Self.narrowest || width < Self.narrowest && inner > 8 else {
            return content(&self, LineWrapper(width: width))
        }
        return content(&self, LineWrapper(width: inner)).enumerated().map { index, line in
            let prefix = index == 0 ? first : rest
            return line.isEmpty ? String(prefix.reversed().drop { $0 == " " }.reversed()) : prefix + line
        }
    }

    private mutating func lines(of list: ArticleBody.List, width: Int) -> [String] {
        let isTight = list.items.allSatisfy { item in
            item.allSatisfy { block in
                switch block {
                case .paragraph, .list: true
                default: false
                }
            }
        }
        var result = [String]()
        for (index, item) in list.items.enumerated() {
            let marker = list.isOrdered ? "\(list.label(at: index)). " : "• "
            let rest = String(repeating: " ", count: TerminalText.width(of: marker))
            var lines = indented(width: width, first: marker, rest: rest) { $0.lines(item, width: $1.width) }
            guard !lines.isEmpty else { continue }
            if isTight { lines.removeAll(where: \.isEmpty) } else if !result.isEmpty { result.append("") }
            result += lines
        }
        return result
    }

    /// `text` wrapped behind a marker, the following lines under its first.
    func hanging(wrapping text: String, width: Int, first: String, rest: String) -> [String] {
        LineWrapper(width: width - TerminalText.width(of: first)).wrap(text).enumerated().map { index, line in
            (index == 0 ? first : rest) + line
        }
    }

    // MARK: Tables

    private func lines(of table: ArticleBody.Table, width: Int) -> [String] {
        let wrapper = LineWrapper(width: width)
        let rows = table.rows.map { $0.map(\.text.line) }
        let caption = TextFilter.line(table.caption)
        let captionLines = caption.isEmpty ? [] : wrapper.wrap(caption)
        var widths = [Int](repeating: 0, count: rows.map(\.count).max() ?? 0)
        for row in rows {
            for (column, text) in row.enumerated() {
                widths[column] = max(widths[column], TerminalText.width(of: text))
            }
        }
        guard widths.reduce(0, +) + 3 * max(0, widths.count - 1) <= width else {
            // Too wide to stand in columns: a line a row.
            return captionLines + rows.flatMap { wrapper.wrap($0.joined(separator: " | ")) }
        }
        return captionLines
            + rows.map { row in
                let cells = row.enumerated().map { column, text in
                    column == row.count - 1 ? text : TerminalText.padded(text, to: widths[column])
                }
                return String(cells.joined(separator: " │ ").reversed().drop { $0 == " " }.reversed())
            }
    }

    // MARK: Media

    private func line(for image: ImageAsset) -> String {
        let caption = words.caption(image)
        let text = caption.isEmpty ? TextFilter.line(image.alternativeText) : caption
        return text.isEmpty ? "[\(words.image)]" : "[\(words.image)] " + text
    }

    private func medium(_ kind: String, _ caption: String, _ address: WebAddress, _ wrapper: LineWrapper) -> [String] {
        let caption = TextFilter.line(caption)
        return wrapper.wrap(caption.isEmpty ? "[\(kind)]" : "[\(kind)] " + caption) + wrapper.wrap(address.string)
    }
}

import DotNewsModels

/// What the blocks of an article mean by where they stand: the quotation that opens it, subheads written as strong
/// paragraphs, the credit line and the related articles at its end.
enum ArticleStructure {
    typealias Block = ArticleBody.Block

    /// - Parameter holdLinks: Whether there may be a link in the blocks; without one there are no related articles.
    static func arrange(_ blocks: [Block], holdLinks: Bool) -> ParsedBody {
        var blocks = blocks
        let related = holdLinks ? RelatedSection.extract(from: &blocks) : []
        let credits = takeCredits(from: &blocks)
        for index in blocks.indices {
            if let subhead = subhead(blocks[index]) { blocks[index] = subhead }
        }
        markLeadQuote(in: &blocks)
        while blocks.last == .separator { blocks.removeLast() }
        while blocks.first == .separator { blocks.removeFirst() }
        return ParsedBody(body: ArticleBody(blocks: blocks), credits: credits, related: related)
    }

    // MARK: Credits

    private static func takeCredits(from blocks: inout [Block]) -> Credits {
        var lines = [CreditLine]()
        loop: while let last = blocks.last {
            switch last {
            case .separator: blocks.removeLast()
            case .paragraph(let text), .subhead(let text, _):
                if let line = CreditLine(text.text) {
                    lines.insert(line, at: 0)
                    blocks.removeLast()
                } else if case .paragraph = last, let (line, kept) = CreditLine.atEnd(of: text.text) {
                    lines.insert(line, at: 0)
                    blocks[blocks.count - 1] = .paragraph(text.prefix(kept))
                } else {
                    break loop
                }
            default: break loop
            }
        }
        var credits = Credits()
        for line in lines { credits.add(line.credits) }
        return credits
    }

    // MARK: Subheads

    private static func subhead(_ block: Block) -> Block? {
        guard case .paragraph(let text) = block, text.runs.first?.isStrong == true,
            text.runs.allSatisfy({ $0.isStrong && $0.link == nil }),
            TerminalText.width(of: text.text) <= BodyParser.subheadColumns, !QuotedText.isQuotation(text.text)
        else { return nil }
        return .subhead(text.withoutStrong, level: 3)
    }

    // MARK: Lead quote

    private static func markLeadQuote(in blocks: inout [Block]) {
        for (index, block) in blocks.enumerated() {
            switch block {
            case .paragraph(let text):
                if QuotedText.isQuotation(text.text) { blocks[index] = .leadQuote(text.withoutStrong) }
                return
            case .blockQuote(let quoted):
                let paragraphs = quoted.compactMap { if case .paragraph(let text) = $0 { text } else { nil } }
                guard paragraphs.count == quoted.count else { return }
                let runs = paragraphs.map(\.runs).joined(separator: [InlineText.Run("\n")])
                blocks[index] = .leadQuote(InlineText(Array(runs)).merged)
                return
            case .figure, .gallery, .video, .audio, .embed, .separator: continue
            default: return
            }
        }
    }
}

extension InlineText {
    /// The first `count` characters, without white space at the end.
    func prefix(_ count: Int) -> InlineText {
        var rest = count
        var result = [Run]()
        for run in runs where rest > 0 {
            var part = run
            part.text = String(run.text.prefix(rest))
            rest -= run.text.count
            result.append(part)
        }
        while var last = result.popLast() {
            while let character = last.text.last, character.isWhitespace { last.text.removeLast() }
            if !last.text.isEmpty {
                result.append(last)
                break
            }
        }
        return InlineText(result)
    }
}

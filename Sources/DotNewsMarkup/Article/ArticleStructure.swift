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
                let whole = text.text
                var rest = whole[...]
                if case .subhead = last {
                    guard let line = CreditLine(rest) else { break loop }
                    lines.append(line)
                    rest = rest.prefix(0)
                } else {
                    while !rest.isEmpty, let (line, before) = CreditLine.atEnd(of: rest) {
                        lines.append(line)
                        rest = before.trimmedAtEnd()
                    }
                }
                if !rest.isEmpty || whole.isEmpty {
                    if rest.endIndex < whole.endIndex {
                        blocks[blocks.count - 1] = .paragraph(text.prefix(utf8Count: rest.utf8.count))
                    }
                    break loop
                }
                blocks.removeLast()
            default: break loop
            }
        }
        var credits = Credits()
        for line in lines.reversed() { credits.add(line.credits) }
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
    /// The first `count` bytes of the text, which end a character.
    fileprivate func prefix(utf8Count count: Int) -> InlineText {
        var rest = count
        var result = [Run]()
        for run in runs where rest > 0 {
            var part = run
            // What is struck is no part of the text that is counted.
            if run.isStruck {
                result.append(run)
                continue
            }
            let length = run.text.utf8.count
            if length > rest {
                part.text = String(run.text[..<run.text.utf8.index(run.text.startIndex, offsetBy: rest)])
            }
            rest -= length
            result.append(part)
        }
        return InlineText(result)
    }
}

extension Substring {
    /// Without white space at the end.
    fileprivate func trimmedAtEnd() -> Substring {
        var rest = self
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }
}

/// The JSON form of a body: an array of objects, each with a `type`. It is what the store keeps and what the
/// command line prints, so a change must still read what earlier versions wrote.
extension ArticleBody: Codable {
    /// Reads an array of blocks.
    public init(from decoder: any Decoder) throws {
        self.init(blocks: try decoder.singleValueContainer().decode([Block].self))
    }

    /// Writes an array of blocks.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(blocks)
    }
}

extension ArticleBody.Block: Codable {
    private enum CodingKeys: String, CodingKey {
        case type, text, runs, level, blocks, ordered, numbers, style, items, images, url, poster, duration, caption,
            credit, alt
        case width, height, title, rows
    }

    private enum Kind: String, Codable {
        case paragraph, subhead, leadQuote, blockQuote, list, figure, gallery, video, audio, table, embed, separator
        case preformatted
    }

    /// Reads what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func inlineText() throws -> InlineText {
            if let runs = try container.decodeIfPresent([InlineText.Run].self, forKey: .runs) {
                return InlineText(runs)
            }
            return InlineText(try container.decode(String.self, forKey: .text))
        }
        func caption() throws -> String { try container.decodeIfPresent(String.self, forKey: .caption) ?? "" }
        switch try container.decode(Kind.self, forKey: .type) {
        case .paragraph: self = .paragraph(try inlineText())
        case .subhead: self = .subhead(try inlineText(), level: try container.decode(Int.self, forKey: .level))
        case .leadQuote: self = .leadQuote(try inlineText())
        case .blockQuote: self = .blockQuote(try container.decode([Self].self, forKey: .blocks))
        case .list:
            self = .list(
                .init(
                    isOrdered: try container.decode(Bool.self, forKey: .ordered),
                    items: try container.decode([[Self]].self, forKey: .items),
                    numbers: try container.decodeIfPresent([Int].self, forKey: .numbers) ?? [],
                    numberStyle: try container.decodeIfPresent(String.self, forKey: .style)
                        .flatMap(ArticleBody.List.NumberStyle.init) ?? .decimal))
        case .figure: self = .figure(try ImageAsset(from: decoder))
        case .gallery: self = .gallery(try container.decode([ImageAsset].self, forKey: .images))
        case .video: self = .video(try MediaAsset(from: decoder), caption: try caption())
        case .audio: self = .audio(try MediaAsset(from: decoder), caption: try caption())
        case .table:
            self = .table(
                .init(
                    caption: try caption(),
                    rows: try container.decode([[ArticleBody.Table.Cell]].self, forKey: .rows)))
        case .embed:
            self = .embed(
                address: try container.decode(WebAddress.self, forKey: .url),
                title: try container.decodeIfPresent(String.self, forKey: .title) ?? "")
        case .separator: self = .separator
        case .preformatted: self = .preformatted(try container.decode(String.self, forKey: .text))
        }
    }

    /// Writes `type` and what the kind needs: `text` (and `runs` when it is styled), `level`, `blocks`, `ordered`
    /// (`numbers` and `style` when they are not 1, 2, 3) and `items`, `url`, `caption`, `credit`, `alt`, `width`, `height`, `images`, `poster`, `duration`, `rows` or `title`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        func encode(_ kind: Kind, _ text: InlineText? = nil) throws {
            try container.encode(kind.rawValue, forKey: .type)
            guard let text else { return }
            try container.encode(text.text, forKey: .text)
            if text.runs.contains(where: { !$0.isPlain }) { try container.encode(text.runs, forKey: .runs) }
        }
        switch self {
        case .paragraph(let text): try encode(.paragraph, text)
        case .subhead(let text, let level):
            try encode(.subhead, text)
            try container.encode(level, forKey: .level)
        case .leadQuote(let text): try encode(.leadQuote, text)
        case .blockQuote(let blocks):
            try encode(.blockQuote)
            try container.encode(blocks, forKey: .blocks)
        case .list(let list):
            try encode(.list)
            try container.encode(list.isOrdered, forKey: .ordered)
            if !list.numbers.isEmpty { try container.encode(list.numbers, forKey: .numbers) }
            if list.numberStyle != .decimal { try container.encode(list.numberStyle.rawValue, forKey: .style) }
            try container.encode(list.items, forKey: .items)
        case .figure(let image):
            try encode(.figure)
            try image.encode(to: encoder)
        case .gallery(let images):
            try encode(.gallery)
            try container.encode(images, forKey: .images)
        case .video(let media, let caption), .audio(let media, let caption):
            if case .video = self { try encode(.video) } else { try encode(.audio) }
            try media.encode(to: encoder)
            if !caption.isEmpty { try container.encode(caption, forKey: .caption) }
        case .table(let table):
            try encode(.table)
            if !table.caption.isEmpty { try container.encode(table.caption, forKey: .caption) }
            try container.encode(table.rows, forKey: .rows)
        case .embed(let address, let title):
            try encode(.embed)
            try container.encode(address, forKey: .url)
            if !title.isEmpty { try container.encode(title, forKey: .title) }
        case .separator: try encode(.separator)
        case .preformatted(let text):
            try encode(.preformatted)
            try container.encode(text, forKey: .text)
        }
    }
}

extension ArticleBody.Table.Cell: Codable {
    private enum CodingKeys: String, CodingKey {
        case text, runs, header
    }

    /// Reads what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let runs = try container.decodeIfPresent([InlineText.Run].self, forKey: .runs)
        self.init(
            try runs.map { InlineText($0) } ?? InlineText(container.decode(String.self, forKey: .text)),
            isHeader: try container.decodeIfPresent(Bool.self, forKey: .header) ?? false)
    }

    /// Writes `text`, `runs` when it is styled, and `header` when it is one.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text.text, forKey: .text)
        if text.runs.contains(where: { !$0.isPlain }) { try container.encode(text.runs, forKey: .runs) }
        if isHeader { try container.encode(true, forKey: .header) }
    }
}

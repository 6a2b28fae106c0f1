/// The body of an article: blocks in reading order, without markup, scripts or layout.
public struct ArticleBody: Hashable, Sendable {
    /// The blocks, in reading order.
    public var blocks: [Block]

    /// Makes a body of `blocks`.
    public init(blocks: [Block] = []) { self.blocks = blocks }

    /// A block of a body.
    public indirect enum Block: Hashable, Sendable {
        /// A paragraph.
        case paragraph(InlineText)
        /// A heading inside the article; `level` is 2 to 6.
        case subhead(InlineText, level: Int)
        /// The quotation that opens the article.
        case leadQuote(InlineText)
        /// A quotation.
        case blockQuote([Block])
        /// A list.
        case list(List)
        /// An image with its caption.
        case figure(ImageAsset)
        /// Images that belong together.
        case gallery([ImageAsset])
        /// A video.
        case video(MediaAsset, caption: String)
        /// A sound.
        case audio(MediaAsset, caption: String)
        /// A table.
        case table(Table)
        /// A player or widget of another site, shown as a link.
        case embed(address: WebAddress, title: String)
        /// A break between parts.
        case separator
        /// Text whose spaces and line breaks are kept.
        case preformatted(String)
    }

    /// A table. Rows may differ in length; places that a cell above or to the left spans are empty cells.
    public struct Table: Hashable, Sendable {
        /// A cell.
        public struct Cell: Hashable, Sendable {
            /// The cell's text.
            public var text: InlineText
            /// Whether the cell names its row or column.
            public var isHeader: Bool

            /// Makes a cell.
            public init(_ text: InlineText, isHeader: Bool = false) {
                self.text = text
                self.isHeader = isHeader
            }
        }

        /// What stands above or below the table; empty when nothing.
        public var caption: String
        /// The rows, from the top.
        public var rows: [[Cell]]

        /// Makes a table.
        public init(caption: String = "", rows: [[Cell]]) {
            self.caption = caption
            self.rows = rows
        }
    }

    /// Every image of the body, in reading order.
    public var images: [ImageAsset] { blocks.flatMap(\.images) }

    /// The body's words: one line a block, captions included, without styles.
    public var text: String { blocks.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n") }
}

extension ArticleBody.Block {
    /// Every image of the block, in reading order.
    public var images: [ImageAsset] {
        switch self {
        case .figure(let image): [image]
        case .gallery(let images): images
        case .blockQuote(let blocks): blocks.flatMap(\.images)
        case .list(let list): list.items.flatMap { $0.flatMap(\.images) }
        default: []
        }
    }

    /// The block's words, without styles; items, rows and captions each on a line.
    public var text: String {
        switch self {
        case .paragraph(let text), .leadQuote(let text), .subhead(let text, _): text.text
        case .blockQuote(let blocks): ArticleBody(blocks: blocks).text
        case .list(let list): list.items.map { ArticleBody(blocks: $0).text }.joined(separator: "\n")
        case .figure(let image): image.captionAndCredit
        case .gallery(let images): images.map(\.captionAndCredit).filter { !$0.isEmpty }.joined(separator: "\n")
        case .video(_, let caption), .audio(_, let caption): caption
        case .table(let table):
            ([table.caption].filter { !$0.isEmpty }
                + table.rows.map { $0.map(\.text.text).joined(separator: "\t") }).joined(separator: "\n")
        case .embed(_, let title): title
        case .separator: ""
        case .preformatted(let text): text
        }
    }
}

extension ImageAsset {
    /// Caption and credit on one line, the credit in brackets: full-width ones when it is written in Chinese.
    public var captionAndCredit: String {
        guard !credit.isEmpty else { return caption }
        let isChinese = credit.unicodeScalars.contains { $0.properties.isIdeographic }
        let bracketed = isChinese ? "（\(credit)）" : "(\(credit))"
        return caption.isEmpty ? bracketed : caption + (isChinese ? "" : " ") + bracketed
    }
}

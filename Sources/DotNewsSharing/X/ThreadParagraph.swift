internal import DotNewsModels

/// A paragraph of a thread: what of an article reads well as a post.
struct ThreadParagraph {
    /// One line.
    var text: String
    /// Whether it names what follows, and stands with it in one post.
    var isHeading = false
    /// The pictures behind it.
    var pictures: [SharePicture] = []

    /// The paragraphs of `body`, and whether some of it was left out because it is too long.
    ///
    /// Paragraphs, headings, quotations and lists are read; captions, tables, players and separators are not. A picture
    /// goes with the paragraph before it.
    static func paragraphs(of body: ArticleBody) -> (paragraphs: [ThreadParagraph], isShortened: Bool) {
        var reader = BlockReader()
        reader.read(body.blocks, depth: 0)
        return (reader.paragraphs, reader.isShortened)
    }
}

private struct BlockReader {
    var paragraphs: [ThreadParagraph] = []
    private(set) var isShortened = false
    private var characters = 0

    /// Deeper blocks are not read.
    private static let deepest = 16

    mutating func read(_ blocks: [ArticleBody.Block], depth: Int) {
        for block in blocks where depth < Self.deepest && !isShortened { read(block, depth: depth) }
    }

    private mutating func read(_ block: ArticleBody.Block, depth: Int) {
        switch block {
        case .paragraph(let text), .leadQuote(let text): add(text.text)
        case .subhead(let text, _): add(text.text, isHeading: true)
        case .preformatted(let text): add(text)
        case .blockQuote(let blocks): read(blocks, depth: depth + 1)
        case .list(let list):
            for (index, item) in list.items.enumerated() where !isShortened {
                let count = paragraphs.count
                read(item, depth: depth + 1)
                guard count < paragraphs.count else { continue }
                paragraphs[count].text = (list.isOrdered ? "\(index + 1). " : "• ") + paragraphs[count].text
            }
        case .figure(let image): add([image])
        case .gallery(let images): add(images)
        case .video, .audio, .table, .embed, .separator: break
        }
    }

    private mutating func add(_ text: String, isHeading: Bool = false) {
        let bounded = TextBound(characters: TextBound.body.characters - characters).applied(to: text)
        isShortened = bounded.reason != nil
        for line in TextCleaner.lines(bounded.text) {
            paragraphs.append(ThreadParagraph(text: line, isHeading: isHeading))
        }
        characters += bounded.text.count
        if characters >= TextBound.body.characters { isShortened = true }
    }

    private mutating func add(_ images: [ImageAsset]) {
        // Before the first paragraph they go with the title.
        if paragraphs.isEmpty { paragraphs.append(ThreadParagraph(text: "")) }
        paragraphs[paragraphs.count - 1].pictures += images.map { SharePicture($0) }
    }
}

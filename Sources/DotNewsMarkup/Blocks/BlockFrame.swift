import DotNewsModels

/// A container that is open while a body is read, and what it has collected.
struct BlockFrame {
    enum Kind: Equatable {
        case root, quote, item, figure, gallery, table
        case list(isOrdered: Bool, isImplied: Bool)
        case cell(isHeader: Bool)
        /// A video or a sound; its blocks are what a browser without it would show.
        case media
    }

    struct Cell {
        var blocks: [ArticleBody.Block]
        var isHeader: Bool
    }

    struct Media {
        var isVideo: Bool
        var address: WebAddress?
        var poster: WebAddress?
        var duration: Double?
        var caption: String
    }

    var kind: Kind
    var blocks = [ArticleBody.Block]()
    var items = [[ArticleBody.Block]]()
    var rows = [[Cell]]()
    var images = [ImageAsset]()
    var caption = ""
    var media: Media?

    init(_ kind: Kind) { self.kind = kind }

    /// Adds items to the unordered list that stands last.
    ///
    /// - Returns: Whether there is one.
    mutating func joinLastList(_ items: [[ArticleBody.Block]]) -> Bool {
        guard let last = blocks.indices.last, case .list(var list) = blocks[last], !list.isOrdered else { return false }
        // While the block holds the items too, adding to them would copy them all.
        blocks[last] = .separator
        list.items += items
        blocks[last] = .list(list)
        return true
    }

    mutating func appendToCaption(_ text: String) {
        if !caption.isEmpty { caption += " " }
        caption += text
    }
}

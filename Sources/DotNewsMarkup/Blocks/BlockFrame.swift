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

    mutating func appendToCaption(_ text: String) {
        caption = caption.isEmpty ? text : caption + " " + text
    }
}

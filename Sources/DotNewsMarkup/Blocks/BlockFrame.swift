import DotNewsModels

/// A container that is open while a body is read, and what it has collected.
struct BlockFrame {
    enum Kind: Equatable {
        case root, quote, item, figure, gallery, table
        case list(isOrdered: Bool, isImplied: Bool)
        case cell
        /// A video or a sound; its blocks are what a browser without it would show.
        case media
    }

    struct Cell {
        var blocks = [ArticleBody.Block]()
        var isHeader = false
        /// The number of columns and rows it covers.
        var columns = 1
        var rows = 1
        /// Whether it stands where another cell covers the table.
        var isCovered = false
    }

    /// The numbering of an ordered list.
    struct Numbering {
        var start: Int?
        var isReversed = false
        var style = ArticleBody.List.NumberStyle.decimal
        /// The numbers that items name themselves, one for each item, those without content too.
        var named = [Int?]()
        /// Which item each of the list's kept items is.
        var kept = [Int]()

        /// The numbers of the kept items; empty when they are 1, 2, 3 and so on.
        var numbers: [Int] {
            var number = start ?? (isReversed ? named.count : 1)
            var all = [Int]()
            for own in named {
                number = own ?? number
                all.append(number)
                number += isReversed ? -1 : 1
            }
            let numbers = kept.map { all[$0] }
            return numbers.elementsEqual(1..<(numbers.count + 1)) ? [] : numbers
        }
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
    var numbering = Numbering()
    /// The cell that is open, without its blocks.
    var cell = Cell()

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

    /// Begins an item of a list, which may name its number.
    mutating func beginItem(number: Int?) { numbering.named.append(number) }

    /// Adds what the item that was begun last holds.
    mutating func appendItem(_ blocks: [ArticleBody.Block]) {
        items.append(blocks)
        numbering.kept.append(numbering.named.count - 1)
    }

    /// Adds a block that stands in a list without an item around it.
    mutating func appendStray(_ block: ArticleBody.Block) {
        // A list between numbered items has no number, and belongs to the item before it.
        if case .list = block, case .list(isOrdered: true, _) = kind, !items.isEmpty {
            items[items.count - 1].append(block)
        } else {
            beginItem(number: nil)
            appendItem([block])
        }
    }

    mutating func appendToCaption(_ text: String) {
        if !caption.isEmpty { caption += " " }
        caption += text
    }
}

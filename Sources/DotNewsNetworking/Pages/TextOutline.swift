import DotNewsMarkup

/// The elements of a page with how much text they hold, of which how much in links and in paragraphs.
struct TextOutline {
    /// Which parts of a page count.
    enum Extent: CaseIterable {
        /// Everything that readers see outside menus, headers, footers and forms.
        case usual
        /// Everything that readers see.
        case visible
        /// Everything, also what is hidden until a script shows it.
        case all
    }

    /// The meaning of an element for the text.
    enum Kind {
        case inline, link, paragraph, piece, container, article, body, skipped, furniture
    }

    struct Part {
        let element: HTMLElement
        let kind: Kind
        /// The place of the element around it; -1 for the outermost.
        let parent: Int
        /// The nearest element at or around it that is no part of a line.
        let block: Int
        /// The nearest element at or around it that is no part of a line, paragraph, list or table.
        let container: Int
        let isInLink: Bool
        let isFurniture: Bool
        let isInFurniture: Bool
        /// Text of the block outside and inside links, in bytes without white space; of a block only.
        var blockPlain = 0
        var blockLinked = 0
        /// The same of everything inside the element.
        var plain = 0
        var linked = 0
        /// Text of paragraphs inside the element, links left out, and of the element's own lines.
        var prose = 0
        var ownProse = 0
        /// The place behind all that is inside the element.
        var end = 0
    }

    private(set) var parts: [Part] = []

    /// The least text in a block other than a paragraph that is neither a label nor a teaser, in bytes.
    private static let leastLooseProse = 400
    /// The least text of a part that goes on with an article.
    private static let leastProse = 80

    init(_ document: HTMLDocument, extent: Extent) {
        guard let root = document.root else { return }
        var open = [Int]()
        append(root, kind: Self.kind(of: root, extent: extent), parent: -1)
        open.append(0)
        root.walk { element in
            while let last = open.last, parts[last].element != element.parent { open.removeLast() }
            guard let parent = open.last else { return false }
            let kind = Self.kind(of: element, extent: extent)
            guard kind != .skipped else { return false }
            open.append(parts.count)
            append(element, kind: kind, parent: parent)
            return true
        }
        addUp()
    }

    private mutating func append(_ element: HTMLElement, kind: Kind, parent: Int) {
        let place = parts.count
        let around = parent >= 0 ? parts[parent] : nil
        let isLine = kind == .inline || kind == .link
        let isPiece = isLine || kind == .paragraph || kind == .piece
        // The page as a whole is often named after what is on it.
        let isFurniture =
            kind == .furniture || (kind == .container || kind == .piece) && PageFurniture.words.name(element)
        let part = Part(
            element: element, kind: kind, parent: parent, block: isLine ? around?.block ?? place : place,
            container: isPiece ? around?.container ?? place : place,
            isInLink: kind == .link || around?.isInLink ?? false, isFurniture: isFurniture,
            isInFurniture: isFurniture || around?.isInFurniture ?? false)
        parts.append(part)
        let length = element.ownTextLength
        guard length > 0 else { return }
        if part.isInLink { parts[part.block].blockLinked += length } else { parts[part.block].blockPlain += length }
    }

    private mutating func addUp() {
        for place in parts.indices.reversed() {
            var part = parts[place]
            part.plain += part.blockPlain
            part.linked += part.blockLinked
            let isText = part.kind == .paragraph || part.blockPlain >= Self.leastLooseProse
            if isText, part.blockPlain >= part.blockLinked { part.ownProse = part.blockPlain }
            part.prose += part.ownProse
            part.end = max(part.end, place + 1)
            parts[place] = part
            guard part.parent >= 0 else { continue }
            parts[part.parent].plain += part.plain
            parts[part.parent].linked += part.linked
            if !part.isFurniture { parts[part.parent].prose += part.prose }
            parts[part.parent].end = max(parts[part.parent].end, part.end)
        }
    }

    // MARK: Kinds

    private static let kinds: [String: Kind] = {
        let names: [(Kind, String)] = [
            (
                .inline,
                "abbr b big cite code del em font i ins label mark q s small span strike strong sub sup time u var"
            ),
            (.link, "a"), (.paragraph, "p blockquote pre"),
            (
                .piece,
                "h1 h2 h3 h4 h5 h6 ul ol li figure figcaption table tbody thead tfoot tr td th dl dt dd picture caption"
            ),
            (.article, "article"), (.body, "body html"),
            (.skipped, "script style noscript template iframe select button svg head textarea option math object"),
            (.furniture, "nav header footer aside form"),
        ]
        return Dictionary(
            uniqueKeysWithValues: names.flatMap { kind, names in names.split(separator: " ").map { (String($0), kind) }
            })
    }()

    private static func kind(of element: HTMLElement, extent: Extent) -> Kind {
        let kind = kinds[element.name] ?? .container
        if kind == .furniture, extent == .usual { return .skipped }
        if kind == .furniture, element.name == "form" { return .container }
        if extent != .all, element.isHidden || element["aria-hidden"] == "true" { return .skipped }
        return kind
    }

    // MARK: Looking up

    /// The parts directly inside the one at `place`.
    func branches(of place: Int) -> [Int] {
        var branches = [Int]()
        var next = place + 1
        while next < parts[place].end {
            branches.append(next)
            next = parts[next].end
        }
        return branches
    }

    /// The first block whose text holds `opening`.
    func firstBlock(containing opening: String) -> Int? {
        parts.indices.first { place in
            let part = parts[place]
            guard part.blockPlain + part.blockLinked >= opening.utf8.count / 2, part.kind != .body else { return false }
            return part.element.text(maximum: 4_000).contains(opening)
        }
    }

    /// Whether a part goes on with an article beside it: paragraphs with few links.
    func isProse(_ place: Int) -> Bool {
        let part = parts[place]
        return !part.isFurniture && part.prose >= Self.leastProse && part.linked * 3 <= part.plain + part.linked
    }

    /// Whether a part is the heading of what is no part of an article.
    func isHeadingOfOthers(_ place: Int) -> Bool {
        let part = parts[place]
        let length = part.plain + part.linked
        guard length > 0, length <= PageFurniture.longestHeading, part.kind != .inline, part.kind != .link else {
            return false
        }
        return PageFurniture.isHeading(part.element.text(maximum: 200))
    }

    /// Whether a part beside an article is about others.
    func isTeaser(_ place: Int) -> Bool {
        let part = parts[place]
        return part.isFurniture || part.linked * 3 > part.plain + part.linked
    }

    /// The outermost parts inside the one at `place` that are none of its text, unless they hold most of it.
    func furniture(inside place: Int) -> [Int] {
        var found = [Int]()
        let whole = parts[place].plain + parts[place].linked
        var next = place + 1
        while next < parts[place].end {
            let part = parts[next]
            let length = (part.plain + part.linked) * 10
            if part.isFurniture && length < whole * 5 || isListOfLinks(part) && length < whole * 3 {
                found.append(next)
                next = part.end
            } else {
                next += 1
            }
        }
        return found
    }

    private func isListOfLinks(_ part: Part) -> Bool {
        guard part.kind == .container || part.kind == .piece, part.linked > 30 else { return false }
        return part.linked * 5 > (part.plain + part.linked) * 3
    }
}

import DotNewsMarkup

/// The main text of a page whose layout is not known: the element that holds the article, and what in it is not the article's.
struct MainText {
    let element: HTMLElement
    /// Menus, advertisements and lists of other articles inside ``element``.
    let omitted: [HTMLElement]
    /// The length of the text of the element, in bytes without white space.
    let length: Int

    /// The least text that counts as an article, in bytes of UTF-8 (about 25 Chinese or 80 Latin characters).
    static let minimumLength = 80
    /// The least text that is an article for certain, so that no other part of the page is looked at.
    private static let certainLength = 200

    /// Finds the main text of a page.
    ///
    /// - Parameters:
    ///   - openings: Texts that begin as the article does, such as the page's description.
    /// - Returns: The main text; `nil` when the page has hardly any text.
    /// - Complexity: O(*n*) in the size of the page.
    static func find(in document: HTMLDocument, openings: [String] = []) -> MainText? {
        var best: MainText?
        // Articles stand in forms and, where an end tag is missing, in menus; hidden ones are shown by a script.
        for extent in TextOutline.Extent.allCases where best?.length ?? 0 < certainLength {
            let outline = TextOutline(document, extent: extent)
            guard let found = MainTextSearch(outline, openings: openings).find(), found.length > best?.length ?? 0
            else {
                continue
            }
            best = found
        }
        return best
    }
}

/// Weighs the parts of a page against each other.
struct MainTextSearch {
    private let outline: TextOutline
    /// The beginnings of the texts that begin as the article does.
    private let openings: [String]

    /// The length of the part of an opening that is looked for, in bytes.
    private static let openingLength = 45

    init(_ outline: TextOutline, openings: [String]) {
        self.outline = outline
        self.openings = openings.compactMap { text in
            let line = text.prefix(400).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard line.utf8.count >= Self.openingLength else { return nil }
            var opening = line[...]
            while opening.utf8.count > Self.openingLength { opening.removeLast() }
            return String(opening)
        }
    }

    func find() -> MainText? {
        guard let densest = densest() else { return nil }
        let (place, rejected) = climb(from: densest)
        let part = outline.parts[place]
        let omitted = outline.furniture(inside: place) + rejected
        return MainText(
            element: part.element, omitted: omitted.map { outline.parts[$0].element },
            length: part.plain + part.linked
                - omitted.reduce(0) { $0 + outline.parts[$1].plain + outline.parts[$1].linked })
    }

    // MARK: The densest part

    /// The container with the most text of its own that is not links.
    ///
    /// Text counts for the container it stands in and half for the one around that, links count against both. Where the
    /// page's description is found counts three times, what is called furniture a quarter.
    private func densest() -> Int? {
        var scores = [Double](repeating: 0, count: outline.parts.count)
        for part in outline.parts where part.blockPlain + part.blockLinked > 0 {
            let score = Double(part.blockPlain - part.blockLinked)
            scores[part.container] += score
            let outer = outline.parts[part.container].parent
            if outer >= 0 { scores[outer] += score / 2 }
        }
        for place in placesOfOpenings() { scores[place] *= 3 }
        var best: (place: Int, score: Double)?
        for (place, part) in outline.parts.enumerated() {
            let score = part.isInFurniture ? scores[place] / 4 : scores[place]
            if score >= Double(MainText.minimumLength), score > best?.score ?? 0 { best = (place, score) }
        }
        return best?.place
    }

    /// The parts that hold the block in which an opening is found first.
    private func placesOfOpenings() -> Set<Int> {
        var places = Set<Int>()
        for opening in openings {
            guard let block = outline.firstBlock(containing: opening) else { continue }
            var place = block
            while place >= 0, places.insert(place).inserted { place = outline.parts[place].parent }
        }
        return places
    }

    // MARK: The parts around it

    /// The part around `place` that has clearly more of the same: paragraphs that are no teasers of other articles.
    ///
    /// Returns the branches of it that are none too.
    private func climb(from start: Int) -> (place: Int, rejected: [Int]) {
        var place = start
        var rejected = [Int]()
        var passed = [Int]()
        var foreign = [Int]()
        var omitted = [Int]()
        var prose = max(1, outline.parts[start].prose)
        var gain = 0
        var inner = start
        while outline.parts[inner].kind != .article, outline.parts[inner].kind != .body {
            let outer = outline.parts[inner].parent
            guard outer >= 0 else { break }
            gain += outline.parts[outer].ownProse
            var isOver = false
            for branch in outline.branches(of: outer) where branch != inner {
                if branch > inner, outline.isHeadingOfOthers(branch) { isOver = true }
                if isOver {
                    foreign.append(branch)
                } else if outline.isProse(branch) {
                    gain += outline.parts[branch].prose
                } else {
                    passed.append(branch)
                }
            }
            if gain * 5 > prose {
                place = outer
                prose += gain
                gain = 0
                rejected += passed
                omitted += foreign
                (passed, foreign) = ([], [])
            }
            inner = outer
        }
        return (place, omitted + rejected.filter { outline.isTeaser($0) })
    }
}

import DotNewsMarkup

/// Finds the main text of a page whose layout is not known: the element with the most text that is not links.
enum MainText {
    /// The least text that counts as an article, in bytes of UTF-8 (about 25 Chinese or 80 Latin characters).
    static let minimumLength = 80

    private static let skipped: HTMLSelector =
        """
        script, style, noscript, template, nav, header, footer, aside, form, iframe, select, button, head, svg, \
        [aria-hidden=true]
        """
    private static let inline: HTMLSelector =
        "a, b, em, font, i, mark, s, small, span, strong, sub, sup, u, label, time"
    /// Elements that hold one piece of text and belong to the container around them.
    private static let piece: HTMLSelector =
        "p, h1, h2, h3, h4, h5, h6, blockquote, ul, ol, li, pre, figure, figcaption, table, tbody, tr, td, dl, dt, dd"

    /// The element that holds the main text; `nil` when the page has hardly any text.
    ///
    /// Text counts for the container it stands in and half for the one around that, so that an article in sections is
    /// found whole. Links count against both.
    static func element(in document: HTMLDocument) -> HTMLElement? {
        var scores = Scores()
        document.root?.walk { element in
            if element.matches(skipped) { return false }
            let length = element.ownTextLength
            guard length > 0 else { return true }
            var container = element
            var isLink = false
            while container.matches(inline) || container.matches(piece), let parent = container.parent {
                if container.name == "a" { isLink = true }
                container = parent
            }
            let score = Double(isLink ? -length : length)
            scores.add(score, to: container)
            if let parent = container.parent { scores.add(score / 2, to: parent) }
            return true
        }
        return scores.best(atLeast: Double(minimumLength))
    }

    /// Points of elements; of equals the one met first is best, so that a page is always read the same.
    private struct Scores {
        private var entries: [(element: HTMLElement, score: Double)] = []
        private var places: [HTMLElement.ID: Int] = [:]

        mutating func add(_ score: Double, to element: HTMLElement) {
            if let place = places[element.id] {
                entries[place].score += score
            } else {
                places[element.id] = entries.count
                entries.append((element, score))
            }
        }

        func best(atLeast minimum: Double) -> HTMLElement? {
            var best: (element: HTMLElement, score: Double)?
            for entry in entries where entry.score >= minimum && entry.score > best?.score ?? 0 { best = entry }
            return best?.element
        }
    }
}

/// Finds what X turns into a link, by the rules of twitter-text 3.1.
///
/// The reference is one regular expression that is tried at each character. Here the text is walked from dot to dot:
/// a link needs a dot before a top-level domain, so that a text without one costs a single pass.
struct XLinkScanner {
    /// A link: its place in the text, and whether it is written with `http://` or `https://`.
    struct Link {
        var range: Range<Int>
        var hasScheme: Bool
    }

    private let text: TextUnits
    /// What lies before belongs to an earlier match.
    private var searchStart = 0
    private var links: [Link] = []

    private init(_ text: TextUnits) { self.text = text }

    /// The links of `text`, in their order.
    static func links(in text: TextUnits) -> [Link] {
        guard var dot = text.firstIndex(of: 0x2E) else { return [] }
        var scanner = XLinkScanner(text)
        while true {
            let next = scanner.scanRun(around: dot)
            guard let following = text.firstIndex(of: 0x2E, from: next) else { return scanner.links }
            dot = following
        }
    }

    /// The longest address X counts as a link, its scheme counted twice as the reference does.
    private static let longestLink = 4_096
    private static let longestLabel = 63
    private static let longestShortLinkSlug = 40

    // MARK: Hosts

    /// Looks for a match in the run of host characters around `dot`; gives where to look on.
    private mutating func scanRun(around dot: Int) -> Int {
        var start = dot
        while start > searchStart, XCharacterClasses.isHost(text[start - 1]) { start -= 1 }
        var end = dot + 1
        while end < text.count, XCharacterClasses.isHost(text[end]) { end += 1 }

        let run = HostRun(text, start..<end)
        guard run.hasTopLevelDomain else { return end }
        while searchStart < end, let match = firstMatch(in: run) {
            let path = XLinkTail.path(in: text, at: match.domain.upperBound)
            let linkEnd = XLinkTail.queryEnd(in: text, at: path.upperBound)
            accept(match, path: path, end: linkEnd)
            searchStart = linkEnd
        }
        return max(end, searchStart)
    }

    private struct Match {
        var domain: Range<Int>
        var schemeLength = 0
        /// Where the link starts, its scheme included.
        var start: Int { domain.lowerBound - schemeLength }
    }

    /// The leftmost match of the run, in the order in which the reference tries the places.
    private func firstMatch(in run: HostRun) -> Match? {
        if let match = schemeMatch(in: run) { return match }
        var start = max(run.range.lowerBound, searchStart)
        if start == 0 {
            // At the start of the text the reference first takes the character there for the one before the link.
            let second = text.codePoint(at: 0).length
            for start in [second, 0] where start < run.range.upperBound {
                if start > 0, !XCharacterClasses.mayPrecedeLink(text[0]) { continue }
                if let end = run.domainEnd(from: start) { return Match(domain: start..<end) }
            }
            start = second + 1
        }
        while start < run.range.upperBound {
            if start > searchStart, XCharacterClasses.mayPrecedeLink(text[start - 1]), text[start] & 0xFC00 != 0xDC00,
                let end = run.domainEnd(from: start)
            {
                return Match(domain: start..<end)
            }
            start += 1
        }
        return nil
    }

    private func schemeMatch(in run: HostRun) -> Match? {
        let host = run.range.lowerBound
        let length = text.matches("http://", at: host - 7) ? 7 : text.matches("https://", at: host - 8) ? 8 : 0
        let start = host - length
        guard length > 0, start >= searchStart,
            start == 0 || (start > searchStart && XCharacterClasses.mayPrecedeLink(text[start - 1])),
            let end = run.domainEnd(from: host)
        else { return nil }
        return Match(domain: host..<end, schemeLength: length)
    }

    // MARK: Links

    private mutating func accept(_ match: Match, path: Range<Int>, end: Int) {
        let schemeLength = match.schemeLength == 0 ? 8 : match.schemeLength
        guard schemeLength + end - match.start <= Self.longestLink, isResolvable(match.domain) else { return }
        if match.schemeLength > 0 {
            guard let end = shortLinkEnd(from: match.start, otherwise: end) else { return }
            links.append(Link(range: match.start..<end, hasScheme: true))
        } else {
            guard match.start == 0 || !XCharacterClasses.forbidsBareLink(text[match.start - 1]) else { return }
            var bare = bareDomains(in: match.domain)
            // The path belongs to the last of them, even when other characters of the host stand between.
            if !path.isEmpty, let last = bare.indices.last { bare[last] = bare[last].lowerBound..<end }
            links += bare.map { Link(range: $0, hasScheme: false) }
        }
    }

    /// Whether every label is short enough for the DNS once it is in Punycode.
    private func isResolvable(_ domain: Range<Int>) -> Bool {
        if text.unit(at: domain.lowerBound) == 0x78, text.string(domain).hasPrefix("xn--"),
            bareDomains(in: domain).isEmpty
        {
            return false
        }
        return text.units[domain].split(separator: 0x2E, omittingEmptySubsequences: false).allSatisfy {
            // Counting costs the square of the length, and no unit less than half a digit.
            $0.count <= 2 * Self.longestLabel && (1...Self.longestLabel).contains(PunycodeLength.ofLabel($0))
        }
    }

    /// Where a link ends when it is one of X's own short ones, of which only the slug and the query count; `nil` when
    /// its slug is too long to be one.
    private func shortLinkEnd(from start: Int, otherwise end: Int) -> Int? {
        let slug: Int
        if text.matches("https://t.co/", at: start) {
            slug = start + 13
        } else if text.matches("http://t.co/", at: start) {
            slug = start + 12
        } else {
            return end
        }
        var slugEnd = slug
        while slugEnd < end, isASCIIAlphanumeric(text[slugEnd]) { slugEnd += 1 }
        guard slugEnd > slug else { return end }
        guard slugEnd - slug <= Self.longestShortLinkSlug else { return nil }
        return min(XLinkTail.queryEnd(in: text, at: slugEnd), end)
    }

    /// The hosts inside `domain` that are links without a scheme: labels of ASCII or accented Latin before a top-level
    /// domain.
    private func bareDomains(in domain: Range<Int>) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var index = domain.lowerBound
        while let dot = text.firstIndex(of: 0x2E, from: index, upTo: domain.upperBound) {
            var start = dot
            while start > index, XCharacterClasses.isBareDomain(text[start - 1]) { start -= 1 }
            if start < dot, let end = bareDomainEnd(afterDot: dot, limit: domain.upperBound) {
                result.append(start..<end)
                index = end
            } else {
                index = dot + 1
            }
        }
        return result
    }

    /// Takes as many labels as there are, then gives the last of their dots that a top-level domain follows.
    private func bareDomainEnd(afterDot dot: Int, limit: Int) -> Int? {
        var result: Int?
        var label = dot + 1
        while true {
            if let end = TopLevelDomains.end(in: text, at: label, limit: limit) { result = end }
            var end = label
            while end < limit, XCharacterClasses.isBareDomain(text[end]) { end += 1 }
            guard end > label, end < limit, text[end] == 0x2E else { return result }
            label = end + 1
        }
    }
}

/// A run of host characters, cut into its labels.
private struct HostRun {
    let range: Range<Int>
    private let text: TextUnits
    private var labels: [Label] = []

    private struct Label {
        var range: Range<Int>
        /// Where the domain ends that starts with this label, when there is one.
        var domainEnd: Int?
        /// Where the top-level domain ends that starts here, when there is one.
        var topLevelEnd: Int?
        /// The last `_`; before the label when it has none.
        var lastUnderscore: Int
    }

    /// Whether a top-level domain follows one of the dots.
    private(set) var hasTopLevelDomain = false

    init(_ text: TextUnits, _ range: Range<Int>) {
        self.text = text
        self.range = range
        var start = range.lowerBound
        while start <= range.upperBound {
            let end = text.firstIndex(of: 0x2E, from: start, upTo: range.upperBound) ?? range.upperBound
            // Nothing but the run's end stops a top-level domain: its last label may be followed by anything.
            let topLevelEnd =
                start == range.lowerBound ? nil : TopLevelDomains.end(in: text, at: start, limit: text.count)
            let lastUnderscore = text.units[start..<end].lastIndex(of: 0x5F) ?? start - 1
            labels.append(Label(range: start..<end, topLevelEnd: topLevelEnd, lastUnderscore: lastUnderscore))
            if topLevelEnd != nil { hasTopLevelDomain = true }
            start = end + 1
        }
        guard hasTopLevelDomain else { return }
        for index in labels.indices.dropLast().reversed() {
            labels[index].domainEnd = domainEnd(of: index, from: labels[index].range.lowerBound)
        }
    }

    /// Where the domain ends that starts at `start`, taking as many labels as possible; `nil` when none starts there.
    func domainEnd(from start: Int) -> Int? {
        let index = labelIndex(at: start)
        guard index < labels.count - 1 else { return nil }
        return start == labels[index].range.lowerBound ? labels[index].domainEnd : domainEnd(of: index, from: start)
    }

    /// The domain that starts inside label `index`: subdomains may hold `_`, the last label before the top-level
    /// domain may not, and none starts or ends with `-` or `_`.
    private func domainEnd(of index: Int, from start: Int) -> Int? {
        let end = labels[index].range.upperBound
        guard start < end, XCharacterClasses.isDomain(text[start]), XCharacterClasses.isDomain(text[end - 1]) else {
            return nil
        }
        if let further = labels[index + 1].domainEnd { return further }
        return labels[index].lastUnderscore < start ? labels[index + 1].topLevelEnd : nil
    }

    /// The label that `start` stands in, or the one that ends at it.
    private func labelIndex(at start: Int) -> Int {
        var low = 0
        var high = labels.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if labels[middle].range.lowerBound <= start { low = middle } else { high = middle - 1 }
        }
        return low
    }
}

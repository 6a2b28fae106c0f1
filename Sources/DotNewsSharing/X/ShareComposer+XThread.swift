internal import DotNewsModels

extension ShareComposer {
    /// A series of posts for X with the title and the body, or the summary when there is no body.
    ///
    /// Each part is valid and ends with its number, such as `(2/3)`; the link stands in the first or in the last part,
    /// as ``ShareOptions/X-swift.struct/threadLinkPosition`` says. A text that fits in one post has no number. What
    /// exceeds ``ShareOptions/X-swift.struct/maximumThreadParts`` is left out. Throws as ``x(_:)-(ShareContent)`` does.
    public func xThread(_ content: ShareContent) throws(ShareError) -> XThread {
        let prepared = try PreparedContent(content, composer: self)
        // A post of its own says which link, hashtags and account go with the thread.
        var post = try XPost(prepared, composer: self)
        try post.fitTitle()
        if options.x.includesHashtags {
            post.addHashtags(prepared.keywords, maximum: min(options.x.maximumHashtags ?? 4, 4))
        }
        let draft = post.draft

        var paragraphs = [prepared.title].filter { !$0.isEmpty }
        let bounded = TextBound.body.applied(to: content.body)
        let body = TextCleaner.lines(bounded.text)
        paragraphs += body.isEmpty ? [prepared.summary].filter { !$0.isEmpty } : body
        var builder = XThreadBuilder(draft: draft, options: options.x, paragraphs: paragraphs)
        if let reason = bounded.reason { builder.note(ShareChange(.text, .shortened, reason: reason)) }
        return builder.thread()
    }
}

/// Distributes paragraphs over posts.
private struct XThreadBuilder {
    private let draft: XDraft
    private let measurer: XTextMeasurer
    private let maximumParts: Int
    private let linkPosition: ShareOptions.X.ThreadLinkPosition
    private let paragraphs: [String]
    /// What goes with the link: the link itself, hashtags and account.
    private let attachment: String
    private var changes: [ShareChange]

    init(draft: XDraft, options: ShareOptions.X, paragraphs: [String]) {
        self.draft = draft
        self.paragraphs = paragraphs
        measurer = XTextMeasurer(limit: options.limit)
        maximumParts = min(max(options.maximumThreadParts, 1), 99)
        linkPosition = options.threadLinkPosition
        let pieces =
            [draft.link].compactMap(\.self) + draft.hashtags.map { "#" + $0 }
            + [draft.via].compactMap { $0.map { "via @" + $0 } }
        attachment = pieces.joined(separator: " ")
        // The title is not cut in a thread: it goes on in the next part.
        changes = draft.changes.filter { $0.field != .title || $0.kind == .changed }
    }

    mutating func note(_ change: ShareChange) { changes.append(change) }

    mutating func thread() -> XThread {
        let whole = Self.joined(paragraphs.joined(separator: "\n"), attachment)
        if excess(whole) <= 0 { return thread(of: [whole]) }
        // Numbers of one digit first, then of two.
        for digits in [1, 2] {
            guard let parts = distributed(digits: digits) else { continue }
            let count = parts.count
            return thread(
                of: parts.enumerated().map { index, words in
                    text(words, number: "(\(index + 1)/\(count))", hasAttachment: hasAttachment(index, of: count))
                })
        }
        changes.append(ShareChange(.text, .dropped, reason: "the limit leaves no room for a number"))
        return thread(of: [draft.text])
    }

    private func thread(of texts: [String]) -> XThread {
        XThread(
            parts: texts.map { text in
                XThread.Part(
                    text: text,
                    measure: ShareMeasure(length: measurer.length(of: text), unit: .weighted, limit: measurer.limit),
                    addresses: XAddresses.whole(text))
            }, link: draft.link, hashtags: draft.hashtags, changes: changes)
    }

    private func excess(_ text: String) -> Int { measurer.cautiousLength(of: text) - measurer.limit }

    private func hasAttachment(_ index: Int, of count: Int) -> Bool {
        linkPosition == .first ? index == 0 : index == count - 1
    }

    private static func joined(_ words: String, _ attachment: String) -> String {
        words.isEmpty ? attachment : attachment.isEmpty ? words : words + " " + attachment
    }

    private func text(_ words: String, number: String, hasAttachment: Bool) -> String {
        let numbered = words.isEmpty ? number : words + " " + number
        return hasAttachment ? Self.joined(numbered, attachment) : numbered
    }

    /// The words of each part; `nil` when there are more parts than `digits` can number, or a part has no room.
    private mutating func distributed(digits: Int) -> [String]? {
        let number = digits == 1 ? "(8/8)" : "(88/88)"
        let limit = min(maximumParts, digits == 1 ? 9 : 99)
        var rest = paragraphs
        var parts: [String] = []
        while !rest.isEmpty {
            let isFirst = parts.isEmpty
            let isLastAllowed = parts.count == limit - 1
            if isLastAllowed, digits == 1, maximumParts > 9 { return nil }
            let carries = linkPosition == .first ? isFirst : isLastAllowed
            let (words, remaining) = filled(rest) { excess(text($0, number: number, hasAttachment: carries)) }
            if words.isEmpty, !(carries && isFirst && hasRoomForAttachment(beside: number)) { return nil }
            if isLastAllowed {
                parts.append(closed(words, remaining, number: number, carries: carries))
                return parts
            }
            parts.append(words)
            rest = remaining
        }
        if linkPosition == .last, !attachment.isEmpty, let last = parts.last,
            excess(text(last, number: number, hasAttachment: true)) > 0
        {
            guard hasRoomForAttachment(beside: number) else { return nil }
            parts.append("")
        }
        return parts.count <= limit ? parts : nil
    }

    /// Whether a part may hold the attachment alone: a link that X does not know as one counts by its letters.
    private func hasRoomForAttachment(beside number: String) -> Bool {
        excess(text("", number: number, hasAttachment: true)) <= 0
    }

    /// The last part that is allowed: what is left is cut.
    private mutating func closed(_ words: String, _ remaining: [String], number: String, carries: Bool) -> String {
        guard !remaining.isEmpty else { return words }
        changes.append(ShareChange(.text, .shortened, reason: "a thread has \(maximumParts) parts at most"))
        let all = ([words] + remaining).joined(separator: " ")
        return TextFitter.fit(TextCleaner.line(all)) { excess(text($0, number: number, hasAttachment: carries)) }
    }

    /// As many of `paragraphs` as fit in one part, the last of them cut where it has to be; and what remains.
    private func filled(_ paragraphs: [String], excess: (String) -> Int) -> (words: String, rest: [String]) {
        let count = Self.fittingCount(paragraphs, excess: excess)
        let words = paragraphs[..<count].joined(separator: "\n")
        guard count < paragraphs.count else { return (words, []) }
        let prefix = words.isEmpty ? "" : words + "\n"
        let paragraph = paragraphs[count]
        let split = TextFitter(paragraph).split { excess(prefix + $0) }
        let (head, tail) = Self.preferringSentenceEnd(split.head, split.rest, paragraph)
        let rest = Array(paragraphs[(count + 1)...])
        // A part that has words already is left short rather than ended in the middle of a sentence.
        if !words.isEmpty, !Self.endsSentence(head) { return (words, [paragraph] + rest) }
        return head.isEmpty ? (words, [paragraph] + rest) : (prefix + head, [tail].filter { !$0.isEmpty } + rest)
    }

    /// How many of `paragraphs` fit whole: twice as many are tried each time, then halves of what is between, so that few
    /// are measured often however short they are.
    private static func fittingCount(_ paragraphs: [String], excess: (String) -> Int) -> Int {
        func fits(_ count: Int) -> Bool { excess(paragraphs[..<count].joined(separator: "\n")) <= 0 }
        var fitting = 0
        var next = 1
        while next <= paragraphs.count, fits(next) {
            fitting = next
            next *= 2
        }
        var exceeding = min(next, paragraphs.count + 1)
        while exceeding - fitting > 1 {
            let middle = (fitting + exceeding) / 2
            if fits(middle) { fitting = middle } else { exceeding = middle }
        }
        return fitting
    }

    /// Moves a split back to the end of a sentence when that keeps half of the part.
    private static func preferringSentenceEnd(
        _ head: String, _ rest: String, _ paragraph: String
    ) -> (head: String, rest: String) {
        guard !rest.isEmpty else { return (head, rest) }
        // Going back in a string takes longer the more flags stand before the place.
        let characters = Array(head)
        var length = head.utf8.count
        for end in characters.indices.reversed() {
            if length * 2 < head.utf8.count { break }
            if endsSentence(String(characters[end])), isBetweenSentences(characters, end + 1) {
                let remaining = paragraph.dropFirst(end + 1).drop { $0.isWhitespace }
                return (String(characters[...end]), String(remaining))
            }
            length -= characters[end].utf8.count
        }
        return (head, rest)
    }

    /// A full stop ends a sentence only before a space: not in `3.5` or `x.com`.
    private static func isBetweenSentences(_ text: [Character], _ index: Int) -> Bool {
        index == text.count || text[index].isWhitespace || "。！？".contains(text[index - 1])
    }

    private static func endsSentence(_ text: some StringProtocol) -> Bool {
        text.last.map { "。！？!?.…」』”".contains($0) } ?? false
    }
}

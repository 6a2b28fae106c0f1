/// Distributes paragraphs over posts.
struct XThreadBuilder {
    private let draft: XDraft
    private let measurer: XTextMeasurer
    private let maximumParts: Int
    private let linkPosition: ShareOptions.X.ThreadLinkPosition
    private let paragraphs: [ThreadParagraph]
    /// The words that go with the link: the link itself, hashtags and account.
    private let attachment: String
    private var changes: [ShareChange]

    init(draft: XDraft, options: ShareOptions.X, paragraphs: [ThreadParagraph]) {
        self.draft = draft
        self.paragraphs = paragraphs
        measurer = XTextMeasurer(limit: options.limit)
        maximumParts = min(max(options.maximumThreadParts, 1), 99)
        linkPosition = options.threadLinkPosition
        let pieces =
            draft.hashtags.map { "#" + $0 } + [draft.link].compactMap(\.self)
            + [draft.via].compactMap { $0.map { "via @" + $0 } }
        attachment = pieces.joined(separator: " ")
        // The title is not cut in a thread: it goes on in the next part.
        changes = draft.changes.filter { $0.field != .title || $0.kind == .changed }
    }

    mutating func note(_ change: ShareChange) { changes.append(change) }

    mutating func thread() -> XThread {
        let all = Words(paragraphs)
        let whole = Self.joined(all.text, attachment)
        if excess(whole) <= 0 { return thread(of: [(whole, all.pictures)]) }
        // Numbers of one digit first, then of two.
        for digits in [1, 2] {
            guard let parts = distributed(digits: digits) else { continue }
            let count = parts.count
            let texts = parts.enumerated().map { index, words in
                text(words.text, number: "(\(index + 1)/\(count))", hasAttachment: hasAttachment(index, of: count))
            }
            return thread(of: Array(zip(texts, parts.map(\.pictures))))
        }
        changes.append(ShareChange(.text, .dropped, reason: "the limit leaves no room for a number"))
        return thread(of: [(draft.text, [])])
    }

    /// The words of a part, and the pictures that go with them.
    private struct Words {
        var text = ""
        var pictures: [SharePicture] = []

        init(_ paragraphs: some Sequence<ThreadParagraph>) {
            text = paragraphs.map(\.text).joined(separator: "\n")
            pictures = paragraphs.flatMap(\.pictures)
        }
    }

    /// The most pictures of a post on X.
    private static let mostPictures = 4

    private mutating func thread(of parts: [(text: String, pictures: [SharePicture])]) -> XThread {
        for picture in parts.flatMap({ $0.pictures.dropFirst(Self.mostPictures) }) {
            let reason = "a post has \(Self.mostPictures) pictures at most"
            changes.append(ShareChange(.image, .dropped, reason: reason, subject: picture.address.string))
        }
        return XThread(
            parts: parts.map { text, pictures in
                XThread.Part(
                    text: text,
                    measure: ShareMeasure(length: measurer.length(of: text), unit: .weighted, limit: measurer.limit),
                    pictures: Array(pictures.prefix(Self.mostPictures)), addresses: XAddresses.whole(text))
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
    private mutating func distributed(digits: Int) -> [Words]? {
        let number = digits == 1 ? "(8/8)" : "(88/88)"
        let limit = min(maximumParts, digits == 1 ? 9 : 99)
        var rest = paragraphs[...]
        var parts: [Words] = []
        while !rest.isEmpty {
            let isFirst = parts.isEmpty
            let isLastAllowed = parts.count == limit - 1
            if isLastAllowed, digits == 1, maximumParts > 9 { return nil }
            let carries = linkPosition == .first ? isFirst : isLastAllowed
            let (part, remaining) = filled(rest) { excess(text($0, number: number, hasAttachment: carries)) }
            let words = Words(part)
            if words.text.isEmpty, !(carries && isFirst && hasRoomForAttachment(beside: number)) { return nil }
            if isLastAllowed {
                parts.append(closed(words, remaining, number: number, carries: carries))
                return parts
            }
            parts.append(words)
            rest = remaining
        }
        if linkPosition == .last, !attachment.isEmpty, let last = parts.last,
            excess(text(last.text, number: number, hasAttachment: true)) > 0
        {
            guard hasRoomForAttachment(beside: number) else { return nil }
            parts.append(Words([]))
        }
        return parts.count <= limit ? parts : nil
    }

    /// Whether a part may hold the attachment alone: a link that X does not know as one counts by its letters.
    private func hasRoomForAttachment(beside number: String) -> Bool {
        excess(text("", number: number, hasAttachment: true)) <= 0
    }

    /// The last part that is allowed: what is left is cut.
    private mutating func closed(
        _ words: Words, _ remaining: ArraySlice<ThreadParagraph>, number: String, carries: Bool
    ) -> Words {
        guard !remaining.isEmpty else { return words }
        changes.append(ShareChange(.text, .shortened, reason: "a thread has \(maximumParts) parts at most"))
        let all = ([words.text] + remaining.map(\.text)).joined(separator: " ")
        var closed = words
        closed.text = TextFitter.fit(TextCleaner.line(all)) {
            excess(text($0, number: number, hasAttachment: carries))
        }
        return closed
    }

    /// As many of `paragraphs` as fit in one part, the last of them cut where it has to be; and what remains.
    private func filled(
        _ paragraphs: ArraySlice<ThreadParagraph>, excess: (String) -> Int
    ) -> (part: ArraySlice<ThreadParagraph>, rest: ArraySlice<ThreadParagraph>) {
        let count = Self.fittingCount(paragraphs, excess: excess)
        var part = paragraphs.prefix(count)
        guard let next = paragraphs.dropFirst(count).first else { return (part, []) }
        // What comes before the next paragraph and would be left without it.
        let body = part.prefix(through: part.lastIndex { !$0.isHeading } ?? part.startIndex - 1)
        let (head, isSentence) = head(of: next, behind: part, excess: excess)
        // A part that has words already is left short rather than ended in the middle of a sentence.
        if head.isEmpty || !isSentence && !body.isEmpty {
            if !body.isEmpty { part = body }
            return (part, paragraphs[part.endIndex...])
        }
        var first = next
        first.text = head
        var tail = next
        tail.text = String(next.text.dropFirst(head.count).drop { $0.isWhitespace })
        first.pictures = tail.text.isEmpty ? next.pictures : []
        let rest = paragraphs.dropFirst(count + 1)
        return ((part + [first])[...], tail.text.isEmpty ? rest : ([tail] + rest)[...])
    }

    /// The beginning of a paragraph that fits behind `part`, to the end of its last whole sentence when it has one.
    private func head(
        of paragraph: ThreadParagraph, behind part: ArraySlice<ThreadParagraph>, excess: (String) -> Int
    ) -> (text: String, isSentence: Bool) {
        let prefix = part.map { $0.text + "\n" }.joined()
        let head = TextFitter(paragraph.text).split { excess(prefix + $0) }.head
        // Going back in a string takes longer the more flags stand before the place.
        let characters = Array(paragraph.text.prefix(head.count + 1))
        let ends = characters.indices.prefix(head.count).reversed()
        guard let end = ends.first(where: { Sentences.endsSentence(characters, at: $0) }) else { return (head, false) }
        return (String(characters[...end]), true)
    }

    /// The number of `paragraphs` that fit whole: twice as many are tried each time, then halves of what is between, so that few
    /// are measured often however short they are.
    private static func fittingCount(_ paragraphs: ArraySlice<ThreadParagraph>, excess: (String) -> Int) -> Int {
        func fits(_ count: Int) -> Bool { excess(Words(paragraphs.prefix(count)).text) <= 0 }
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
}

import DotNewsFoundation
import DotNewsMarkup
import DotNewsModels

/// Finds the time of publication in what a page shows its readers.
struct VisibleTime {
    private let document: HTMLDocument
    private let timeZone: TimeZone
    /// When the page was made; `nil` leaves relative times unread.
    private let now: Date?

    init(_ document: HTMLDocument, timeZone: TimeZone, now: Date?) {
        self.document = document
        self.timeZone = timeZone
        self.now = now
    }

    /// Whether a time is more than the start of the count, which programs write for no time.
    static func isStated(_ time: Date) -> Bool { time.timeIntervalSince1970 > 2 * 86_400 }

    /// The places of the CMS's own layouts.
    private static let places: HTMLSelector =
        ".publish-date, .title-bar .info-bar > .time, .post-meta .date, .post-meta .time, .story-item-time .time"
    /// Words in the classes and ids of elements that hold a time.
    private static let words = HTMLNameWords(
        "date* time timestamp* created* createddate dateline publish* pubdate pubtime posted postedon issued release*")

    /// The distance from the title, in elements, at which a time may stand: one that is marked as a time, and any other.
    private static let reach = (marked: 200, other: 40)
    /// The longest text that is searched for a time, in bytes.
    private static let maximumLength = 300

    /// The time of the article under `heading`.
    ///
    /// A time that is marked as that of publication counts first, then the nearest to the title, what follows it being
    /// nearer than what stands before it. Of equals the one that names an hour counts.
    func time(under heading: HTMLElement?) -> Date? {
        for element in document.all(Self.places, limit: 5) {
            if let (time, _) = time(in: element.text) { return time }
        }
        let candidates = candidates(under: heading)
        guard let best = candidates.min(by: { $0.distance < $1.distance }) else { return nil }
        // The same day may stand there again with its hour.
        guard !best.hasClock else { return best.time }
        return candidates.filter { $0.hasClock && (0..<86_400).contains($0.time.timeIntervalSince(best.time)) }
            .min { $0.distance < $1.distance }?.time ?? best.time
    }

    private struct Candidate {
        let time: Date
        let hasClock: Bool
        let distance: Int
    }

    private func candidates(under heading: HTMLElement?) -> [Candidate] {
        var found = [(Candidate, order: Int, isMarked: Bool)]()
        var order = 0
        var place: Int?
        document.root?.walk { element in
            order += 1
            if element == heading { place = order }
            if element.matches(Self.skipped) { return false }
            guard found.count < 100 else { return false }
            let isStated = element["itemprop"].map { ["datePublished", "dateCreated"].contains($0) } ?? false
            let isMarked = isStated || element.name == "time" || Self.words.name(element)
            for text in [
                element["datetime"], isStated ? element["content"] : nil, visibleText(of: element, isMarked: isMarked),
            ] {
                guard let text, let (time, hasClock) = isMarked ? time(in: text) : bareTime(in: text) else { continue }
                found.append(
                    (Candidate(time: time, hasClock: hasClock, distance: isStated ? -1 : 0), order, isMarked))
                break
            }
            return true
        }
        return found.compactMap { candidate, order, isMarked in
            guard candidate.distance == 0 else { return candidate }
            let distance = place.map { order > $0 ? order - $0 : ($0 - order) * 3 } ?? order
            guard distance <= (isMarked ? Self.reach.marked : Self.reach.other), place != nil || isMarked else {
                return nil
            }
            return Candidate(time: candidate.time, hasClock: candidate.hasClock, distance: distance)
        }
    }

    private static let skipped: HTMLSelector =
        "script, style, noscript, template, head, nav, footer, aside, select, textarea"

    /// The text of an element that may hold a time: all of one that is marked, else what stands directly in it.
    private func visibleText(of element: HTMLElement, isMarked: Bool) -> String? {
        let length = element.ownTextLength
        guard isMarked || length > 0, length <= Self.maximumLength else { return nil }
        let text = element.text(maximum: Self.maximumLength + 1)
        return text.utf8.count <= Self.maximumLength ? text : nil
    }

    /// The time in a text that nothing marks as one: prose names days too.
    private func bareTime(in text: String) -> (Date, hasClock: Bool)? {
        guard let (time, hasClock) = time(in: text) else { return nil }
        let isBare = hasClock && text.utf8.count <= 150 || PublicationTime.date(from: text, timeZone: timeZone) != nil
        return isBare ? (time, hasClock) : nil
    }

    private func time(in text: String) -> (Date, hasClock: Bool)? {
        guard text.utf8.count <= Self.maximumLength else { return nil }
        if let found = PublicationTime.date(within: text, timeZone: timeZone), Self.isStated(found.date) {
            return (found.date, found.hasClock)
        }
        guard let now, let time = PublicationTime.date(fromRelative: text, to: now) else { return nil }
        return (time, true)
    }
}

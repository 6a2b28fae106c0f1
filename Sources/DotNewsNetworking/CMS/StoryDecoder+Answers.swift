import DotNewsFoundation
import DotNewsModels

/// Whole answers: a list of stories, one story.
extension StoryDecoder {
    /// Reads a list: the stories of a column (`{"name":…,"stories":[…]}`) or the hot list (an array).
    ///
    /// An answer that is cut off inside the list brings what came before; one that ends before its list, or is an
    /// error, brings nothing.
    func list(from data: Data, at address: WebAddress) throws(CMSError) -> StoryList {
        var envelope = Envelope()
        var builder = StoryListBuilder(decoder: self)
        var fault: JSONFault?
        do throws(JSONFault) {
            try data.scanningJSON { (scanner: inout JSONScanner) throws(JSONFault) in
                try envelope.read(from: &scanner) { (scanner: inout JSONScanner) throws(JSONFault) in
                    try builder.readContent(from: &scanner)
                }
            }
        } catch {
            fault = error
        }
        if let failure = envelope.failure(at: address) { throw failure }
        if let fault {
            guard builder.hasList else { throw .malformed(fault.description, address) }
            builder.cutOff(fault.description)
        }
        guard builder.hasList else { throw .malformed("it has no list of stories", address) }
        return builder.list
    }

    /// Reads one story's own JSON. `known` is what a list said of it.
    func story(from data: Data, known: ArticleSummary, at address: WebAddress) throws(CMSError) -> StoryAnswer {
        let record = try Self.record(from: data, at: address)
        let answer: StoryAnswer
        switch outcome(of: record, position: 1, known: known) {
        case .rejected(let skipped): throw .malformed("of the story, \(skipped.why)", address)
        case .withdrawn(let id): answer = .withdrawn(id)
        case .story(let summary): answer = .published(article(of: record, summary: summary))
        }
        guard answer.id == known.id else {
            throw .wrongStory(expected: known.id, found: answer.id, address)
        }
        return answer
    }

    /// Reads the fields of one story's own JSON.
    static func record(from data: Data, at address: WebAddress) throws(CMSError) -> StoryRecord {
        var envelope = Envelope()
        var record: StoryRecord?
        do throws(JSONFault) {
            try data.scanningJSON { (scanner: inout JSONScanner) throws(JSONFault) in
                try envelope.read(from: &scanner) { (scanner: inout JSONScanner) throws(JSONFault) in
                    record = try StoryRecord.read(from: &scanner, extent: .article)
                }
            }
        } catch {
            throw envelope.failure(at: address) ?? .malformed(error.description, address)
        }
        if let failure = envelope.failure(at: address) { throw failure }
        guard let record else { throw .malformed("it has no story", address) }
        return record
    }
}

/// Gathers the stories of a list as they are read.
private struct StoryListBuilder {
    let decoder: StoryDecoder
    private(set) var list = StoryList()
    /// Whether a list has begun.
    private(set) var hasList = false
    private var seen = Set<ArticleID>()
    private var position = 0

    private enum Field: String, CaseIterable {
        case name, stories, list

        static let named = JSONNameTable<Field>()
    }

    init(decoder: StoryDecoder) { self.decoder = decoder }

    /// Reads what the envelope wraps.
    mutating func readContent(from scanner: inout JSONScanner) throws(JSONFault) {
        self = StoryListBuilder(decoder: decoder)
        switch try scanner.nextKind() {
        case .array: try readStories(from: &scanner)
        case .object:
            try scanner.enterObject()
            while let name = try scanner.nextName() {
                switch Field.named[name] {
                case .name: list.name = try scanner.text()?.plainLine(maximumLength: 200) ?? ""
                case .stories, .list: try readStories(from: &scanner)
                case nil: try scanner.skip()
                }
            }
        case .string, .word: try scanner.skip()
        }
    }

    /// Notes that the answer ended inside the list.
    mutating func cutOff(_ why: String) {
        list.isComplete = false
        skip(SkippedStory(what: "the list after story \(position)", why: why))
    }

    private mutating func readStories(from scanner: inout JSONScanner) throws(JSONFault) {
        guard try scanner.nextKind() == .array else {
            // No stories may also be null; anything else is no list.
            if try scanner.scalar() == .null { hasList = true }
            return
        }
        hasList = true
        try scanner.enterArray()
        while try scanner.nextElement() {
            guard position < StoryList.maximumStories else {
                if list.isComplete { cutOff("it has more than \(StoryList.maximumStories) stories") }
                try scanner.skip()
                continue
            }
            let record = try StoryRecord.read(from: &scanner, extent: .summary)
            position += 1
            switch decoder.outcome(of: record, position: position) {
            case .story(let summary):
                if seen.insert(summary.id).inserted { list.stories.append(summary) }
            case .withdrawn(let id):
                if seen.insert(id).inserted { list.withdrawn.append(id) }
            case .rejected(let skipped): skip(skipped)
            }
        }
    }

    private mutating func skip(_ story: SkippedStory) {
        if list.skipped.count < StoryList.maximumSkipped { list.skipped.append(story) }
    }
}

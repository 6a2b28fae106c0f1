import DotNewsFoundation
import DotNewsModels

/// Whole answers: a list of articles, one article.
extension StoryDecoder {
    /// Reads a list: the articles of a column (`{"name":…,"stories":[…]}`) or the hot list (an array).
    ///
    /// An answer that is cut off inside the list brings what came before; one that ends before its list, or is an
    /// error, brings nothing.
    func list(from data: Data, at address: WebAddress) throws(CMSError) -> ArticleList {
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
        guard builder.hasList else { throw .malformed("it has no list of articles", address) }
        return builder.list
    }

    /// Reads one article's own JSON. `known` is what a list said of it.
    func article(from data: Data, known: ArticleSummary, at address: WebAddress) throws(CMSError) -> ArticleAnswer {
        let record = try Self.record(from: data, at: address)
        let answer: ArticleAnswer
        switch outcome(of: record, position: 1, known: known) {
        case .rejected(let skipped): throw .malformed("of the article, \(skipped.why)", address)
        case .withdrawn(let id): answer = .withdrawn(id)
        case .article(let summary):
            let parsed = try parsedBody(of: record, summary: summary, at: address)
            answer = .published(article(of: record, summary: summary, parsed: parsed))
        }
        guard answer.id == known.id else {
            throw .wrongArticle(expected: known.id, found: answer.id, address)
        }
        return answer
    }

    /// Reads the fields of one article's own JSON.
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
        guard let record else { throw .malformed("it has no article", address) }
        return record
    }
}

/// Gathers the articles of a list as they are read.
private struct StoryListBuilder {
    let decoder: StoryDecoder
    private(set) var list = ArticleList()
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
        case .array: try readArticles(from: &scanner)
        case .object:
            try scanner.enterObject()
            while let name = try scanner.nextName() {
                switch Field.named[name] {
                case .name: list.name = try scanner.text()?.plainLine(maximumLength: 200) ?? ""
                case .stories, .list: try readArticles(from: &scanner)
                case nil: try scanner.skip()
                }
            }
        case .string, .word: try scanner.skip()
        }
    }

    /// Notes that the answer ended inside the list.
    mutating func cutOff(_ why: String) {
        list.isComplete = false
        skip(SkippedArticle(what: "the list after article \(position)", why: why))
    }

    private mutating func readArticles(from scanner: inout JSONScanner) throws(JSONFault) {
        guard try scanner.nextKind() == .array else {
            // No articles may also be null; anything else is no list.
            if try scanner.scalar() == .null { hasList = true }
            return
        }
        hasList = true
        try scanner.enterArray()
        while try scanner.nextElement() {
            guard position < ArticleList.maximumArticles else {
                if list.isComplete { cutOff("it has more than \(ArticleList.maximumArticles) articles") }
                try scanner.skip()
                continue
            }
            let record = try StoryRecord.read(from: &scanner, extent: .summary)
            position += 1
            switch decoder.outcome(of: record, position: position) {
            case .article(let summary):
                if seen.insert(summary.id).inserted { list.articles.append(summary) }
            case .withdrawn(let id):
                if seen.insert(id).inserted { list.withdrawn.append(id) }
            case .rejected(let skipped): skip(skipped)
            }
        }
    }

    private mutating func skip(_ article: SkippedArticle) {
        if list.skipped.count < ArticleList.maximumSkipped { list.skipped.append(article) }
    }
}

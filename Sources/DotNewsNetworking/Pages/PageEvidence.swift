import DotNewsFoundation
import DotNewsMarkup
import DotNewsModels

/// Everything an article page says of its article beside the visible text.
struct PageEvidence {
    let document: HTMLDocument
    /// The `article` literal; `nil` when there is none that can be read.
    private(set) var literal: StoryRecord?
    /// The `keyword` array.
    private(set) var keywords: [String] = []
    private(set) var linkedData: LinkedData?
    /// Values of hidden inputs, by their id or class.
    let inputs: [String: String]
    /// The first content of each `<meta>`, by its property or name in lower case.
    private(set) var meta: [String: String] = [:]
    /// What could not be read.
    private(set) var warnings: [String] = []

    /// How many scripts of one page are looked into.
    private static let maximumScripts = 200
    /// The longest content of a `<meta>` that is taken, in bytes.
    private static let maximumMetaLength = 20_000

    init(_ document: HTMLDocument) {
        self.document = document
        inputs = PageInputs.values(
            in: document, ids: ["channelId", "storyId", "showSort"],
            classes: ["inputColumnId", "inputParentId", "columnDirname"])
        for element in document.all("meta[content]", limit: 500) {
            guard let name = (element["property"] ?? element["name"] ?? element["itemprop"])?.lowercased(),
                let content = element["content"], !content.trimmingSpaces().isEmpty,
                content.utf8.count <= Self.maximumMetaLength, meta[name] == nil
            else { continue }
            meta[name] = String(content.trimmingSpaces())
        }
        for script in document.all("script", limit: Self.maximumScripts) { read(script) }
        if linkedData == nil, document.first("script[type=application/ld+json]") != nil {
            warnings.append("The JSON-LD names no article, or cannot be read.")
        }
        if document.isCutOff { warnings.append("The page is too large or too deep; its end was left out.") }
    }

    /// The address that the page gives as its own in its head.
    var canonicalAddress: String? {
        document.first("link[rel=canonical][href]")?["href"] ?? meta["og:url"]
    }

    private mutating func read(_ script: HTMLElement) {
        if script["type"]?.lowercased() == "application/ld+json" {
            if linkedData?.isArticle != true { linkedData = LinkedData.article(in: script.rawText) ?? linkedData }
            return
        }
        let variables = ScriptLiteral.variables(["story", "keyword"], in: script.rawText)
        if let article = variables["story"], literal == nil {
            if let json = article.json {
                literal = Self.record(in: json)
            } else {
                warnings.append("The article literal is cut off and was not used.")
            }
        }
        if let json = variables["keyword"]?.json, keywords.isEmpty { keywords = Self.words(in: json) }
    }

    /// The record that `json` holds, if it is an article's.
    private static func record(in json: [UInt8]) -> StoryRecord? {
        json.withUnsafeBufferPointer { bytes -> StoryRecord? in
            var scanner = JSONScanner(bytes)
            guard let record = try? StoryRecord.read(from: &scanner, extent: .article) else { return nil }
            return record.id == nil && record.title == nil && record.content == nil ? nil : record
        }
    }

    private static func words(in json: [UInt8]) -> [String] {
        json.withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(bytes)
            var words = [String]()
            try? scanner.elements { (scanner: inout JSONScanner) throws(JSONFault) in
                if let word = try scanner.text(), words.count < StoryRecord.maximumElements { words.append(word) }
            }
            return words
        }
    }
}

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
    /// The JSON-LD about this page's article.
    private(set) var linkedData: LinkedData?
    /// The names that the page gives its site.
    private(set) var siteNames: [String] = []
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

    /// Reads a page that was asked of `address`.
    init(_ document: HTMLDocument, address: WebAddress? = nil) {
        self.document = document
        inputs = PageInputs.values(
            in: document, ids: ["channelId", "storyId", "showSort", "columnId", "columnName", "columnUrl"],
            classes: ["inputColumnId", "inputParentId", "columnDirname"])
        for element in document.all("meta[content]", limit: 500) {
            guard let name = (element["property"] ?? element["name"] ?? element["itemprop"])?.lowercased(),
                let content = element["content"], !content.trimmingSpaces().isEmpty,
                content.utf8.count <= Self.maximumMetaLength, meta[name] == nil
            else { continue }
            meta[name] = String(content.trimmingSpaces())
        }
        var objects = [LinkedData]()
        for script in document.all("script", limit: Self.maximumScripts) { read(script, linkedData: &objects) }
        siteNames = ["og:site_name", "application-name", "apple-mobile-web-app-title"].compactMap { meta[$0] }
        linkedData = LinkedData.describing(identity(askedOf: address), among: objects)
        siteNames += objects.filter { $0.types.contains("WebSite") }.compactMap(\.name)
        if let publisher = linkedData?.publisher { siteNames.append(publisher) }
        if linkedData == nil, document.first("script[type=application/ld+json]") != nil {
            warnings.append("The JSON-LD names no article, or cannot be read.")
        }
        if document.isCutOff { warnings.append("The page is too large or too deep; its end was left out.") }
    }

    /// The address that the page gives as its own in its head.
    var canonicalAddress: String? {
        document.first("link[rel=canonical][href]")?["href"] ?? meta["og:url"]
    }

    private func identity(askedOf address: WebAddress?) -> PageIdentity {
        let canonical = [document.first("link[rel=canonical][href]")?["href"], meta["og:url"]]
        return PageIdentity(
            addresses: [address].compactMap { $0 }
                + canonical.compactMap { $0.flatMap { WebAddress($0, relativeTo: address) } },
            titles: [meta["og:title"], document.first("title")?.rawText].compactMap { $0 }
                + document.all("h1", limit: 10).map(\.text))
    }

    private mutating func read(_ script: HTMLElement, linkedData objects: inout [LinkedData]) {
        if script["type"]?.lowercased() == "application/ld+json" {
            guard objects.count < LinkedData.maximumObjects else { return }
            objects += LinkedData.objects(in: script.rawText) ?? []
            return
        }
        let variables = ScriptLiteral.variables(["story", "keyword", "globalData"], in: script.rawText)
        for name in ["story", "globalData"] {
            guard literal == nil, let variable = variables[name] else { continue }
            guard let json = variable.json else {
                warnings.append("The article literal is cut off and was not used.")
                continue
            }
            let (record, isArticle) = Self.record(in: json, isWrapped: name == "globalData")
            literal = record
            if record == nil, isArticle { warnings.append("The article literal holds no article and was not used.") }
        }
        if let json = variables["keyword"]?.json, keywords.isEmpty { keywords = Self.words(in: json) }
    }

    /// The record that `json` holds, directly or as its member `story`, and whether an object was there for it.
    private static func record(in json: [UInt8], isWrapped: Bool) -> (StoryRecord?, isThere: Bool) {
        json.withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(bytes)
            var isThere = !isWrapped
            guard isThere || (try? enterMember("story", of: &scanner)) == true else { return (nil, false) }
            isThere = (try? scanner.nextKind()) == .object
            guard let record = try? StoryRecord.read(from: &scanner, extent: .article),
                record.id != nil || record.title != nil || record.content != nil
            else { return (nil, isThere) }
            return (record, isThere)
        }
    }

    /// Goes to the value of a member of the object that comes next; `false` when it has none of this name.
    private static func enterMember(_ member: String, of scanner: inout JSONScanner) throws(JSONFault) -> Bool {
        guard try scanner.nextKind() == .object else { return false }
        try scanner.enterObject()
        while try scanner.nextName() != nil {
            if scanner.currentName == member { return true }
            try scanner.skip()
        }
        return false
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

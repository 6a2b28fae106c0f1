public import DotNewsFoundation
import DotNewsMarkup
import DotNewsModels

/// The kinds of content a site of the CMS sends.
public enum SiteDocumentKind: String, Hashable, Sendable, CaseIterable {
    /// Whichever the content is.
    case auto
    /// The HTML page of an article.
    case article
    /// The HTML page of a column, or one of its following pages.
    case list
    /// The HTML page of a search.
    case search
    /// An article as JSON.
    case articleJSON = "article-json"
    /// The articles of a column as JSON.
    case listJSON = "list-json"
    /// The columns of the site as JSON.
    case columns
    /// The most read articles as JSON.
    case hotlist

    /// Whether content of this kind is HTML.
    public var isPage: Bool { [.article, .list, .search].contains(self) }

    /// The kind in a sentence.
    var title: String {
        switch self {
        case .auto: "whichever kind it is"
        case .article: "an article page"
        case .list: "a column page"
        case .search: "a search page"
        case .articleJSON: "an article"
        case .listJSON: "a list of articles"
        case .columns: "a list of columns"
        case .hotlist: "a hot list"
        }
    }

    /// The kind of `data`, by what is in it; `nil` when it is none of them.
    public static func detected(in data: Data) -> SiteDocumentKind? {
        JSONShape.isJSON(data) ? JSONShape(data)?.kind : detected(in: HTMLDocument(data))
    }

    /// The kind of a page. What only one kind has comes first: an article page may list other articles, a column page has
    /// metadata like any other.
    static func detected(in document: HTMLDocument) -> SiteDocumentKind? {
        let marks: HTMLSelector =
            ".post-body, .mainManuscripts h1, #storyId[value], #richTextContainer, .content-main-left .content-body-inner"
        if document.first(marks) != nil { return .article }
        if SearchPageReader.isSearch(document) { return .search }
        let evidence = PageEvidence(document)
        if evidence.literal != nil { return .article }
        let named = evidence.canonicalAddress.flatMap { WebAddress($0, relativeTo: Self.anywhere) }
        if named?.articleID != nil || evidence.linkedData?.isArticle == true { return .article }
        if !ListItemReader.items(of: document).isEmpty || evidence.inputs["inputColumnId"] != nil { return .list }
        if evidence.meta["og:type"]?.lowercased() == "article" { return .article }
        // A title over enough text that is no list of links.
        let isTitled = document.first("h1, title") != nil || evidence.meta["og:title"] != nil
        return isTitled && MainText.find(in: document) != nil ? .article : nil
    }

    /// Stands in for the site where only the path of an address is looked at.
    private static let anywhere = WebAddress(normalized: "https://localhost")
}

/// What JSON looks like from outside, as far as that tells what it is.
struct JSONShape {
    private var isEnveloped = false
    /// The site that the first article names; empty when it names none.
    private(set) var channel = ""
    private var isArray = false
    private var names = Set<String>()

    /// How many members are looked at.
    private static let maximumNames = 400

    /// Whether `data` starts as JSON does.
    static func isJSON(_ data: Data) -> Bool {
        let start = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data[...]
        guard let first = start.first(where: { $0 > 0x20 }) else { return false }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// Looks at `data`; `nil` when not even its start is JSON.
    init?(_ data: Data) {
        var shape = JSONShape()
        do throws(JSONFault) {
            try data.scanningJSON { (scanner: inout JSONScanner) throws(JSONFault) in
                try shape.readTop(from: &scanner)
            }
        } catch {
            // What was seen before the fault may be enough; whoever reads the content says what is wrong with it.
            guard !shape.names.isEmpty || shape.isArray else { return nil }
        }
        self = shape
    }

    private init() {}

    /// Whether the content is an object without the envelope that the CMS puts around it.
    var isBare: Bool { !isEnveloped && !isArray && !names.contains("code") }

    /// The kind that the names of members tell; `nil` when they tell none.
    var kind: SiteDocumentKind? {
        if !isArray, names.contains("stories") || names.contains("list") { return .listJSON }
        if names.contains("dirname") || names.contains("children") || names.contains("uuid"), !names.contains("title") {
            return isArray ? .columns : nil
        }
        let isArticle = names.contains("id") && (names.contains("title") || names.contains("content"))
        if isArray { return isArticle || names.isEmpty ? .hotlist : nil }
        // An envelope that holds nothing is most likely an error, which an article's reader reports.
        return isArticle || (names.contains("code") && names.contains("msg")) ? .articleJSON : nil
    }

    private mutating func readTop(from scanner: inout JSONScanner) throws(JSONFault) {
        guard try scanner.nextKind() == .object else { return try readContent(from: &scanner) }
        try scanner.enterObject()
        while let name = try scanner.nextName() {
            guard name == "data" else {
                try readMember(name, from: &scanner)
                continue
            }
            let outside = names
            names = []
            isEnveloped = true
            try readContent(from: &scanner)
            if isArray || !names.isEmpty { return }
            names = outside
        }
    }

    private mutating func readContent(from scanner: inout JSONScanner) throws(JSONFault) {
        switch try scanner.nextKind() {
        case .array:
            isArray = true
            try scanner.enterArray()
            while try scanner.nextElement() {
                if try scanner.nextKind() == .object { return try readMembers(from: &scanner) }
                // Words alone are none of the kinds.
                names.insert("")
                try scanner.skip()
            }
        case .object: try readMembers(from: &scanner)
        case .string, .word: try scanner.skip()
        }
    }

    private mutating func readMembers(from scanner: inout JSONScanner) throws(JSONFault) {
        try scanner.enterObject()
        while let name = try scanner.nextName() { try readMember(name, from: &scanner) }
    }

    private mutating func readMember(_ name: JSONName, from scanner: inout JSONScanner) throws(JSONFault) {
        if names.count < Self.maximumNames { names.insert(scanner.currentName) }
        if name == "channelId" {
            channel = try scanner.text() ?? ""
        } else if name == "stories" || name == "list", try scanner.nextKind() == .array {
            try readFirstArticle(from: &scanner)
        } else {
            try scanner.skip()
        }
    }

    private mutating func readFirstArticle(from scanner: inout JSONScanner) throws(JSONFault) {
        try scanner.enterArray()
        while try scanner.nextElement() {
            guard channel.isEmpty, try scanner.nextKind() == .object else {
                try scanner.skip()
                continue
            }
            try scanner.enterObject()
            while let name = try scanner.nextName() {
                if name == "channelId" { channel = try scanner.text() ?? "" } else { try scanner.skip() }
            }
        }
    }
}

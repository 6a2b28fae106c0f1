import DotNewsFoundation

/// What the JSON-LD of a page says of its article (schema.org's `Article` and its kin).
struct LinkedData {
    var types: [String] = []
    var headline: String?
    var datePublished: String?
    var dateModified: String?
    var description: String?
    var authors: [String] = []
    var images: [String] = []
    var address: String?
    var section: String?
    var keywords: [String] = []
    var articleBody: String?

    /// How many objects of one page are looked at.
    private static let maximumObjects = 200

    /// Whether the object is an article of some kind.
    var isArticle: Bool {
        types.contains { $0.hasSuffix("Article") || $0.hasSuffix("BlogPosting") || $0.hasSuffix("VideoObject") }
    }

    private enum Field: String, CaseIterable {
        case type = "@type"
        case graph = "@graph"
        case page = "mainEntityOfPage"
        case headline, datePublished, dateModified, description, author, image, url, articleSection, keywords
        case articleBody

        static let named = JSONNameTable<Field>()
    }

    /// The article that a script of type `application/ld+json` describes; `nil` when it describes none.
    static func article(in script: String) -> LinkedData? {
        guard let json = ScriptLiteral.json(from: script) else { return nil }
        var objects = [LinkedData]()
        json.withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(bytes)
            // What was read before a fault stays.
            try? read(from: &scanner, into: &objects)
        }
        return objects.first(where: \.isArticle) ?? objects.first { $0.headline != nil }
    }

    private static func read(
        from scanner: inout JSONScanner, into objects: inout [LinkedData]
    ) throws(JSONFault) {
        try scanner.elements { (scanner: inout JSONScanner) throws(JSONFault) in
            guard try scanner.nextKind() == .object, objects.count < maximumObjects else { return try scanner.skip() }
            var data = LinkedData()
            try scanner.enterObject()
            while let name = try scanner.nextName() {
                switch Field.named[name] {
                case .graph: try read(from: &scanner, into: &objects)
                case .type: data.types = try words(from: &scanner)
                case .headline: data.headline = try scanner.text()
                case .datePublished: data.datePublished = try scanner.text()
                case .dateModified: data.dateModified = try scanner.text()
                case .description: data.description = try scanner.text()
                case .author: data.authors = try words(from: &scanner)
                case .image: data.images = try words(from: &scanner, areAddresses: true)
                case .url: data.address = try words(from: &scanner, areAddresses: true).first ?? data.address
                case .page:
                    let page = try words(from: &scanner, areAddresses: true).first
                    data.address = data.address ?? page
                case .articleSection: data.section = try words(from: &scanner).first
                case .keywords: data.keywords = try words(from: &scanner)
                case .articleBody: data.articleBody = try scanner.text()
                case nil: try scanner.skip()
                }
            }
            objects.append(data)
        }
    }

    /// One text or several; an object stands for its `name`, or its `url` or `@id` where addresses are wanted.
    private static func words(
        from scanner: inout JSONScanner, areAddresses: Bool = false
    ) throws(JSONFault) -> [String] {
        var words = [String]()
        try scanner.elements { (scanner: inout JSONScanner) throws(JSONFault) in
            var word: String?
            if try scanner.nextKind() == .object {
                try scanner.enterObject()
                while let name = try scanner.nextName() {
                    guard areAddresses ? name == "url" || name == "@id" : name == "name" else {
                        try scanner.skip()
                        continue
                    }
                    let text = try scanner.text()
                    word = word ?? text
                }
            } else {
                word = try scanner.text()
            }
            if let word, !word.isEmpty, words.count < StoryRecord.maximumElements { words.append(word) }
        }
        return words
    }
}

import DotNewsFoundation

/// The fields of one object of a page's JSON-LD (schema.org's `Article` and its kin).
struct LinkedData {
    var types: [String] = []
    var headline: String?
    /// The name of a site or a page, which is no headline.
    var name: String?
    var datePublished: String?
    var dateModified: String?
    var description: String?
    var authors: [String] = []
    var publisher: String?
    var images: [String] = []
    /// The addresses that the object gives as its own.
    var addresses: [String] = []
    var section: String?
    var keywords: [String] = []
    var articleBody: String?

    /// How many objects of one page are looked at.
    static let maximumObjects = 200

    /// Whether the object is an article of some kind, or a video, which may be the page's article.
    var isArticle: Bool { isText || types.contains { $0.hasSuffix("VideoObject") } }

    /// Whether the object is a text.
    var isText: Bool {
        types.contains { $0.hasSuffix("Article") || $0.hasSuffix("BlogPosting") || $0.hasSuffix("Recipe") }
    }

    /// Whether the object is the page around the article.
    var isPage: Bool { types.contains { $0.hasSuffix("WebPage") } }

    var address: String? { addresses.first }

    private enum Field: String, CaseIterable {
        case type = "@type"
        case graph = "@graph"
        case id = "@id"
        case page = "mainEntityOfPage"
        case headline, name, datePublished, uploadDate, dateModified, description, author, publisher, image,
            thumbnailUrl
        case url, articleSection, keywords, articleBody, mainEntity

        static let named = JSONNameTable<Field>()
    }

    /// The meaning of an object where one text is wanted.
    private enum Meaning {
        case name, address, picture
    }

    /// The objects of a script of type `application/ld+json`; `nil` when it cannot be read.
    static func objects(in script: String) -> [LinkedData]? {
        guard let json = ScriptLiteral.json(from: script) else { return nil }
        var objects = [LinkedData]()
        json.withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(bytes)
            // What was read before a fault stays.
            try? read(from: &scanner, into: &objects)
        }
        return objects
    }

    private static func read(
        from scanner: inout JSONScanner, into objects: inout [LinkedData]
    ) throws(JSONFault) {
        try scanner.elements { (scanner: inout JSONScanner) throws(JSONFault) in
            guard try scanner.nextKind() == .object, objects.count < maximumObjects else { return try scanner.skip() }
            var data = LinkedData()
            let place = objects.count
            try scanner.enterObject()
            while let name = try scanner.nextName() {
                switch Field.named[name] {
                case .graph, .mainEntity: try read(from: &scanner, into: &objects)
                case let field?: try data.read(field, from: &scanner)
                case nil: try scanner.skip()
                }
            }
            objects.insert(data, at: place)
        }
    }

    private mutating func read(_ field: Field, from scanner: inout JSONScanner) throws(JSONFault) {
        switch field {
        case .graph, .mainEntity: try scanner.skip()
        case .type: types = try Self.words(from: &scanner)
        case .headline: headline = try scanner.text()
        case .name: name = try scanner.text()
        case .datePublished: datePublished = try scanner.text()
        case .uploadDate:
            let date = try scanner.text()
            datePublished = datePublished ?? date
        case .dateModified: dateModified = try scanner.text()
        case .description: description = try scanner.text()
        case .author: authors = try Self.words(from: &scanner)
        case .publisher: publisher = try Self.words(from: &scanner).first
        case .image: images = try Self.words(from: &scanner, as: .picture)
        case .thumbnailUrl:
            let pictures = try Self.words(from: &scanner, as: .picture)
            if images.isEmpty { images = pictures }
        case .url: addresses.insert(contentsOf: try Self.words(from: &scanner, as: .address).prefix(1), at: 0)
        case .id, .page: addresses += try Self.words(from: &scanner, as: .address).prefix(1)
        case .articleSection: section = try Self.words(from: &scanner).first
        case .keywords: keywords = try Self.words(from: &scanner)
        case .articleBody: articleBody = try scanner.text()
        }
    }

    /// One text or several; an object stands for its name or its address.
    private static func words(
        from scanner: inout JSONScanner, as meaning: Meaning = .name
    ) throws(JSONFault) -> [String] {
        var words = [String]()
        try scanner.elements { (scanner: inout JSONScanner) throws(JSONFault) in
            let word = try scanner.nextKind() == .object ? member(of: &scanner, as: meaning) : try scanner.text()
            if let word, !word.isEmpty, words.count < StoryRecord.maximumElements { words.append(word) }
        }
        return words
    }

    /// The text for which an object stands. Its `@id` is the address of a page at most: with a fragment it names a part of the JSON-LD.
    private static func member(
        of scanner: inout JSONScanner, as meaning: Meaning
    ) throws(JSONFault) -> String? {
        var (stated, id): (String?, String?)
        try scanner.enterObject()
        while let name = try scanner.nextName() {
            switch meaning {
            case .name where name == "name", .address where name == "url", .picture where name == "url":
                stated = try scanner.text()
            case .picture where name == "contentUrl":
                let text = try scanner.text()
                stated = stated ?? text
            case .address where name == "@id", .picture where name == "@id": id = try scanner.text()
            default: try scanner.skip()
            }
        }
        if meaning == .picture, id?.contains("#") == true { id = nil }
        return stated ?? id
    }
}

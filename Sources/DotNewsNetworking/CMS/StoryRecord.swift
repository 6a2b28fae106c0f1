import DotNewsFoundation

/// The fields of an article that are read, as the CMS wrote them.
///
/// Nothing is judged here: the meaning of the fields, and what becomes of an article without the necessary ones, is
/// ``StoryDecoder``'s business. A field of a type that makes no sense is absent.
struct StoryRecord {
    var id: String?
    var title: String?
    var summary: String?
    var description: String?
    var content: String?
    var plainText: String?
    var author: String?
    var editor: String?
    var source: String?
    var origin: String?
    var keywords: [String] = []
    var tags: [String] = []
    var publishTime = JSONScalar.null
    var published = JSONScalar.null
    var updated = JSONScalar.null
    var order = JSONScalar.null
    var url: String?
    var prUrl: String?
    var uri: String?
    var jsonUrl: String?
    var shareUrl: String?
    var columnID: String?
    var columnName: String?
    var columnDirname: String?
    /// The addresses of the breadcrumbs, from the site's root to the article's column.
    var breadcrumbs: [LinkRecord] = []
    var channelID: String?
    var storyType: String?
    var publishStatus = JSONScalar.null
    var expired = JSONScalar.null
    var canComment = JSONScalar.null
    var allowComment = JSONScalar.null
    var thumbnails: [PictureRecord] = []
    var coverImages: [PictureRecord] = []
    var images: [PictureRecord] = []
    var media = MediaRecord()
    var videoTime: String?
    var relatedStories: [LinkRecord] = []

    /// How many elements of one array are kept.
    static let maximumElements = 500

    /// Which fields are wanted.
    enum Extent {
        /// Those that lists show.
        case summary
        /// Those of the article page.
        case article
    }

    /// Reads the object that comes next; `nil` when the next value is something else, which is passed over.
    static func read(
        from scanner: inout JSONScanner, extent: Extent
    ) throws(JSONFault) -> StoryRecord? {
        guard try scanner.nextKind() == .object else {
            try scanner.skip()
            return nil
        }
        var record = StoryRecord()
        try scanner.enterObject()
        while let name = try scanner.nextName() {
            if let field = Field.named[name], extent == .article || !field.isOfArticleOnly {
                try record.read(field, from: &scanner)
            } else {
                try scanner.skip()
            }
        }
        return record
    }

    private mutating func read(_ field: Field, from scanner: inout JSONScanner) throws(JSONFault) {
        switch field {
        case .id: id = try scanner.text()
        case .title: title = try scanner.text()
        case .summary: summary = try scanner.text()
        case .description: description = try scanner.text()
        case .content: content = try scanner.text()
        case .plainText: plainText = try scanner.text()
        case .author: author = try scanner.text()
        case .editor: editor = try scanner.text()
        case .source: source = try scanner.text()
        case .origin: origin = try scanner.text()
        case .url: url = try scanner.text()
        case .prUrl: prUrl = try scanner.text()
        case .uri: uri = try scanner.text()
        case .jsonUrl: jsonUrl = try scanner.text()
        case .shareUrl: shareUrl = try scanner.text()
        case .columnId: columnID = try scanner.text()
        case .columnName: columnName = try scanner.text()
        case .columnDirname: columnDirname = try scanner.text()
        case .channelId: channelID = try scanner.text()
        case .storyType: storyType = try scanner.text()
        case .videoTime: videoTime = try scanner.text()
        case .publishTime: publishTime = try scanner.scalar()
        case .published: published = try scanner.scalar()
        case .updated: updated = try scanner.scalar()
        case .order: order = try scanner.scalar()
        case .publishStatus: publishStatus = try scanner.scalar()
        case .expired: expired = try scanner.scalar()
        case .canComment: canComment = try scanner.scalar()
        case .allowComment: allowComment = try scanner.scalar()
        case .keywords: keywords = try Self.words(from: &scanner)
        case .tags: tags = try Self.words(from: &scanner)
        case .thumbnails: thumbnails = try PictureRecord.list(from: &scanner)
        case .coverImages: coverImages = try PictureRecord.list(from: &scanner)
        case .images: images = try PictureRecord.list(from: &scanner)
        case .breadcrumbs: breadcrumbs = try LinkRecord.list(from: &scanner)
        case .relatedStories: relatedStories = try LinkRecord.list(from: &scanner)
        case .mediaStream: media = try MediaRecord.read(from: &scanner)
        }
    }

    /// Keywords and tags: an array of strings or of `{"name": …}`, or one string with commas.
    private static func words(from scanner: inout JSONScanner) throws(JSONFault) -> [String] {
        if try scanner.nextKind() == .string {
            let text = try scanner.text() ?? ""
            return text.split(whereSeparator: { ",，、;；".contains($0) }).prefix(maximumElements).map(String.init)
        }
        var words = [String]()
        try scanner.elements { (scanner: inout JSONScanner) throws(JSONFault) in
            var word: String?
            if try scanner.nextKind() == .object {
                try scanner.enterObject()
                while let name = try scanner.nextName() {
                    if name == "name" { word = try scanner.text() } else { try scanner.skip() }
                }
            } else {
                word = try scanner.text()
            }
            if let word, words.count < maximumElements { words.append(word) }
        }
        return words
    }

    /// The names of the fields, as the CMS writes them.
    private enum Field: String, CaseIterable {
        case id, title, summary, description, content, plainText, author, editor, source, origin, keywords, tags
        case publishTime, published, updated, order, url, prUrl, uri, jsonUrl, shareUrl
        case columnId, columnName, columnDirname, breadcrumbs, channelId, storyType
        case publishStatus, expired, canComment, allowComment
        case thumbnails, coverImages, images, mediaStream, videoTime, relatedStories

        static let named = JSONNameTable<Field>()

        var isOfArticleOnly: Bool {
            switch self {
            case .content, .plainText, .editor, .images, .relatedStories, .channelId: true
            default: false
            }
        }
    }
}

/// A picture as the CMS describes it, in any of the shapes it has for that.
struct PictureRecord {
    /// The addresses given, best first.
    var addresses: [String] = []
    var comment: String?
    var width: Int?
    var height: Int?

    private enum Field: String, CaseIterable {
        case url, thumbnailUrl, prUrl, src, comment, width, height

        static let named = JSONNameTable<Field>()
    }

    /// Reads an array of pictures; an element may also be the address alone.
    static func list(from scanner: inout JSONScanner) throws(JSONFault) -> [PictureRecord] {
        var pictures = [PictureRecord]()
        try scanner.elements { (scanner: inout JSONScanner) throws(JSONFault) in
            let picture = try read(from: &scanner)
            if !picture.addresses.isEmpty, pictures.count < StoryRecord.maximumElements { pictures.append(picture) }
        }
        return pictures
    }

    private static func read(from scanner: inout JSONScanner) throws(JSONFault) -> PictureRecord {
        var picture = PictureRecord()
        guard try scanner.nextKind() == .object else {
            if case .string(let address) = try scanner.scalar(), !address.isEmpty { picture.addresses = [address] }
            return picture
        }
        var (url, thumbnailURL, otherURL, source): (String?, String?, String?, String?)
        try scanner.enterObject()
        while let name = try scanner.nextName() {
            switch Field.named[name] {
            case .comment: picture.comment = try scanner.text()
            case .width: picture.width = try scanner.scalar().number.flatMap { Int(exactly: $0.rounded()) }
            case .height: picture.height = try scanner.scalar().number.flatMap { Int(exactly: $0.rounded()) }
            case .url: url = try scanner.text()
            case .thumbnailUrl: thumbnailURL = try scanner.text()
            case .prUrl: otherURL = try scanner.text()
            case .src: source = try scanner.text()
            case nil: try scanner.skip()
            }
        }
        for case .some(let address) in [url, thumbnailURL, otherURL, source] where !address.isEmpty {
            picture.addresses.append(address)
        }
        return picture
    }
}

/// A named link: a breadcrumb, or another article.
struct LinkRecord {
    var title: String?
    var url: String?
    var prUrl: String?
    var uri: String?

    private enum Field: String, CaseIterable {
        case title, name, url, prUrl, uri

        static let named = JSONNameTable<Field>()
    }

    /// Reads an array of links; elements that are no objects are passed over.
    static func list(from scanner: inout JSONScanner) throws(JSONFault) -> [LinkRecord] {
        var links = [LinkRecord]()
        try scanner.elements { (scanner: inout JSONScanner) throws(JSONFault) in
            guard try scanner.nextKind() == .object else { return try scanner.skip() }
            var link = LinkRecord()
            try scanner.enterObject()
            while let name = try scanner.nextName() {
                switch Field.named[name] {
                case .title: link.title = try scanner.text()
                case .name: link.title = try scanner.text() ?? link.title
                case .url: link.url = try scanner.text()
                case .prUrl: link.prUrl = try scanner.text()
                case .uri: link.uri = try scanner.text()
                case nil: try scanner.skip()
                }
            }
            if links.count < StoryRecord.maximumElements { links.append(link) }
        }
        return links
    }
}

/// The video of an article.
struct MediaRecord {
    var url: String?
    var prUrl: String?
    var previewUrl: String?
    var previewPrUrl: String?
    var duration: Double?

    private enum Field: String, CaseIterable {
        case url, prUrl, previewUrl, previewPrUrl, duration

        static let named = JSONNameTable<Field>()
    }

    /// Reads the object that comes next; anything else is an empty record.
    static func read(from scanner: inout JSONScanner) throws(JSONFault) -> MediaRecord {
        var media = MediaRecord()
        guard try scanner.nextKind() == .object else {
            try scanner.skip()
            return media
        }
        try scanner.enterObject()
        while let name = try scanner.nextName() {
            switch Field.named[name] {
            case .url: media.url = try scanner.text()
            case .prUrl: media.prUrl = try scanner.text()
            case .previewUrl: media.previewUrl = try scanner.text()
            case .previewPrUrl: media.previewPrUrl = try scanner.text()
            case .duration: media.duration = try scanner.scalar().number
            case nil: try scanner.skip()
            }
        }
        return media
    }
}

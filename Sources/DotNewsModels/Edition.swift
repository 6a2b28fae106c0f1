public import DotNewsFoundation

/// One site of the publisher: where it is, what it is called, and how its CMS is asked.
///
/// The two editions of dotdotnews are built in. A sister site on the same CMS is described by hand:
///
/// ```swift
/// let edition = Edition(
///     id: "wenweipo", name: "文匯網", language: .traditionalChinese,
///     site: WebAddress("https://www.wenweipo.com")!, channelID: ChannelID("wenweipo"))
/// ```
public struct Edition: Hashable, Sendable, Identifiable {
    /// A short name for configurations and command lines, such as `dotdotnews-english`.
    public var id: String
    /// The name readers know, in the edition's language.
    public var name: String
    /// The language of the edition's own words, such as "No more".
    public var language: LanguageTag
    /// The address that columns and articles are asked of: scheme, host and port.
    public var site: WebAddress
    /// The CMS's id of the site; `nil` when it has to be read from a page of the site.
    public var channelID: ChannelID?
    /// Other hosts whose article addresses belong to the same publisher and may be asked directly.
    ///
    /// An article whose own host is neither the site's nor one of these is asked of ``site`` by its path, so that a
    /// mirror serves all it lists.
    public var siblingHosts: Set<String>
    /// The zone of times that come without one. Hong Kong unless said otherwise.
    public var timeZone: TimeZone
    /// The address of the site's search service, when it has one.
    public var searchSite: WebAddress?
    /// The address that images are asked of, by their path; `nil` asks each image's own host.
    public var mediaSite: WebAddress?
    /// Where the site takes and lists comments; `nil` when that is not known.
    public var comments: CommentService?

    /// Creates an edition; `site` is reduced to its origin.
    public init(
        id: String, name: String, language: LanguageTag, site: WebAddress, channelID: ChannelID? = nil,
        siblingHosts: Set<String> = [], timeZone: TimeZone = .hongKong, searchSite: WebAddress? = nil,
        mediaSite: WebAddress? = nil, comments: CommentService? = nil
    ) {
        self.id = id
        self.name = name
        self.language = language
        self.site = site.origin
        self.channelID = channelID
        self.siblingHosts = siblingHosts
        self.timeZone = timeZone
        self.searchSite = searchSite
        self.mediaSite = mediaSite
        self.comments = comments
    }

    /// 點新聞, in Traditional Chinese.
    ///
    /// The channel id is not published; it is read from a page of the site when first needed.
    public static let dotdotnews = Edition(
        id: "dotdotnews", name: "點新聞", language: .traditionalChinese,
        site: WebAddress(normalized: "https://www.dotdotnews.com"),
        siblingHosts: ["www.dotdotnews.com", "english.dotdotnews.com"])

    /// dotdotnews, in English.
    ///
    /// The channel id is not published; it is read from a page of the site when first needed.
    public static let dotdotnewsEnglish = Edition(
        id: "dotdotnews-english", name: "dotdotnews", language: .english,
        site: WebAddress(normalized: "https://english.dotdotnews.com"),
        siblingHosts: ["www.dotdotnews.com", "english.dotdotnews.com"])

    /// The editions that need no configuration.
    public static let builtIn: [Edition] = [.dotdotnews, .dotdotnewsEnglish]

    /// The built-in edition called `id`; `nil` when there is none.
    public static func named(_ id: String) -> Edition? {
        builtIn.first { $0.id == id }
    }
}

extension TimeZone {
    /// Hong Kong: UTC+8, without daylight saving since 1979.
    public static var hongKong: TimeZone { TimeZone(secondsFromGMT: 8 * 3600)! }
}

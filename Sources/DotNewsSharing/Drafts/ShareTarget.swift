/// A place that an article can be shared to. Open: services of an app's own have names of their own (``ShareService``).
public struct ShareTarget: RawRepresentable, Hashable, Sendable, CaseIterable, Codable {
    /// The name, as it stands in JSON, in `--to` and as `utm_source`.
    public let rawValue: String

    /// Creates a target of any name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// X, formerly Twitter.
    public static let x = ShareTarget(rawValue: "x")
    /// Weibo.
    public static let weibo = ShareTarget(rawValue: "weibo")
    /// WeChat.
    public static let wechat = ShareTarget(rawValue: "wechat")
    /// WhatsApp.
    public static let whatsApp = ShareTarget(rawValue: "whatsapp")
    /// Telegram.
    public static let telegram = ShareTarget(rawValue: "telegram")
    /// Threads.
    public static let threads = ShareTarget(rawValue: "threads")
    /// Facebook.
    public static let facebook = ShareTarget(rawValue: "facebook")
    /// LINE.
    public static let line = ShareTarget(rawValue: "line")
    /// Bluesky.
    public static let bluesky = ShareTarget(rawValue: "bluesky")
    /// Mastodon.
    public static let mastodon = ShareTarget(rawValue: "mastodon")
    /// The share sheet of the system or of the browser.
    public static let system = ShareTarget(rawValue: "system")
    /// Markdown.
    public static let markdown = ShareTarget(rawValue: "markdown")
    /// HTML.
    public static let html = ShareTarget(rawValue: "html")
    /// Plain text, to be copied.
    public static let plain = ShareTarget(rawValue: "plain")

    /// The code of a poster, as `utm_source` and for ``ShareOptions/linkChoices``; no draft is composed for it.
    public static let poster = ShareTarget(rawValue: "poster")

    /// The targets that the package composes drafts for.
    public static let allCases: [ShareTarget] = [
        .x, .weibo, .wechat, .whatsApp, .telegram, .threads, .facebook, .line, .bluesky, .mastodon, .system, .markdown,
        .html, .plain,
    ]

    /// The name that people know the target by; the raw value of targets that the package does not know.
    public var displayName: String { Self.displayNames[self] ?? rawValue }

    private static let displayNames: [ShareTarget: String] = [
        .x: "X", .weibo: "Weibo", .wechat: "WeChat", .whatsApp: "WhatsApp", .telegram: "Telegram", .threads: "Threads",
        .facebook: "Facebook", .line: "LINE", .bluesky: "Bluesky", .mastodon: "Mastodon", .system: "the share sheet",
        .markdown: "Markdown", .html: "HTML", .plain: "plain text",
    ]
}

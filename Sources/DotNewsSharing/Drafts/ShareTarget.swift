/// Where an article can be shared to.
public enum ShareTarget: String, Hashable, Sendable, CaseIterable, Codable {
    /// X, formerly Twitter.
    case x
    /// Weibo.
    case weibo
    /// WeChat.
    case wechat
    /// The share sheet of the system or of the browser.
    case system
    /// Markdown.
    case markdown
    /// HTML.
    case html
    /// Plain text, to be copied.
    case plain
}

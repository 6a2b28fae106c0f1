internal import DotNewsModels

extension ShareComposer {
    /// What the system's share sheet is handed. Throws ``ShareError`` when there is nothing to share.
    public func system(_ content: ShareContent) throws(ShareError) -> SystemShareDraft {
        system(try PreparedContent(content, composer: self))
    }

    /// A Markdown link (CommonMark). Throws ``ShareError`` when there is nothing to share.
    public func markdown(_ content: ShareContent) throws(ShareError) -> CopyDraft {
        markdown(try PreparedContent(content, composer: self))
    }

    /// An HTML anchor. Throws ``ShareError`` when there is nothing to share.
    public func html(_ content: ShareContent) throws(ShareError) -> CopyDraft {
        html(try PreparedContent(content, composer: self))
    }

    /// Plain text with a line that names the source, in the edition's language. Throws ``ShareError`` when there is
    /// nothing to share.
    public func plain(_ content: ShareContent) throws(ShareError) -> CopyDraft {
        plain(try PreparedContent(content, composer: self))
    }

    func system(_ content: PreparedContent) -> SystemShareDraft {
        let (address, changes) = linkAndChanges(of: content, for: .system)
        var text = content.lead.whole
        if options.systemIncludesSummary, content.quote == nil, !content.summary.isEmpty {
            text += "\n" + content.summary
        }
        return SystemShareDraft(
            title: content.title, text: text, summary: content.summary, link: address?.string,
            picture: content.content.images.first.map { SharePicture($0) }, changes: changes)
    }

    func markdown(_ content: PreparedContent) -> CopyDraft {
        let (address, changes) = linkAndChanges(of: content, for: .markdown)
        let title = MarkupEscaping.markdown(content.title)
        let text =
            switch (address, title.isEmpty) {
            // Between angle brackets an address needs no escaping: it holds neither brackets nor spaces.
            case (let address?, true): "<\(address.string)>"
            case (let address?, false): "[\(title)](\(MarkupEscaping.markdownDestination(address.string)))"
            case (nil, _): MarkupEscaping.markdownLineStart(title)
            }
        let quote = content.quote.map { "> " + MarkupEscaping.markdown($0.whole) + "\n\n" } ?? ""
        return CopyDraft(target: .markdown, text: quote + text, link: address?.string, changes: changes)
    }

    func html(_ content: PreparedContent) -> CopyDraft {
        let (address, changes) = linkAndChanges(of: content, for: .html)
        let title = MarkupEscaping.html(content.title)
        var text = title
        if let address {
            let destination = MarkupEscaping.html(address.string)
            text = "<a href=\"\(destination)\">\(title.isEmpty ? destination : title)</a>"
        }
        if let quote = content.quote {
            text = "<blockquote>" + MarkupEscaping.html(quote.whole) + "</blockquote>" + text
        }
        return CopyDraft(target: .html, text: text, link: address?.string, changes: changes)
    }

    func plain(_ content: PreparedContent) -> CopyDraft {
        let (address, changes) = linkAndChanges(of: content, for: .plain)
        var lines: [String] = []
        if let quote = content.quote { lines.append(quote.whole) }
        if !content.title.isEmpty { lines.append(content.title) }
        if options.plainIncludesSummary, content.quote == nil, !content.summary.isEmpty {
            lines.append(content.summary)
        }
        if let address { lines.append(address.string) }
        lines.append(sourceLine)
        return CopyDraft(
            target: .plain, text: lines.joined(separator: "\n"), link: address?.string, changes: changes)
    }

    private var sourceLine: String {
        switch edition.language {
        case .simplifiedChinese: "来源：" + edition.name
        case let language where language.isChinese: "來源：" + edition.name
        default: "Source: " + edition.name
        }
    }
}

/// Text as it stands inside of markup.
enum MarkupEscaping {
    /// `text` for Markdown: what would be taken for markup has a backslash before it.
    static func markdown(_ text: String) -> String {
        escaping(text) { byte in
            switch byte {
            case 0x21, 0x23, 0x26, 0x2A, 0x3C, 0x3E, 0x5B, 0x5C, 0x5D, 0x5F, 0x60, 0x7C, 0x7E:
                "\\" + String(UnicodeScalar(byte))
            default: nil
            }
        }
    }

    /// A line of escaped text that shall not start a list, numbered or not.
    static func markdownLineStart(_ text: String) -> String {
        if text.hasPrefix("-") || text.hasPrefix("+") { return "\\" + text }
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty, digits.endIndex < text.utf8.endIndex else { return text }
        let next = text.utf8[digits.endIndex]
        guard next == 0x2E || next == 0x29 else { return text }
        return text[..<digits.endIndex] + "\\" + text[digits.endIndex...]
    }

    /// The destination of a Markdown link; in angle brackets when it has parentheses, which need not be balanced there.
    static func markdownDestination(_ address: String) -> String {
        address.utf8.contains { $0 == 0x28 || $0 == 0x29 } ? "<" + address + ">" : address
    }

    /// `text` for the content and the attributes of HTML.
    static func html(_ text: String) -> String {
        escaping(text) { byte in
            switch byte {
            case 0x26: "&amp;"
            case 0x3C: "&lt;"
            case 0x3E: "&gt;"
            case 0x22: "&quot;"
            case 0x27: "&#39;"
            default: nil
            }
        }
    }

    /// Replaces single ASCII bytes; copies the stretches between them whole.
    private static func escaping(_ text: String, _ replacement: (UInt8) -> String?) -> String {
        var result = ""
        var start = text.utf8.startIndex
        for index in text.utf8.indices {
            guard text.utf8[index] < 0x80, let escape = replacement(text.utf8[index]) else { continue }
            result += text[start..<index]
            result += escape
            start = text.utf8.index(after: index)
        }
        guard start > text.utf8.startIndex else { return text }
        return result + text[start...]
    }
}

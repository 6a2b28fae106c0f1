import DotNewsModels

/// Text as HTML.
enum HTMLText {
    /// `text` as character data or as an attribute's value in double quotes.
    static func escaped(_ text: some StringProtocol) -> String {
        var result = [UInt8]()
        result.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): result += "&amp;".utf8
            case UInt8(ascii: "<"): result += "&lt;".utf8
            case UInt8(ascii: ">"): result += "&gt;".utf8
            case UInt8(ascii: "\""): result += "&quot;".utf8
            case UInt8(ascii: "'"): result += "&#39;".utf8
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A link around `content`, which is HTML. The linked site is not told where its reader comes from.
    static func link(_ content: String, to address: WebAddress) -> String {
        "<a href=\"\(escaped(address.string))\" rel=\"noopener noreferrer\">\(content)</a>"
    }

    /// A paragraph's text: styles, links and line breaks.
    static func inline(_ text: InlineText) -> String {
        let runs = text.filtered.runs
        var result = ""
        var index = 0
        while index < runs.count {
            let link = runs[index].link
            var end = index + 1
            while link != nil, end < runs.count, runs[end].link == link { end += 1 }
            let content = runs[index..<end].map(styled).joined()
            result += link.map { self.link(content, to: $0) } ?? content
            index = end
        }
        return result
    }

    private static func styled(_ run: InlineText.Run) -> String {
        var html = escaped(run.text).replacing("\n", with: "<br>")
        if run.isEmphasized { html = "<em>\(html)</em>" }
        if run.isStrong { html = "<strong>\(html)</strong>" }
        if run.isStruck { html = "<s>\(html)</s>" }
        return html
    }
}

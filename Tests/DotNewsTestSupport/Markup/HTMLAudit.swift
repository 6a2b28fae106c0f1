/// Reads the HTML of a rendering as strictly as it is written, and tells what does not belong.
///
/// It knows only what the renderer may write: any other element, attribute or address is a finding. Text cannot hide anything,
/// because every `<` has to begin an element that is known.
package enum HTMLAudit {
    private static let attributes: [String: Set<String>] = [
        "p": ["class"], "h1": [], "h2": [], "h3": [], "h4": [], "h5": [], "h6": [], "blockquote": ["class"], "ul": [],
        "ol": ["start", "type"], "li": ["value"], "s": [], "figure": ["class"],
        "figcaption": [], "img": ["src", "alt", "width", "height"], "table": [],
        "caption": [], "tr": [], "td": [], "th": [], "hr": [], "br": [], "pre": [], "em": [], "strong": [],
        "a": ["href", "rel"], "div": ["class"], "span": [], "article": [], "header": [], "footer": [], "nav": ["class"],
        "time": ["datetime"], "html": ["lang", "data-appearance"], "head": [], "body": [], "title": [], "style": [],
        "meta": ["charset", "http-equiv", "content", "name"],
    ]

    package static func findings(in html: String) -> [String] {
        var findings = [String]()
        // By bytes: a combining mark behind a bracket would make one character of both.
        var rest = Array(html.utf8)[...]
        if html.hasPrefix("<!DOCTYPE html>") { rest = rest.dropFirst(15) }
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[(start + 1)...]
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return findings + ["A tag does not end"] }
            let tag = Substring(decoding: rest[..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
            findings += problems(of: tag)
            // The style is the renderer's own; it ends where its end tag begins.
            if tag == "style" { rest = rest.drop { $0 != UInt8(ascii: "<") } }
        }
        for scalar in html.unicodeScalars where isForbidden(scalar) {
            findings.append("U+" + String(scalar.value, radix: 16))
        }
        return findings
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 && scalar != "\n" || (0x7F...0x9F).contains(scalar.value)
            || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }

    private static func problems(of tag: Substring) -> [String] {
        if tag.hasPrefix("/") { return attributes[String(tag.dropFirst())] == nil ? ["</\(tag.dropFirst())>"] : [] }
        let name = String(tag.prefix { $0 != " " })
        guard let known = attributes[name] else { return ["<\(tag)>"] }
        var problems = [String]()
        var rest = tag.dropFirst(name.count)
        while !rest.isEmpty {
            rest = rest.drop { $0 == " " }
            let key = String(rest.prefix { $0 != "=" })
            rest = rest.dropFirst(key.count)
            guard rest.hasPrefix("=\""), let close = rest.dropFirst(2).firstIndex(of: "\"") else {
                return problems + ["<\(tag)>"]
            }
            let value = String(rest[rest.index(rest.startIndex, offsetBy: 2)..<close])
            rest = rest[rest.index(after: close)...]
            if !known.contains(key) { problems.append("\(key) of <\(name)>") }
            if key == "href" || key == "src", !isSafe(value) { problems.append("\(key)=\(value)") }
        }
        return problems
    }

    private static func isSafe(_ address: String) -> Bool {
        ["https://", "http://"].contains { address.hasPrefix($0) }
            && address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'<>`\\".utf8.contains($0) }
    }
}

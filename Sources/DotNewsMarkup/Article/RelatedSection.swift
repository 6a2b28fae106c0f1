import DotNewsModels

/// "Related News:" and the linked titles under it.
enum RelatedSection {
    private static let labels: Set<String> = [
        "related news", "related", "related articles", "related article", "related articles", "related article",
        "related reading", "related links", "related reports", "read more", "see also", "further reading",
        "more on this",
        "相關新聞", "相关新闻", "相關報道", "相关报道", "相關報導", "相关报导", "相關閱讀", "相关阅读", "相關文章", "相关文章", "相關連結", "相关链接", "相關鏈接",
        "延伸閱讀", "延伸阅读", "推薦閱讀", "推荐阅读", "更多新聞", "更多新闻", "更多相關新聞", "更多相关新闻", "更多相關報道", "更多相关报道", "新聞鏈接", "新闻链接",
    ]

    /// Takes every such section out of `blocks`; a heading that no linked title follows stays.
    static func extract(from blocks: inout [ArticleBody.Block]) -> [RelatedLink] {
        guard let first = blocks.firstIndex(where: { links(underLabelIn: $0) != nil }) else { return [] }
        var related = [RelatedLink]()
        var addresses = Set<WebAddress>()
        var kept = Array(blocks[..<first])
        var index = first
        while index < blocks.count {
            guard let ownLinks = links(underLabelIn: blocks[index]) else {
                kept.append(blocks[index])
                index += 1
                continue
            }
            var found = ownLinks
            var end = index + 1
            while end < blocks.count, let more = linksOnly(blocks[end]) {
                found += more
                end += 1
            }
            if found.isEmpty { kept.append(blocks[index]) }
            for link in found where addresses.insert(link.address).inserted { related.append(link) }
            index = found.isEmpty ? index + 1 : end
        }
        blocks = kept
        return related
    }

    /// The links that follow a label in the block that holds it; `nil` when the block is no such heading.
    private static func links(underLabelIn block: ArticleBody.Block) -> [RelatedLink]? {
        let text: InlineText
        switch block {
        case .paragraph(let inline), .leadQuote(let inline): text = inline
        case .subhead(let inline, _): text = inline
        case .blockQuote(let blocks): return blocks.count == 1 ? links(underLabelIn: blocks[0]) : nil
        default: return nil
        }
        guard mayStartWithLabel(text) else { return nil }
        var label = ""
        var rest = [InlineText.Run]()
        for (position, run) in text.runs.enumerated() {
            if let end = endOfLabel(run.text) {
                let after = run.text[run.text.index(after: end)...]
                label += run.text[..<end]
                var remainder = run
                remainder.text = String(after)
                rest = [remainder] + text.runs[(position + 1)...]
                break
            }
            if run.link != nil {
                rest = Array(text.runs[position...])
                break
            }
            label += run.text
            guard label.utf8.count <= longestLabel else { return nil }
        }
        guard label.utf8.count <= longestLabel, labels.contains(normalized(label)) else { return nil }
        return linksOnly(InlineText(rest).merged) ?? (rest.allSatisfy { isDecoration($0.text) } ? [] : nil)
    }

    /// The longest label with what may surround it, in bytes.
    private static let longestLabel = 64

    /// Where the colon or line break after a label stands.
    private static func endOfLabel(_ text: String) -> String.Index? {
        let utf8 = text.utf8
        var last: UInt32 = 0
        var index = utf8.startIndex
        var length = 0
        while index < utf8.endIndex, length <= longestLabel {
            last = (last << 8 | UInt32(utf8[index])) & 0xFF_FFFF
            if last & 0xFF == 0x3A || last & 0xFF == 0x0A { return index }
            if last == 0xEF_BC9A { return utf8.index(index, offsetBy: -2) }
            index = utf8.index(after: index)
            length += 1
        }
        return nil
    }

    /// The first characters of the labels, as their bytes.
    private static let beginnings = Set(
        labels.map { label in
            label.utf8.prefix(label.utf8.first.map { $0 < 0x80 } == true ? 1 : 3).reduce(UInt32(0)) {
                $0 << 8 | UInt32($1)
            }
        })

    /// Whether the first letter of the text is one that a label begins with. Decides for almost every paragraph.
    private static func mayStartWithLabel(_ text: InlineText) -> Bool {
        guard let run = text.runs.first, run.link == nil else { return false }
        return run.text.utf8.withContiguousStorageIfAvailable(mayStartWithLabel) ?? true
    }

    private static func mayStartWithLabel(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < min(bytes.count, longestLabel) {
            let byte = bytes[index]
            if byte < 0x80 {
                let letter = UInt32(byte | 0x20)
                if letter >= 0x61, letter <= 0x7A { return beginnings.contains(letter) }
                index += 1
            } else if byte >= 0xE4, byte < 0xEF, index + 2 < bytes.count {
                // Han begins at E4; brackets and arrows may come before it.
                return beginnings.contains(
                    UInt32(byte) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]))
            } else {
                index += byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            }
        }
        return true
    }

    /// The links of a block that holds nothing else; `nil` when it holds something else.
    private static func linksOnly(_ block: ArticleBody.Block) -> [RelatedLink]? {
        switch block {
        case .paragraph(let text): return linksOnly(text)
        case .subhead(let text, _): return linksOnly(text)
        case .list(let list):
            let found = list.items.map { item in item.map(linksOnly) }
            guard found.allSatisfy({ $0.allSatisfy { $0 != nil } }) else { return nil }
            return found.flatMap { $0.flatMap { $0 ?? [] } }
        default: return nil
        }
    }

    private static func linksOnly(_ text: InlineText) -> [RelatedLink]? {
        var found = [RelatedLink]()
        for run in text.runs {
            guard let address = run.link else {
                guard isDecoration(run.text) else { return nil }
                continue
            }
            let title = TextFilter.line(run.text)
            if let last = found.indices.last, found[last].address == address {
                if run.text.utf8.first == 0x20 { found[last].title += " " }
                found[last].title += title
            } else if !isDecoration(title) {
                found.append(RelatedLink(title: title, address: address))
            }
        }
        return found.isEmpty ? nil : found
    }

    /// Bullets, arrows, numbers of a list and spaces.
    private static func isDecoration(_ text: String) -> Bool {
        text.allSatisfy { !$0.isLetter && (!$0.isNumber || $0.isASCII) }
    }

    private static func normalized(_ label: String) -> String {
        var label = label.trimmed()[...]
        while let first = label.first, !first.isLetter { label.removeFirst() }
        while let last = label.last, !last.isLetter { label.removeLast() }
        return label.lowercased()
    }
}

/// The addresses of an article's other forms, as they follow from that of its page.
extension WebAddress {
    /// The address of the JSON beside a page: `.json` for `.html`, without query; `nil` for a page that ends otherwise.
    package var jsonSibling: WebAddress? {
        let page = withoutQuery.string
        guard pathOfPage(page).hasSuffix(".html") else { return nil }
        return WebAddress(normalized: page.dropLast(4) + "json")
    }

    /// The address of the page to share: `/s/` for `/a/` at the start of the path, without query; `nil` for a page whose
    /// path begins or ends otherwise.
    package var sharePage: WebAddress? {
        let page = withoutQuery.string
        let path = pathOfPage(page)
        guard path.hasPrefix("/a/"), path.hasSuffix(".html") else { return nil }
        return WebAddress(normalized: String(page[..<path.startIndex]) + "/s/" + path.dropFirst(3))
    }

    /// The path of `page`, which is this address without its query.
    private func pathOfPage(_ page: String) -> Substring {
        page[page.utf8.index(page.startIndex, offsetBy: origin.string.utf8.count)...]
    }
}

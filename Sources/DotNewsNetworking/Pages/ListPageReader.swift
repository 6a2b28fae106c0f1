package import DotNewsFoundation
import DotNewsMarkup
package import DotNewsModels

/// Reads the articles that a column page, or one of its following pages, lists.
///
/// An item is what holds one article in any of the ways the sites write their lists: `.story-item`, `.columnList.item`,
/// `.flex-between .item`, `div.text` with a heading, `.Share_Article`, or an element with `data-itemId`. Of what is said
/// twice, the `data-` attributes are trusted over the visible text.
package struct ListPageReader: Sendable {
    /// The edition whose page it is; relative addresses belong to its site when the page's own address is not known.
    package let edition: Edition

    /// Makes a reader of pages of `edition`.
    package init(edition: Edition) { self.edition = edition }

    /// Reads a page. A page without items is one: there are no more.
    ///
    /// - Parameters:
    ///   - data: The page as it came, at most 4 MiB; what is behind that is left out.
    ///   - charset: What the `Content-Type` field says of the encoding; `nil` when it says nothing.
    ///   - address: The address the page was asked of; `nil` when that is not known.
    ///   - page: The number of the page, from 1; `nil` takes it from the page or its address.
    ///   - date: When the page was made, best taken from the answer's `Date` field; `nil` leaves relative times unread.
    package func read(
        _ data: Data, charset: String? = nil, address: WebAddress? = nil, page: Int? = nil, date: Date? = nil
    ) -> ArticleListPage {
        read(HTMLDocument(data, charset: charset), address: address, page: page, date: date)
    }

    func read(_ document: HTMLDocument, address: WebAddress?, page: Int?, date: Date?) -> ArticleListPage {
        let inputs = PageInputs.values(in: document, ids: ["channelId"], classes: ["inputColumnId", "columnDirname"])
        var list = ArticleListPage(
            channelID: inputs["channelId"].flatMap { ChannelID(String($0.trimmingSpaces())) },
            columnID: inputs["inputColumnId"].flatMap { ColumnID(String($0.trimmingSpaces())) })
        let item = ListItemReader(
            base: address ?? Self.ownAddress(of: document) ?? edition.site, timeZone: edition.timeZone, date: date,
            column: list.columnID.map { id in
                ColumnReference(
                    id: id, name: "",
                    path: address.flatMap(Self.columnPath) ?? inputs["columnDirname"].flatMap { ColumnPath($0) })
            })
        var seen = Set<ArticleID>()
        for (index, element) in ListItemReader.items(of: document).enumerated() {
            switch item.article(in: element, position: index + 1) {
            case .success(let article):
                if seen.insert(article.id).inserted { list.items.append(article) }
            case .failure(let fault): list.skipped.append(fault.skipped)
            }
        }
        if !list.items.isEmpty { list.nextPage = nextPage(document, address: address, page: page) }
        return list
    }

    private func nextPage(_ document: HTMLDocument, address: WebAddress?, page: Int?) -> Int? {
        if let page { return page + 1 }
        if let number = address?.morePageNumber { return number + 1 }
        if let value = document.first("input[name=pageNo]")?["value"], let number = Int(value.trimmingSpaces()),
            (2...100_000).contains(number)
        {
            return number
        }
        // A whole page is the column's first; a fragment without address may be any.
        return document.isFragment ? nil : 2
    }

    /// The address a page gives as its own.
    private static func ownAddress(of document: HTMLDocument) -> WebAddress? {
        let text =
            document.first("link[rel=canonical][href]")?["href"] ?? document.first("meta[property=og:url]")?["content"]
        return text.flatMap { WebAddress($0) }
    }

    private static func columnPath(_ address: WebAddress) -> ColumnPath? {
        ColumnPath(address.morePageNumber == nil ? address.path : String(address.path.dropLast(while: { $0 != "/" })))
    }
}

extension String {
    /// The text up to the last character that `isKept` refuses to drop.
    fileprivate func dropLast(while isDropped: (Character) -> Bool) -> Substring {
        guard let end = lastIndex(where: { !isDropped($0) }) else { return self[startIndex..<startIndex] }
        return self[...end]
    }
}

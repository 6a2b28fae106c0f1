import DotNewsModels
import DotNewsNetworking
import Foundation

extension Content {
    /// Reads `data` as each of `kinds`, and checks what is understood of it.
    static func checkWire(_ data: Data, as kinds: [SiteDocumentKind], charset: String? = nil) {
        let address = WebAddress("https://www.dotdotnews.com/immed/index.html")
        let date = Date(timeIntervalSince1970: 1_762_133_400)
        for kind in kinds {
            guard let file = try? SiteDocument.read(data, address: address, kind: kind, charset: charset, date: date)
            else { continue }
            check(file)
            do {
                require(!(try JSONEncoder().encode(file)).isEmpty, "nothing is written")
            } catch {
                require(false, "cannot be written: \(error)")
            }
        }
        _ = SiteDocumentKind.detected(in: data)
    }

    private static func check(_ file: SiteDocument) {
        switch file {
        case .article(let page): check(page.article)
        case .list(let page):
            for item in page.items { check(item) }
            require(page.nextPage.map { $0 > 0 } ?? true, "page \(page.nextPage ?? 0)")
        case .search(let page):
            for item in page.items { check(item.article) }
            require(page.total.map { $0 >= 0 } ?? true, "\(page.total ?? 0) in total")
        case .columns(let tree):
            for column in tree.all {
                require(ColumnPath(column.path.rawValue) == column.path, column.path.rawValue)
                require(!column.name.unicodeScalars.contains(where: isForbidden), column.name.debugDescription)
                if let address = column.address { check(address) }
            }
        }
    }
}

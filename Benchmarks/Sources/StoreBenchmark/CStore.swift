import BenchmarkSupport
import CStoreBaseline
import DotNewsModels
import Foundation

/// The store's file as a program in C reads and writes it.
final class CStore {
    private let handle: OpaquePointer

    init(_ file: URL) throws {
        guard let handle = store_baseline_open(file.path) else { throw Failure("C cannot open \(file.path)") }
        self.handle = handle
    }

    deinit { store_baseline_close(handle) }

    /// Reads a page as structures with copies of the texts, and frees them.
    func page(before position: Int64, limit: Int) throws {
        var page = store_baseline_page()
        guard store_baseline_read_page(handle, position, Int32(limit), &page) == Int32(limit) else {
            throw Failure("C reads no full page")
        }
        store_baseline_page_free(&page)
    }

    /// Reads an article with its body, and frees it.
    func article(_ key: [UInt8]) throws {
        var article = store_baseline_article()
        guard store_baseline_read_article(handle, key, &article) == 1, article.blocks != nil else {
            throw Failure("C finds no article")
        }
        store_baseline_article_free(&article)
    }

    /// Marks an article as read.
    func setRead(_ key: [UInt8]) throws {
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        guard store_baseline_set_read(handle, key, 1, now) >= 0 else { throw Failure("C marks nothing") }
    }

    /// The bytes that stand for an id.
    static func key(_ id: ArticleID) -> [UInt8] {
        var digits = id.rawValue.dropFirst(2)
        var key: [UInt8] = []
        while !digits.isEmpty {
            key.append(UInt8(digits.prefix(2), radix: 16) ?? 0)
            digits = digits.dropFirst(2)
        }
        return key
    }
}

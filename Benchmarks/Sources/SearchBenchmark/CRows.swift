import BenchmarkSupport
import CStoreBaseline
import Foundation

/// The rows of a finished store as a program in C stores and indexes them.
final class CRows {
    private let handle: OpaquePointer

    /// Makes `file` with the tables of `store`, and reads its articles.
    init(_ file: URL, of store: URL, expecting count: Int) throws {
        guard let handle = rows_baseline_open(file.path, store.path) else {
            throw Failure("C cannot copy \(store.path)")
        }
        self.handle = handle
        guard rows_baseline_count(handle) == count else {
            throw Failure("C has read \(rows_baseline_count(handle)) rows")
        }
    }

    deinit { rows_baseline_close(handle) }

    /// Texts as C has them.
    final class Texts {
        fileprivate let items: [search_baseline_texts]

        init(_ texts: [SearchArticles.Texts]) {
            items = texts.map { texts in
                search_baseline_texts(
                    title: strdup(texts.title), keywords: strdup(texts.keywords.joined(separator: "\n")),
                    summary: strdup(texts.summary), body: strdup(texts.body))
            }
        }

        deinit {
            for text in items.flatMap({ [$0.title, $0.keywords, $0.summary, $0.body] }) {
                free(UnsafeMutablePointer(mutating: text))
            }
        }
    }

    /// Stores and indexes the articles from `first`, counted from the oldest, in one transaction.
    func add(_ texts: Texts, first: Int) throws {
        guard rows_baseline_add(handle, Int32(first), texts.items, Int32(texts.items.count)) == 0 else {
            throw Failure("C stores nothing")
        }
    }

    /// Checks that a store holds the same rows and its index the same terms, as often, in as many articles.
    func check(against store: URL) throws {
        let differences = rows_baseline_differences(handle, store.path)
        guard differences == 0 else { throw Failure("C stores other rows or terms: \(differences) differ") }
    }
}

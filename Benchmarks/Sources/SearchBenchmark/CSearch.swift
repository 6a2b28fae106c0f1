import BenchmarkSupport
import CStoreBaseline
import DotNewsModels
import Foundation

/// The same texts as a program in C keeps, indexes and finds them.
final class CSearch {
    private let handle: OpaquePointer
    private let results = UnsafeMutablePointer<search_baseline_result>.allocate(capacity: 100)

    init(_ file: URL) throws {
        guard let handle = search_baseline_open(file.path) else { throw Failure("C cannot open \(file.path)") }
        self.handle = handle
    }

    deinit {
        search_baseline_close(handle)
        results.deallocate()
    }

    /// Makes one transaction of what `body` adds.
    func adding(_ body: () throws -> Void) throws {
        try check(search_baseline_begin(handle))
        try body()
        try check(search_baseline_commit(handle))
    }

    /// Adds the texts of a document.
    func add(_ texts: SearchArticles.Texts, document: Int) throws {
        let code = texts.title.withCString { title in
            texts.keywords.joined(separator: "\n").withCString { keywords in
                texts.summary.withCString { summary in
                    texts.body.withCString { body in
                        var texts = search_baseline_texts(
                            title: title, keywords: keywords, summary: summary, body: body)
                        return search_baseline_add(handle, Int64(document), &texts)
                    }
                }
            }
        }
        try check(code)
    }

    /// Indexes documents with FTS5's unicode61.
    func indexWords(_ documents: ClosedRange<Int>) throws {
        try check(search_baseline_index_words(handle, Int64(documents.lowerBound), Int64(documents.upperBound)))
    }

    /// Indexes documents as overlapping pairs.
    func indexPairs(_ documents: ClosedRange<Int>) throws {
        try check(search_baseline_index_pairs(handle, Int64(documents.lowerBound), Int64(documents.upperBound)))
    }

    /// Takes the articles themselves from a store of ours.
    func attach(_ store: URL) throws { try check(search_baseline_attach(handle, store.path)) }

    /// Finds the newest articles, with a piece of their text.
    func find(_ expression: String, limit: Int) throws {
        let count = search_baseline_find(handle, expression, Int32(limit), results)
        try check(count)
        search_baseline_free(results, count)
    }

    /// How many documents match.
    func count(_ expression: String) -> Int { Int(search_baseline_count(handle, expression)) }

    /// The bytes of all texts.
    var textSize: Int { Int(search_baseline_text_size(handle)) }

    /// The bytes of the attached store's index.
    var storeIndexSize: Int { Int(search_baseline_store_index_size(handle)) }

    private func check(_ code: Int32) throws {
        guard code >= 0 else { throw Failure("C fails") }
    }
}

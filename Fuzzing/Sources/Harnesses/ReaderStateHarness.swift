import DotNewsPersistence
import Foundation
import Synchronization

/// Exports of the reader's state: all of one is taken or nothing, the same one twice changes nothing, and what is taken is
/// exported again.
enum ReaderStateHarness {
    private static let largestExport = 64 << 10

    static func prepare(in directory: URL) throws -> FuzzTarget {
        let first = try ArticleStore(at: directory.appending(path: "0.sqlite"))
        let current = Mutex((store: first, number: 0))
        return { input in
            let store = current.withLock { $0.store }
            // What is taken stays; a store that has grown is replaced.
            guard waiting({ await exchange(input, with: store) }) > largestExport else { return }
            waiting { await store.close() }
            current.withLock { current in
                current.number += 1
                do {
                    try FileManager.default.removeItem(at: store.file)
                    current.store = try ArticleStore(at: directory.appending(path: "\(current.number).sqlite"))
                } catch {
                    require(false, "\(error)")
                }
            }
        }
    }

    /// Imports `document`; returns the size of what the store holds then.
    private static func exchange(_ document: Data, with store: ArticleStore) async -> Int {
        do throws(StoreError) {
            _ = try await store.reader.importData(document)
        } catch {
            require([.invalidExport, .newerExport].contains(error.code), "\(error)")
            require(!error.description.unicodeScalars.contains { $0.value < 0x20 }, error.description)
            return 0
        }
        do throws(StoreError) {
            let again = try await store.reader.importData(document)
            require(again.isEmpty, "the second import changes something: \(again)")
            let export = try await store.reader.exportData()
            let own = try await store.reader.importData(export)
            require(own.isEmpty, "the own export changes something: \(own)")
            return export.count
        } catch {
            require(false, "\(error)")
            return 0
        }
    }
}

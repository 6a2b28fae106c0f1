import DotNewsModels
import DotNewsPersistence
import DotNewsReplication
import Foundation
import Synchronization
import DotNewsTestSupport

/// A device with a store of its own, whose clock stands where a test puts it.
final class TestDevice: Sendable {
    let folder: TemporaryDirectory
    let storage: any RemoteStorage
    let name: String
    private let offset = Mutex<Double>(0)
    private let opened: Mutex<ArticleStore>

    static let noon = Date(timeIntervalSince1970: 1_747_713_600)

    init(_ name: String, at storage: any RemoteStorage) throws {
        folder = try TemporaryDirectory()
        self.name = name
        self.storage = storage
        // Replaced at once: the options need `self`.
        opened = Mutex(try ArticleStore(at: folder.url.appending(path: "first.sqlite")))
        try reopen()
    }

    var file: URL { folder.url.appending(path: "news.sqlite") }

    var store: ArticleStore { opened.withLock { $0 } }

    /// Opens the store anew, as after a crash.
    func reopen() throws {
        var options = ArticleStoreOptions()
        options.now = { [weak self] in Self.noon.addingTimeInterval(self?.offset.withLock { $0 } ?? 0) }
        let store = try ArticleStore(at: file, options: options)
        opened.withLock { $0 = store }
    }

    /// Puts the clock `seconds` after noon, or before it.
    func setClock(_ seconds: Double) { offset.withLock { $0 = seconds } }

    @discardableResult
    func replicate() async throws -> ReplicationReport {
        try await Replicator(store: store, storage: storage, deviceName: name).replicate()
    }

    /// Everything that an export holds, without the time of the export.
    func export() async throws -> String {
        let data = try await store.reader.exportData()
        let text = String(decoding: data, as: UTF8.self)
        return text.replacing(/"exportedAt":"[^"]*",/, with: "")
    }
}

func articleID(_ number: Int) -> ArticleID {
    let digits = String(number, radix: 16)
    return ArticleID("AP" + String(repeating: "0", count: 24 - digits.count) + digits)!
}

import DotNewsModels
import DotNewsPersistence
import DotNewsReplication
import Foundation
import Synchronization
import DotNewsTestSupport

/// A store in memory.
final class ScheduledModel: ScheduledStore {
    private let model: ModelStore
    private let backup = Mutex<ModelStore.State?>(nil)

    init(randomLink: @escaping @Sendable () -> UInt64) { model = ModelStore(randomLink: randomLink) }

    var replica: any ReplicaStore { model }
    func perform(_ action: ReaderAction) async throws { model.perform(action) }
    func setClock(_ seconds: Double) { model.setClock(seconds) }
    func isPresent(_ key: ReplicaKey) async throws -> Bool { model.contents[key]?.value != nil }

    func summary() async throws -> String {
        model.contents.map { "\($0.key) \($0.value)" }.sorted().joined(separator: "\n")
    }

    func restart() throws {}
    func backUp() async throws { backup.withLock { $0 = model.state.withLock { $0 } } }
    func restore() async throws {
        guard let saved = backup.withLock({ $0 }) else { return }
        model.state.withLock { $0 = saved }
    }

    func copy(_ other: any ScheduledStore) async throws {
        guard let other = other as? ScheduledModel else { return }
        let copied = other.model.state.withLock { $0 }
        model.state.withLock { $0 = copied }
    }
}

/// A store in a file.
final class ScheduledFile: ScheduledStore {
    private let device: TestDevice

    init() throws { device = try TestDevice("file", at: MemoryStorage()) }

    var replica: any ReplicaStore { device.store }
    func perform(_ action: ReaderAction) async throws { try await device.store.perform(action) }
    func setClock(_ seconds: Double) { device.setClock(seconds) }

    func isPresent(_ key: ReplicaKey) async throws -> Bool {
        switch key {
        case .bookmark(let article):
            return try await device.store.reader.isBookmarked(article.id)
        case .followed(let topic):
            return try await device.store.reader.preferences().followed.contains(topic)
        case .muted(let topic):
            return try await device.store.reader.preferences().muted.contains(topic)
        case .label(let article, let label):
            // Labels of what is not bookmarked are not shown, but they are there.
            return try await isThere(label, on: article.id)
        default:
            return false
        }
    }

    private func isThere(_ label: String, on id: ArticleID) async throws -> Bool {
        let export = try JSONSerialization.jsonObject(with: await device.store.reader.exportData()) as? [String: Any]
        let articles = export?["articles"] as? [[String: Any]] ?? []
        let labels = articles.first { $0["id"] as? String == id.rawValue }?["labels"] as? [[String: Any]] ?? []
        return labels.contains { $0["name"] as? String == label && $0["value"] as? Bool == true }
    }

    func summary() async throws -> String {
        // What is wrong with a store stands out against the others.
        try await device.export() + device.store.verify().problems.joined(separator: "\n")
    }
    func restart() throws { try device.reopen() }

    private var copy: URL { device.folder.url.appending(path: "backup.sqlite") }

    func backUp() async throws {
        await device.store.close()
        try? FileManager.default.removeItem(at: copy)
        try FileManager.default.copyItem(at: device.file, to: copy)
        try device.reopen()
    }

    func restore() async throws { try await replace(by: copy) }

    func copy(_ other: any ScheduledStore) async throws {
        guard let other = other as? ScheduledFile else { return }
        await other.device.store.close()
        try await replace(by: other.device.file)
        try other.device.reopen()
    }

    private func replace(by file: URL) async throws {
        await device.store.close()
        for suffix in ["-wal", "-shm", ""] { try? FileManager.default.removeItem(atPath: device.file.path + suffix) }
        try FileManager.default.copyItem(at: file, to: device.file)
        try device.reopen()
    }
}

import DotNewsModels
@testable import DotNewsPersistence
@testable import DotNewsReplication
import Foundation
import Synchronization

/// Stores that take over segments in different orders and ways, and have to know the same after.
final class ReplicaExchange: Sendable {
    /// The device whose store is looked at, and the first identities of the one that replicates by rounds.
    static let device = Invented.known(ReplicaDeviceID("d0000000000000000000000000000001"))
    private static let roaming = (1...8).map { Invented.known(ReplicaDeviceID("0\($0)23456789abcdef0123456789abcdef")) }
    /// A device that nobody is.
    static let stranger = Invented.known(ReplicaDeviceID("00000000000000000000000000000000"))
    private static let now = Date(timeIntervalSince1970: 1_762_133_400)

    private let directory: URL
    /// A store in which nothing is; opening its copies is cheaper than making new ones.
    private let empty: URL
    private let used = Mutex(0)

    init(in directory: URL) throws {
        self.directory = directory
        empty = directory.appending(path: "empty.sqlite")
        let store = try ArticleStore(at: empty)
        waiting { await store.close() }
    }

    /// Takes over one or two segments, in every order.
    func check(_ inputs: [SegmentInput]) {
        guard !inputs.isEmpty, !inputs.contains(where: { $0.name.device == Self.device }) else { return }
        if inputs.count == 2 { checkJoining(inputs[0].segment, inputs[1].segment) }
        let segments = inputs.map(\.segment)
        waiting { [self] in
            do {
                let known = try await knowledge(of: segments)
                let other = try await knowledge(of: segments.reversed() + segments)
                require(known == other, "the order in which segments are taken over matters")
                // What is told of them tells all of them.
                let told = try SegmentDecoder.decode(
                    known.object, named: LogObjectName(device: Self.device, range: 1...1, link: 1))
                var renamed = told
                renamed.device = Self.stranger
                let again = try await knowledge(of: [renamed])
                require(again == known, "who is told of what was taken over knows something else")
                try await round(of: inputs, known)
            } catch {
                require(false, "\(error)")
            }
        }
    }

    private func checkJoining(_ left: ReplicaSegment, _ right: ReplicaSegment) {
        let others = Dictionary(uniqueKeysWithValues: right.entries.map { ($0.key, $0.content) })
        for entry in left.entries {
            guard let other = others[entry.key] else { continue }
            let joined = entry.content.joined(with: other)
            require(joined == other.joined(with: entry.content), "\(entry) and \(other): the order matters")
            require(joined.joined(with: other) == joined, "\(entry) and \(other): joined twice")
        }
    }

    /// What a store knows: the object in which it tells all of it, and the reader's export.
    private struct Knowledge: Equatable {
        var object: Data
        var export: Data
    }

    private func knowledge(of segments: [ReplicaSegment]) async throws -> Knowledge {
        try await withStore { store in
            try await store.switchOnReplication(as: Self.device, named: "d")
            for segment in segments { _ = try await store.take(segment) }
            try await store.tellEverything()
            let object = Mutex(Data())
            try await store.closeSegment(evenIfEmpty: true) { segment in
                // Links are drawn, and which of others' are told depends on whose they are.
                var segment = segment
                segment.links = [0, 1]
                segment.adopted = []
                let made = SegmentEncoder.object(segment)
                object.withLock { $0 = made.content }
                return made
            }
            return Knowledge(object: object.withLock { $0 }, export: try await store.reader.exportData())
        }
    }

    /// A round with the objects at a storage, a second one, which tells what is missing, and a third, which has nothing
    /// to do.
    private func round(of inputs: [SegmentInput], _ known: Knowledge) async throws {
        let storage = MemoryStorage()
        for input in inputs {
            guard let name = ReplicaObjectName(input.name.text) else { continue }
            storage.objects[name] = input.content
        }
        try await withStore { store in
            let next = Mutex(0)
            var isUnchanged = false
            for _ in 0..<3 {
                var session = ReplicationSession(
                    store: store, storage: storage,
                    makeDeviceID: {
                        Self.roaming[
                            next.withLock { next in
                                defer { next += 1 }
                                return next % Self.roaming.count
                            }]
                    })
                do {
                    try await session.run(name: nil, defaultName: "d")
                } catch {
                    // Somebody has used every identity that was taken.
                    require(ReplicationError(error, while: "replicating").code == .storage, "\(error)")
                    return
                }
                require(session.report.leftAlone.isEmpty, "\(session.report.leftAlone)")
                isUnchanged = session.report.isUnchanged
            }
            require(isUnchanged, "the third round does something")
            let isStrange = inputs.allSatisfy { !Self.roaming.contains($0.name.device) }
            guard isStrange, Set(inputs.map(\.name)).count == inputs.count else { return }
            require(try await store.reader.exportData() == known.export, "a round takes over something else")
        }
    }

    private func withStore<Value: Sendable>(
        _ body: (ArticleStore) async throws -> Value
    ) async throws -> Value {
        let number = used.withLock { number in
            number += 1
            return number
        }
        let file = directory.appending(path: "\(number).sqlite")
        try FileManager.default.copyItem(at: empty, to: file)
        var options = ArticleStoreOptions()
        options.now = { Self.now }
        let store = try ArticleStore(at: file, options: options)
        do {
            let value = try await body(store)
            await store.close()
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: file.path + suffix)
            }
            return value
        } catch {
            await store.close()
            throw error
        }
    }
}

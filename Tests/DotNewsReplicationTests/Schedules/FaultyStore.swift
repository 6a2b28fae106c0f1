import DotNewsPersistence
@testable import DotNewsReplication
import Foundation

/// A store that crashes when it is told to, before a transaction or after it, and whose exchange of knowledge is kept
/// account of.
struct FaultyStore: ReplicaStore {
    let inner: any ReplicaStore
    let knowledge: Knowledge
    let number: Int
    /// Whether the next call fails, and whether before or after it has had its effect.
    let crash: @Sendable () -> Crash?
    /// The most numbers that one object has room for.
    var widestCopy = Int.max

    enum Crash {
        case before
        case after
    }

    private func call<Value>(_ body: () async throws -> Value) async throws -> Value {
        let crash = crash()
        if crash == .before { throw Self.crashed }
        let value = try await body()
        if crash == .after { throw Self.crashed }
        return value
    }

    private static let crashed = StoreError(.inputOutput, while: "crashing", file: "memory")

    private func encoder(_ encode: @escaping ReplicaEncoder) -> ReplicaEncoder {
        { [knowledge, number] segment in
            let object = encode(segment)
            knowledge.seal(object, of: segment.entries.map(\.key), by: number)
            return object
        }
    }

    func replicaStatus() async throws -> ReplicaStatus? {
        try await call { try await inner.replicaStatus() }
    }

    func switchOnReplication(as device: ReplicaDeviceID, named name: String) async throws {
        try await call { try await inner.switchOnReplication(as: device, named: name) }
    }

    func renameReplica(_ name: String) async throws {
        try await call { try await inner.renameReplica(name) }
    }

    func setRemoteStorage(_ address: String) async throws {
        try await call { try await inner.setRemoteStorage(address) }
    }

    func take(_ segment: ReplicaSegment) async throws -> ReplicaMergeReport {
        try await call {
            let report = try await inner.take(segment)
            // Equal segments give equal bytes, so that the object is found again by what it says.
            knowledge.take(SegmentEncoder.object(segment), by: number)
            return report
        }
    }

    func tellEverything() async throws {
        try await call { () throws in try await inner.tellEverything() }
    }

    func noteUnreadable(_ objects: Set<ReplicaMark>) async throws {
        try await call { () throws in try await inner.noteUnreadable(objects) }
    }

    func closeSegment(evenIfEmpty: Bool, encode: @escaping ReplicaEncoder) async throws {
        try await call {
            try await inner.closeSegment(evenIfEmpty: evenIfEmpty, encode: encoder(encode))
        }
    }

    func closeCopy(of range: ClosedRange<Int64>, encode: @escaping ReplicaEncoder) async throws -> Bool {
        guard range.count <= widestCopy else { return false }
        return try await call { try await inner.closeCopy(of: range, encode: encoder(encode)) }
    }

    func outgoingContent(of name: String) async throws -> Data? {
        try await call { try await inner.outgoingContent(of: name) }
    }

    func didPublish(_ name: String, _ record: ReplicaObjectRecord) async throws {
        try await call { () throws in try await inner.didPublish(name, record) }
    }

    func didRemove(_ name: String) async throws {
        try await call { () throws in try await inner.didRemove(name) }
    }

    func takeNewReplicaIdentity(_ device: ReplicaDeviceID, from fork: Int64) async throws {
        try await call { () throws in try await inner.takeNewReplicaIdentity(device, from: fork) }
    }
}

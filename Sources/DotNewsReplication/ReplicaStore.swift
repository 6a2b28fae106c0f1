package import DotNewsFoundation
package import DotNewsPersistence

/// What replication needs of the store that it keeps up to date; every call is one transaction.
package protocol ReplicaStore: Sendable {
    /// What is known of replication; `nil` when it was never switched on.
    func replicaStatus() async throws -> ReplicaStatus?
    /// Makes this store a replica, unless it is one: all that is there is its first change.
    func switchOnReplication(as device: ReplicaDeviceID, named name: String) async throws
    /// Calls this device otherwise.
    func renameReplica(_ name: String) async throws
    /// Remembers where the storage is.
    func setRemoteStorage(_ address: String) async throws
    /// Takes over another device's segment.
    func take(_ segment: ReplicaSegment) async throws -> ReplicaMergeReport
    /// Takes over another device's segment, and makes what it tells this device's own to tell.
    func adopt(_ segment: ReplicaSegment) async throws -> ReplicaMergeReport
    /// Decides the objects that have the changes so far.
    func closeSegment(evenIfEmpty: Bool, encode: @escaping ReplicaEncoder) async throws
    /// Decides an object that has what was last changed in a range that has been sealed; `false` when it is too much.
    func closeCopy(of range: ClosedRange<Int64>, encode: @escaping ReplicaEncoder) async throws -> Bool
    /// The content of an object that has to reach the storage.
    func outgoingContent(of name: String) async throws -> Data?
    /// Notes that an object has reached the storage.
    func didPublish(_ name: String) async throws
    /// Takes another identity, because this one is in use elsewhere.
    func takeNewReplicaIdentity(_ device: ReplicaDeviceID) async throws
}

extension ArticleStore: ReplicaStore {}

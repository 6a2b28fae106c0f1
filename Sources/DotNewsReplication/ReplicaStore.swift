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
    /// Makes everything that is known this device's own to tell.
    func tellEverything() async throws
    /// Notes which objects of other devices cannot be read; those that were noted before are told.
    func noteUnreadable(_ objects: Set<ReplicaMark>) async throws
    /// Decides the objects that have the changes so far.
    func closeSegment(evenIfEmpty: Bool, encode: @escaping ReplicaEncoder) async throws
    /// Decides an object that has what was last changed in a range that has been sealed; `false` when it is too much.
    func closeCopy(of range: ClosedRange<Int64>, encode: @escaping ReplicaEncoder) async throws -> Bool
    /// The content of an object that has to reach the storage.
    func outgoingContent(of name: String) async throws -> Data?
    /// Notes that an object is at the storage.
    func didPublish(_ name: String, _ record: ReplicaObjectRecord) async throws
    /// Notes that an object is not at the storage any more.
    func didRemove(_ name: String) async throws
    /// Takes another identity, because another store has used this one otherwise since number `fork`.
    func takeNewReplicaIdentity(_ device: ReplicaDeviceID, from fork: Int64) async throws
}

extension ArticleStore: ReplicaStore {}

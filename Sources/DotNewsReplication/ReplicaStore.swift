package import DotNewsFoundation
package import DotNewsPersistence

/// What replication needs of the store that it keeps up to date; every call is one transaction.
package protocol ReplicaStore: Sendable {
    /// What is known of replication; `nil` when it was never switched on.
    func replicaStatus() async throws(StoreError) -> ReplicaStatus?
    /// Makes this store a replica, unless it is one: all that is there is its first change.
    func switchOnReplication(as device: ReplicaDeviceID, named name: String) async throws(StoreError)
    /// Calls this device otherwise.
    func renameReplica(_ name: String) async throws(StoreError)
    /// Remembers where the storage is.
    func setRemoteStorage(_ address: String) async throws(StoreError)
    /// Takes over another device's segment.
    func take(_ segment: ReplicaSegment) async throws(StoreError) -> ReplicaMergeReport
    /// Makes everything that is known this device's own to tell.
    func tellEverything() async throws(StoreError)
    /// Notes which objects of other devices cannot be read; those that were noted before are told.
    func noteUnreadable(_ objects: Set<ReplicaMark>) async throws(StoreError)
    /// Decides the objects that have the changes so far.
    func closeSegment(evenIfEmpty: Bool, encode: @escaping ReplicaEncoder) async throws(StoreError)
    /// Decides an object that has what was last changed in a range that has been sealed; `false` when it is too much.
    func closeCopy(of range: ClosedRange<Int64>, encode: @escaping ReplicaEncoder) async throws(StoreError) -> Bool
    /// The content of an object that has to reach the storage.
    func outgoingContent(of name: String) async throws(StoreError) -> Data?
    /// Notes that an object is at the storage.
    func didPublish(_ name: String, _ record: ReplicaObjectRecord) async throws(StoreError)
    /// Notes that an object is not at the storage any more.
    func didRemove(_ name: String) async throws(StoreError)
    /// Takes another identity, because another store has used this one otherwise since number `fork`.
    func takeNewReplicaIdentity(_ device: ReplicaDeviceID, from fork: Int64) async throws(StoreError)
}

extension ArticleStore: ReplicaStore {}

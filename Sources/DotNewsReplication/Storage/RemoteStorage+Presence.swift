import DotNewsFoundation

extension RemoteStorage {
    /// Whether an object is there with this content, as it is after an attempt to create it whose answer was lost. Fails
    /// with ``RemoteStorageError/Code/exists`` when it is there with another.
    func isPresent(
        _ content: Data, named name: ReplicaObjectName, while activity: String
    ) async throws(RemoteStorageError) -> Bool {
        do throws(RemoteStorageError) {
            if try await read(name, maximumSize: content.count) == content { return true }
        } catch {
            if error.code == .missing { return false }
            guard error.code == .tooLarge else { throw error }
        }
        throw RemoteStorageError(
            .exists, while: activity, reason: "there is something of this name with other content")
    }
}

import DotNewsFoundation

extension ReplicaPlace {
    /// Whether an object is there with this content, as it is after an attempt to create it whose answer was lost. Fails
    /// with ``ReplicaPlaceError/Code/exists`` when it is there with another.
    func isPresent(
        _ content: Data, named name: ReplicaObjectName, while activity: String
    ) async throws(ReplicaPlaceError) -> Bool {
        do throws(ReplicaPlaceError) {
            if try await read(name, maximumSize: content.count) == content { return true }
        } catch {
            if error.code == .missing { return false }
            guard error.code == .tooLarge else { throw error }
        }
        throw ReplicaPlaceError(
            .exists, while: activity, reason: "there is something of this name with other content")
    }
}

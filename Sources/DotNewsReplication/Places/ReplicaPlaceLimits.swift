/// What every place keeps to.
package enum ReplicaPlaceLimits {
    /// The most objects that a listing may have: a hundred times what compaction leaves of ten devices.
    package static let maximumObjects = 100_000

    static func tooManyObjects(_ activity: String) -> ReplicaPlaceError {
        ReplicaPlaceError(
            .malformedResponse, while: activity,
            reason: "there are more than \(maximumObjects) objects, so that this can be no place of a reader's devices")
    }

    static func tooLarge(_ maximumSize: Int, _ activity: String) -> ReplicaPlaceError {
        ReplicaPlaceError(.tooLarge, while: activity, reason: "it is larger than \(maximumSize) bytes")
    }
}

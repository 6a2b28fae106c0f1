/// What every storage keeps to.
package enum RemoteStorageLimits {
    /// The most objects that a listing may have: a hundred times what compaction leaves of ten devices.
    package static let maximumObjects = 100_000

    static func tooManyObjects(_ activity: String) -> RemoteStorageError {
        RemoteStorageError(
            .malformedResponse, while: activity,
            reason:
                "there are more than \(maximumObjects) objects, so that this can be no storage of a reader's devices")
    }

    static func tooLarge(_ maximumSize: Int, _ activity: String) -> RemoteStorageError {
        RemoteStorageError(.tooLarge, while: activity, reason: "it is larger than \(maximumSize) bytes")
    }
}

import DotNewsReplication
import Foundation
import Synchronization

/// A storage in memory, which fails when it is told to.
final class MemoryStorage: RemoteStorage {
    /// What is done to the storage, for ``onCall``.
    enum Call: Hashable {
        case list
        case read(ReplicaObjectName)
        case create(ReplicaObjectName)
        case remove(ReplicaObjectName)
    }

    /// When a call fails.
    enum Failure {
        /// Nothing happens, and an error is returned.
        case before(RemoteStorageError.Code)
        /// It happens, but an error is returned: the answer was lost.
        case after(RemoteStorageError.Code)
    }

    private let state = Mutex<[ReplicaObjectName: Data]>([:])
    private let calls = Mutex<[Call]>([])
    private let lag = Mutex<[ReplicaObjectName: Int]?>(nil)
    private let failure = Mutex<(@Sendable (Call) -> Failure?)?>(nil)

    /// What is there.
    var objects: [ReplicaObjectName: Data] {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    /// What was asked since the last time that this was read.
    func takeCalls() -> [Call] {
        calls.withLock { calls in
            defer { calls = [] }
            return calls
        }
    }

    /// Asked before each call whether it fails.
    func onCall(_ body: (@Sendable (Call) -> Failure?)?) { failure.withLock { $0 = body } }

    /// What is listed, names and sizes, though it has changed since; `nil` for what is there.
    func setListing(_ listing: [ReplicaObjectName: Int]?) { lag.withLock { $0 = listing } }

    func list() async throws(RemoteStorageError) -> [ReplicaObject] {
        try perform(.list) { () throws(RemoteStorageError) in
            let listing = lag.withLock { $0 } ?? objects.mapValues(\.count)
            return listing.map { ReplicaObject(name: $0.key, size: $0.value) }
        }
    }

    func read(_ name: ReplicaObjectName, maximumSize: Int) async throws(RemoteStorageError) -> Data {
        try perform(.read(name)) { () throws(RemoteStorageError) in
            guard let content = objects[name] else { throw Self.error(.missing) }
            guard content.count <= maximumSize else { throw Self.error(.tooLarge) }
            return content
        }
    }

    func create(_ content: Data, named name: ReplicaObjectName) async throws(RemoteStorageError) {
        try perform(.create(name)) { () throws(RemoteStorageError) in
            let isNew = state.withLock { objects in
                guard objects[name] == nil else { return false }
                objects[name] = content
                return true
            }
            if !isNew { throw Self.error(.exists) }
        }
    }

    func remove(_ name: ReplicaObjectName) async throws(RemoteStorageError) {
        try perform(.remove(name)) { () throws(RemoteStorageError) in
            state.withLock { $0[name] = nil }
        }
    }

    private func perform<Value>(
        _ call: Call, _ body: () throws(RemoteStorageError) -> Value
    ) throws(RemoteStorageError) -> Value {
        if Task.isCancelled { throw Self.error(.cancelled) }
        calls.withLock { $0.append(call) }
        let failure = failure.withLock { $0 }?(call)
        if case .before(let code)? = failure { throw Self.error(code) }
        let value = try body()
        if case .after(let code)? = failure { throw Self.error(code) }
        return value
    }

    private static func error(_ code: RemoteStorageError.Code) -> RemoteStorageError {
        RemoteStorageError(code, while: "using a storage in memory", reason: "it was told to")
    }
}

import DotNewsPersistence
import Synchronization

/// Who has seen what, kept apart from the stores: every addition to a set has a number of its own, and every device
/// knows some of them, and of some that they were removed by somebody who knew them. What a device tells is known to
/// those who read it. A member is there when somebody added it in a way that nobody removed.
final class Knowledge: Sendable {
    struct Facts: Hashable, Sendable {
        var added: Set<Int> = []
        var removed: Set<Int> = []

        var isPresent: Bool { !added.subtracting(removed).isEmpty }

        mutating func learn(_ other: Facts) {
            added.formUnion(other.added)
            removed.formUnion(other.removed)
        }
    }

    private struct State {
        var lastAddition = 0
        var devices: [Int: [ReplicaKey: Facts]] = [:]
        /// What the objects tell, by their names and contents.
        var objects: [OutgoingObject: [ReplicaKey: Facts]] = [:]
    }

    private let state = Mutex(State())

    /// A device has added a member.
    func add(_ key: ReplicaKey, by device: Int) {
        state.withLock { state in
            state.lastAddition += 1
            state.devices[device, default: [:]][key, default: Facts()].added.insert(state.lastAddition)
        }
    }

    /// A device has removed a member, as often as it knows that it was added.
    func remove(_ key: ReplicaKey, by device: Int) {
        state.withLock { state in
            guard let facts = state.devices[device]?[key] else { return }
            state.devices[device]?[key]?.removed = facts.added
        }
    }

    /// A device has made an object of what it knows of some things.
    func seal(_ object: OutgoingObject, of keys: [ReplicaKey], by device: Int) {
        state.withLock { state in
            let known = state.devices[device] ?? [:]
            state.objects[object] = known.filter { keys.contains($0.key) }
        }
    }

    /// A device has taken over an object.
    func take(_ object: OutgoingObject, by device: Int) {
        state.withLock { state in
            for (key, facts) in state.objects[object] ?? [:] {
                state.devices[device, default: [:]][key, default: Facts()].learn(facts)
            }
        }
    }

    /// What a device knows.
    func facts(of device: Int) -> [ReplicaKey: Facts] { state.withLock { $0.devices[device] ?? [:] } }

    /// A device knows again what it knew once.
    func restore(_ facts: [ReplicaKey: Facts], of device: Int) { state.withLock { $0.devices[device] = facts } }

    /// Everything that any device knows.
    var all: [ReplicaKey: Facts] {
        state.withLock { state in
            var all: [ReplicaKey: Facts] = [:]
            for known in state.devices.values {
                for (key, facts) in known { all[key, default: Facts()].learn(facts) }
            }
            return all
        }
    }
}

import DotNewsModels
import DotNewsPersistence
@testable import DotNewsReplication
import Foundation
import Synchronization
import DotNewsTestSupport

/// A store that a schedule uses, in memory or in a file.
protocol ScheduledStore: Sendable {
    var replica: any ReplicaStore { get }
    func perform(_ action: ReaderAction) async throws
    func setClock(_ seconds: Double)
    func isPresent(_ key: ReplicaKey) async throws -> Bool
    /// Everything that must be equal in the end.
    func summary() async throws -> String
    /// Ends the process that has it open, and starts another.
    func restart() throws
    /// Keeps a copy.
    func backUp() async throws
    /// Puts the copy in its place.
    func restore() async throws
    /// Becomes what another store is, as a disk that was copied to another machine.
    func copy(_ other: any ScheduledStore) async throws
}

/// Some devices, a storage or a folder each, and what happens to them: a random history with a fixed seed.
struct Schedule {
    struct Device {
        let number: Int
        let store: any ScheduledStore
        let storage: MemoryStorage
        /// How far its clock is wrong, in seconds.
        let skew: Double
        /// What it knew, and what was at its storage, when it was backed up.
        var backup: (facts: [ReplicaKey: Knowledge.Facts], objects: [ReplicaObjectName: Data])?
        /// What was listed at its storage some time ago.
        var oldListing: [ReplicaObjectName: Int] = [:]
    }

    /// What may happen.
    struct Risks {
        /// Stores are restored from backups, storages with them or not, and copied.
        var toStores = false
        /// Objects are lost, flipped, cut, forged and put back, and listings are old.
        var toObjects = false
    }

    private(set) var devices: [Device] = []
    let knowledge = Knowledge()
    private var generator: SeededGenerator
    /// Whether devices have a folder each, between which files are copied, rather than one storage for all.
    private let isMesh: Bool
    private let risks: Risks
    private var seconds = 0.0
    /// Changes of folders that have not reached all others.
    private var letters: [(to: Int, name: ReplicaObjectName, content: Data?)] = []
    private(set) var hasRestored = false
    /// Every object that ever was.
    private var pastObjects: [ReplicaObjectName: Data] = [:]
    /// How many rounds were cut off.
    private(set) var interruptions = 0

    init(
        seed: UInt64, risks: Risks, makeStore: (SharedGenerator) throws -> any ScheduledStore
    ) throws {
        var generator = SeededGenerator(seed: seed)
        isMesh = Int.random(in: 0..<3, using: &generator) == 0
        self.risks = risks
        let links = SharedGenerator(seed: generator.next())
        let shared = MemoryStorage()
        for number in 0..<Int.random(in: 2...5, using: &generator) {
            devices.append(
                Device(
                    number: number, store: try makeStore(links), storage: isMesh ? MemoryStorage() : shared,
                    skew: Double(Int.random(in: -5...5, using: &generator)) * 3_600))
        }
        self.generator = generator
    }

    /// Does random things.
    mutating func run(steps: Int) async throws {
        for _ in 0..<steps {
            let index = Int.random(in: devices.indices, using: &generator)
            seconds += Double(Int.random(in: 0...20, using: &generator))
            devices[index].store.setClock(seconds + devices[index].skew)
            switch Int.random(in: 0..<100, using: &generator) {
            case 0..<50: try await act(ReaderAction.random(using: &generator), on: index)
            case 50..<80: try await replicate(index, mayFail: true)
            case 80..<86: deliver(count: Int.random(in: 1...4, using: &generator))
            case 86..<92: if risks.toObjects { spoil(at: index) }
            case 92..<94: try devices[index].store.restart()
            case 94: try await copy(over: index)
            default: try await backUpOrRestore(index)
            }
        }
    }

    /// Has everything reach everyone; returns whether it came to rest.
    mutating func settle() async throws -> Bool {
        // Parts of logs of identities that are gone may be missing for ever.
        let mayMiss = risks.toObjects || risks.toStores
        var quietTurns = 0
        for _ in 0..<30 {
            var isQuiet = true
            for index in devices.indices {
                deliver(count: .max)
                let report = try await replicate(index, mayFail: false)
                if report?.isUnchanged != true { isQuiet = false }
                if !mayMiss, report?.missing.isEmpty != true { isQuiet = false }
            }
            quietTurns = isQuiet ? quietTurns + 1 : 0
            // What cannot be read is told when it cannot be read for the second time.
            if quietTurns == 2 { return true }
        }
        return false
    }

    // MARK: Steps

    private mutating func act(_ action: ReaderAction, on index: Int) async throws {
        let store = devices[index].store
        let added = try await action.additions { key in try await store.isPresent(key) }
        let removed = action.removal
        try await store.perform(action)
        for key in added { knowledge.add(key, by: index) }
        if let removed { knowledge.remove(removed, by: index) }
    }

    @discardableResult
    private mutating func replicate(_ index: Int, mayFail: Bool) async throws -> ReplicationReport? {
        let device = devices[index]
        let storeFault = mayFail && Int.random(in: 0..<4, using: &generator) == 0
        let storageFault = mayFail && !storeFault && Int.random(in: 0..<3, using: &generator) == 0
        let crash = Countdown<FaultyStore.Crash>(
            storeFault ? Int.random(in: 0..<10, using: &generator) : nil,
            Bool.random(using: &generator) ? .before : .after)
        let failure = Countdown<MemoryStorage.Failure>(
            storageFault ? Int.random(in: 0..<6, using: &generator) : nil,
            Bool.random(using: &generator) ? .before(.unavailable) : .after(.unavailable))
        device.storage.onCall { _ in failure.next() }
        defer { device.storage.onCall(nil) }
        let before = device.storage.objects
        let listing = before.mapValues(\.count)
        if mayFail, risks.toObjects, Int.random(in: 0..<6, using: &generator) == 0 {
            device.storage.setListing(device.oldListing)
        } else if Int.random(in: 0..<4, using: &generator) == 0 {
            devices[index].oldListing = listing
        }
        defer {
            device.storage.setListing(nil)
            post(from: index, before)
        }
        let ids = SharedGenerator(seed: generator.next())
        var session = ReplicationSession(
            store: FaultyStore(
                inner: device.store.replica, knowledge: knowledge, number: index, crash: { crash.next() }),
            storage: device.storage, makeDeviceID: { ids.deviceID() })
        session.compaction.factor = 3
        do {
            try await session.run(name: nil, defaultName: "device \(index)")
            return session.report
        } catch {
            guard storeFault || storageFault else { throw error }
            interruptions += 1
            if storeFault { try device.store.restart() }
            return nil
        }
    }

    private mutating func backUpOrRestore(_ index: Int) async throws {
        guard risks.toStores else { return }
        if let backup = devices[index].backup {
            try await devices[index].store.restore()
            knowledge.restore(backup.facts, of: index)
            devices[index].backup = nil
            hasRestored = true
            guard Bool.random(using: &generator) else { return }
            let before = devices[index].storage.objects
            devices[index].storage.objects = backup.objects
            post(from: index, before)
        } else {
            try await devices[index].store.backUp()
            devices[index].backup = (knowledge.facts(of: index), devices[index].storage.objects)
        }
    }

    /// Makes a device's store a copy of another one's.
    private mutating func copy(over index: Int) async throws {
        let other = Int.random(in: devices.indices, using: &generator)
        guard risks.toStores, other != index else { return }
        try await devices[index].store.copy(devices[other].store)
        knowledge.restore(knowledge.facts(of: other), of: index)
        hasRestored = true
    }

    /// Does something to an object at a storage, which whatever carries folders takes for a change, or does not see.
    private mutating func spoil(at index: Int) {
        let before = devices[index].storage.objects
        let (name, content) = spoiled(before)
        guard let name else { return }
        // Files that come and go are carried; what has changed in one may not be seen.
        let isCarried = content == nil || before[name] == nil || Bool.random(using: &generator)
        defer { if isCarried { post(from: index, before) } }
        devices[index].storage.objects[name] = content
    }

    private mutating func spoiled(_ objects: [ReplicaObjectName: Data]) -> (ReplicaObjectName?, Data?) {
        guard let object = objects.sorted(by: { $0.key < $1.key }).randomElement(using: &generator),
            let log = LogObjectName(object.key)
        else { return (nil, nil) }
        guard !object.value.isEmpty else { return (object.key, nil) }
        let garbage = Data((0..<20).map { _ in UInt8.random(in: 0...255, using: &generator) })
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: return (object.key, nil)
        case 1:
            var content = object.value
            content[Int.random(in: content.indices, using: &generator)] ^= 0x41
            return (object.key, content)
        case 2: return (object.key, object.value.prefix(Int.random(in: 0..<object.value.count, using: &generator)))
        case 3:
            // As wide as a log can be, with a link that is right.
            let name = LogObjectName(device: log.device, range: 1...log.range.upperBound, link: log.link)
            let wide = ReplicaObjectName(name.text)
            return wide.map { objects[$0] } == .some(nil) ? (wide, garbage) : (nil, nil)
        case 4:
            let range = Int64.random(in: 1...9, using: &generator)...Int64.random(in: 9...9_000, using: &generator)
            let name = LogObjectName(device: log.device, range: range, link: generator.next())
            return (ReplicaObjectName(name.text), Bool.random(using: &generator) ? garbage : object.value)
        default:
            let past = pastObjects.sorted(by: { $0.key < $1.key }).randomElement(using: &generator)
            return (past?.key, past?.value)
        }
    }

    // MARK: Folders

    /// Sends what has changed in a folder to all others.
    private mutating func post(from index: Int, _ before: [ReplicaObjectName: Data]) {
        let after = devices[index].storage.objects
        pastObjects.merge(after) { _, new in new }
        guard isMesh else { return }
        for name in Set(before.keys).union(after.keys).sorted() where before[name] != after[name] {
            for other in devices.indices where other != index { letters.append((other, name, after[name])) }
        }
    }

    /// Copies some files to other folders, in any order, some twice.
    private mutating func deliver(count: Int) {
        for _ in 0..<min(count, letters.count) {
            let index = Int.random(in: letters.indices, using: &generator)
            let letter = letters[index]
            // What happens to one file stays in order, as with a program that copies folders.
            let first = letters.firstIndex { $0.to == letter.to && $0.name == letter.name } ?? index
            devices[letters[first].to].storage.objects[letters[first].name] = letters[first].content
            if Int.random(in: 0..<8, using: &generator) > 0 || count == .max { letters.remove(at: first) }
        }
    }
}

/// Gives a value at one of the times it is asked.
final class Countdown<Value: Sendable>: Sendable {
    private let left: Mutex<Int?>
    private let value: Value

    init(_ count: Int?, _ value: Value) {
        left = Mutex(count)
        self.value = value
    }

    func next() -> Value? {
        left.withLock { left in
            guard let count = left else { return nil }
            left = count == 0 ? nil : count - 1
            return count == 0 ? value : nil
        }
    }
}

/// A generator that closures share.
final class SharedGenerator: Sendable {
    private let generator: Mutex<SeededGenerator>

    init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    func deviceID() -> ReplicaDeviceID { generator.withLock { ReplicaDeviceID.random(using: &$0) } }
    func link() -> UInt64 { generator.withLock { UInt64.random(in: 1 ... .max, using: &$0) } }
}

extension ReaderAction {
    /// The members that doing it adds, given which are there.
    func additions(_ isPresent: (ReplicaKey) async throws -> Bool) async throws -> [ReplicaKey] {
        switch self {
        case .bookmark(let id, true):
            let key = ReplicaKey.bookmark(ArticleKey(id))
            return try await isPresent(key) ? [] : [key]
        case .addLabel(let id, let label):
            let (key, bookmark) = (ReplicaKey.label(ArticleKey(id), label), ReplicaKey.bookmark(ArticleKey(id)))
            if try await !isPresent(key) { return [key, bookmark] }
            return try await isPresent(bookmark) ? [] : [bookmark]
        case .follow(let topic, true):
            return try await isPresent(.followed(topic)) ? [] : [.followed(topic)]
        case .mute(let topic, true):
            return try await isPresent(.muted(topic)) ? [] : [.muted(topic)]
        default:
            return []
        }
    }

    /// The member that doing it removes.
    var removal: ReplicaKey? {
        switch self {
        case .bookmark(let id, false): .bookmark(ArticleKey(id))
        case .removeLabel(let id, let label): .label(ArticleKey(id), label)
        case .follow(let topic, false): .followed(topic)
        case .mute(let topic, false): .muted(topic)
        default: nil
        }
    }
}

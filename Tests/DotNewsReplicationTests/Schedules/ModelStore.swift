import DotNewsModels
import DotNewsPersistence
import DotNewsReplication
import Foundation
import Synchronization

/// What a store does, in memory and by the shortest way: the rules of docs/sync.md and docs/reader-state.md over a
/// dictionary. Joining is the package's own; all else is written again.
final class ModelStore: ReplicaStore {
    struct State {
        var contents: [ReplicaKey: ReplicaContent] = [:]
        /// In which of this device's segments the last change of a thing belongs.
        var marks: [ReplicaKey: Int64] = [:]
        /// In which of this device's segments its last addition of a member belongs.
        var additions: [ReplicaKey: Int64] = [:]
        var device: ReplicaDeviceID?
        var name = ""
        var sequence: Int64 = 1
        var objects: [String: Published] = [:]
        /// The links of all logs, and since which of this device's segments it tells itself what they told.
        var links: [ReplicaMark: Link] = [:]
        /// What could not be read, and the segment that tells it.
        var unreadable: [ReplicaMark: Int64?] = [:]
        var now: Int64 = 1_747_713_600_000
    }

    struct Link {
        var previous: UInt64
        var sequence: Int64?
    }

    struct Published {
        var record: ReplicaObjectRecord
        var isCopy: Bool
        var content: Data?
    }

    let state = Mutex(State())
    private let randomLink: @Sendable () -> UInt64

    init(randomLink: @escaping @Sendable () -> UInt64) { self.randomLink = randomLink }

    var contents: [ReplicaKey: ReplicaContent] { state.withLock { $0.contents } }

    func perform(_ action: ReaderAction) { state.withLock { $0.perform(action) } }

    func setClock(_ seconds: Double) { state.withLock { $0.now = 1_747_713_600_000 + Int64(seconds * 1_000) } }

    // MARK: ReplicaStore

    func replicaStatus() async throws(StoreError) -> ReplicaStatus? { state.withLock { $0.status } }

    func switchOnReplication(as device: ReplicaDeviceID, named name: String) async throws(StoreError) {
        state.withLock { state in
            state.device = device
            state.name = name
            for (key, content) in state.contents {
                state.marks[key] = 1
                if case .additions(_, let time) = content {
                    let own = ReplicaAddition(device: device, added: 1, removed: 0)
                    state.contents[key] = .additions(content.value == nil ? [] : [own], changedAt: time)
                    if content.value != nil { state.additions[key] = 1 }
                }
            }
        }
    }

    func renameReplica(_ name: String) async throws(StoreError) { state.withLock { $0.name = name } }
    func setRemoteStorage(_ address: String) async throws(StoreError) {}

    func take(_ segment: ReplicaSegment) async throws(StoreError) -> ReplicaMergeReport {
        state.withLock { $0.take(segment) }
    }

    func tellEverything() async throws(StoreError) { state.withLock { $0.tellEverything(as: $0.sequence) } }

    func noteUnreadable(_ objects: Set<ReplicaMark>) async throws(StoreError) {
        state.withLock { state in
            let old = state.unreadable
            state.unreadable = [:]
            for mark in objects { state.unreadable[mark] = .some(old[mark].map { $0 ?? state.sequence } ?? nil) }
        }
    }

    func closeSegment(evenIfEmpty: Bool, encode: @escaping ReplicaEncoder) async throws(StoreError) {
        state.withLock { state in
            let number = state.sequence
            let previous = state.ownLinks.max { $0.number < $1.number }?.link ?? 0
            state.links[ReplicaMark(device: state.device!, number: number, link: randomLink())] = .init(
                previous: previous)
            state.keep(encode(state.segment(number...number)), isCopy: false)
            state.sequence += 1
        }
    }

    func closeCopy(of range: ClosedRange<Int64>, encode: @escaping ReplicaEncoder) async throws(StoreError) -> Bool {
        state.withLock { state in
            state.keep(encode(state.segment(range)), isCopy: true)
            return true
        }
    }

    func outgoingContent(of name: String) async throws(StoreError) -> Data? {
        state.withLock { $0.objects[name]?.content }
    }

    func didPublish(_ name: String, _ record: ReplicaObjectRecord) async throws(StoreError) {
        state.withLock { $0.objects[name] = Published(record: record, isCopy: true, content: nil) }
    }

    func didRemove(_ name: String) async throws(StoreError) {
        state.withLock { if $0.objects[name]?.content == nil { $0.objects[name] = nil } }
    }

    func takeNewReplicaIdentity(_ device: ReplicaDeviceID, from fork: Int64) async throws(StoreError) {
        state.withLock { $0.takeNewIdentity(device, from: fork) }
    }
}

extension ModelStore.State {
    fileprivate var status: ReplicaStatus? {
        guard let device else { return nil }
        var logs: [ReplicaDeviceID: ReplicaLog] = [:]
        for (mark, link) in links {
            logs[mark.device, default: ReplicaLog()].insert(
                mark.link,
                at: ReplicaLog.Place(number: mark.number, previous: link.previous, isTold: link.sequence != nil))
        }
        let hasChanges =
            marks.values.contains(sequence) || links.values.contains { $0.sequence == sequence }
            || unreadable.values.contains(sequence)
        return ReplicaStatus(
            device: device, name: name, sequence: sequence, hasChanges: hasChanges,
            log: logs.removeValue(forKey: device) ?? ReplicaLog(), objects: objects.mapValues(\.record),
            unreadable: unreadable.mapValues { $0 != nil },
            others: logs.sorted { $0.key < $1.key }.map {
                KnownReplica(id: $0.key, name: "", writtenAt: nil, log: $0.value)
            })
    }

    fileprivate var ownLinks: [ReplicaMark] { links.keys.filter { $0.device == device }.sorted() }

    fileprivate mutating func keep(_ object: OutgoingObject, isCopy: Bool) {
        let new = ReplicaObjectRecord(range: object.range, content: object.content, isOutgoing: true)
        var published = objects[object.name] ?? .init(record: new, isCopy: isCopy, content: nil)
        published.record.isOutgoing = true
        published.content = object.content
        objects[object.name] = published
    }

    fileprivate mutating func tellEverything(as sequence: Int64) {
        marks = contents.mapValues { _ in sequence }
        for mark in links.keys where mark.device != device { links[mark]?.sequence = sequence }
    }

    fileprivate func segment(_ range: ClosedRange<Int64>) -> ReplicaSegment {
        let own = ownLinks.filter { range.contains($0.number) }
        return ReplicaSegment(
            device: device!, deviceName: name, range: range, writtenAt: now,
            links: [links[own[0]]!.previous] + own.map(\.link),
            adopted: links.filter { $0.value.sequence.map(range.contains) ?? false }.keys.sorted(),
            unreadable: unreadable.filter { $0.value.map(range.contains) ?? false }.keys.sorted(),
            entries: marks.filter { range.contains($0.value) }.compactMap { key, _ in
                contents[key].map { ReplicaEntry(key, $0) }
            })
    }

    fileprivate mutating func take(_ segment: ReplicaSegment) -> ReplicaMergeReport {
        var report = ReplicaMergeReport()
        for entry in segment.entries {
            let joined = contents[entry.key]?.joined(with: entry.content) ?? entry.content
            guard joined != contents[entry.key] else { continue }
            contents[entry.key] = joined
            report.changes += 1
        }
        dropCleared()
        for (index, link) in segment.links.enumerated().dropFirst() {
            let number = segment.range.lowerBound + Int64(index) - 1
            let mark = ReplicaMark(device: segment.device, number: number, link: link)
            if links[mark] == nil { links[mark] = ModelStore.Link(previous: segment.links[index - 1]) }
        }
        return report
    }

    private func clearing(_ what: ReaderClearing) -> Int64 { contents[.cleared(what)]?.changedAt ?? -1 }

    private mutating func dropCleared() {
        let (history, searches) = (clearing(.history), clearing(.searches))
        for (key, content) in contents {
            switch key {
            case .visit(_, let time) where time <= history: drop(key)
            case .search where (content.changedAt ?? 0) <= searches: drop(key)
            default: break
            }
        }
    }

    private mutating func drop(_ key: ReplicaKey) {
        contents[key] = nil
        marks[key] = nil
    }

    fileprivate mutating func takeNewIdentity(_ new: ReplicaDeviceID, from fork: Int64) {
        let old = device!
        let unpublished =
            objects.values.filter { !$0.isCopy && $0.content != nil }.map(\.record.range.lowerBound).min() ?? sequence
        for (key, sequence) in additions {
            additions[key] = nil
            guard sequence >= min(fork, unpublished), case .additions(var known, let time)? = contents[key] else {
                continue
            }
            if known.contains(where: { $0.device == old && $0.isPresent }) {
                known.append(ReplicaAddition(device: new, added: 1, removed: 0))
                additions[key] = 1
            }
            if sequence >= unpublished { known.removeAll { $0.device == old } }
            contents[key] = .additions(known.sorted { $0.device < $1.device }, changedAt: time)
        }
        links = links.filter { $0.key.device != old || $0.key.number < unpublished }
        unreadable = unreadable.mapValues { $0.map { _ in 1 } }
        (device, sequence, objects) = (new, 1, [:])
        tellEverything(as: 1)
    }
}

// MARK: - What a reader does

extension ModelStore.State {
    fileprivate mutating func perform(_ action: ReaderAction) {
        switch action {
        case .bookmark(let id, let flag): setMember(.bookmark(ArticleKey(id)), flag)
        case .addLabel(let id, let label):
            let isNew = setMember(.label(ArticleKey(id), label), true)
            setMember(.bookmark(ArticleKey(id)), true, touches: isNew)
        case .removeLabel(let id, let label): setMember(.label(ArticleKey(id), label), false)
        case .read(let ids, let flag): for id in ids { setRegister(.read(ArticleKey(id)), flag ? "1" : nil) }
        case .position(let id, let position):
            setRegister(
                .position(ArticleKey(id)),
                position.map { "\($0.block) \($0.offset) \($0.fingerprint)" })
        case .visit(let id):
            let key = ReplicaKey.visit(ArticleKey(id), at: max(now, clearing(.history) + 1))
            if contents[key] == nil {
                contents[key] = .fact
                mark(key)
            }
            setRegister(.read(ArticleKey(id)), "1")
        case .search(let text):
            setRegister(.search(text), "1", at: max(now, clearing(.searches) + 1), touches: true)
        case .forgetSearch(let text): setRegister(.search(text), nil)
        case .preference(let name, let value): setRegister(.preference(name), value)
        case .follow(let topic, let flag): setMember(.followed(topic), flag)
        case .mute(let topic, let flag): setMember(.muted(topic), flag)
        case .clearHistory: clear(.history)
        case .clearSearches: clear(.searches)
        }
    }

    private mutating func mark(_ key: ReplicaKey) {
        if device != nil { marks[key] = sequence }
    }

    private mutating func setRegister(_ key: ReplicaKey, _ value: String?, at time: Int64? = nil, touches: Bool = false)
    {
        let old = contents[key]
        if old == nil, value == nil { return }
        if let old, old.value == value, !touches { return }
        contents[key] = .register(value, changedAt: max(time ?? now, (old?.changedAt ?? -1) + 1))
        mark(key)
    }

    @discardableResult
    private mutating func setMember(_ key: ReplicaKey, _ flag: Bool, touches: Bool = false) -> Bool {
        let old = contents[key]
        if old == nil, !flag { return false }
        if let old, (old.value != nil) == flag, !touches { return false }
        var additions: [ReplicaAddition] = []
        if case .additions(let known, _)? = old { additions = known }
        let device = device ?? .init("00000000000000000000000000000000")!
        if flag {
            self.additions[key] = sequence
            if let index = additions.firstIndex(where: { $0.device == device }) {
                additions[index].added = max(additions[index].added, additions[index].removed) + 1
            } else {
                additions.append(ReplicaAddition(device: device, added: 1, removed: 0))
                additions.sort { $0.device < $1.device }
            }
        } else {
            for index in additions.indices { additions[index].removed = additions[index].added }
        }
        contents[key] = .additions(additions, changedAt: max(now, (old?.changedAt ?? -1) + 1))
        mark(key)
        return true
    }

    private mutating func clear(_ what: ReaderClearing) {
        let times = contents.compactMap { key, content -> Int64? in
            switch (key, what) {
            case (.visit(_, let time), .history): time
            case (.search, .searches): content.changedAt
            default: nil
            }
        }
        let time = max(now, times.max() ?? 0)
        let key = ReplicaKey.cleared(what)
        if time > clearing(what) {
            contents[key] = .register("1", changedAt: time)
            mark(key)
        }
        dropCleared()
    }
}

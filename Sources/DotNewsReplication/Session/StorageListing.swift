import DotNewsPersistence

/// An object of a log, as a listing tells of it. Its name is nobody's word: what it is shows when it has been opened.
struct LogObject: Hashable, Sendable {
    let log: LogObjectName
    let name: ReplicaObjectName
    let size: Int?

    var range: ClosedRange<Int64> { log.range }
}

/// What is at a storage, by device.
struct StorageListing: Sendable {
    private(set) var logs: [ReplicaDeviceID: [LogObject]] = [:]
    /// What is not taken into account, and why.
    private(set) var ignored: [ReplicationReport.LeftObject] = []

    /// The largest size that is believed, 1 TiB: what a server claims is added up and multiplied.
    private static let maximumSize = 1 << 40

    init(_ objects: [ReplicaObject]) {
        for object in objects.sorted(by: { $0.name < $1.name }) {
            guard let log = LogObjectName(object.name) else {
                ignored.append(.init(name: object.name, reason: "it is not part of a log"))
                continue
            }
            let size = object.size.map { min(max($0, 0), Self.maximumSize) }
            logs[log.device, default: []].append(LogObject(log: log, name: object.name, size: size))
        }
    }

    /// The objects of a device, by name, and so by range.
    func objects(of device: ReplicaDeviceID) -> [LogObject] { logs[device] ?? [] }
}

extension ReplicaLog {
    /// Whether everything that an object has is known.
    func covers(_ object: LogObject) -> Bool { links(of: object.range, endingWith: object.log.link) != nil }

    /// Whether something that only its own device tells is in none of these objects.
    func isMissing(from objects: [LogObject]) -> Bool {
        var present: Set<UInt64> = []
        for object in objects { present.formUnion(links(of: object.range, endingWith: object.log.link) ?? []) }
        return places.contains { !$0.value.isTold && !present.contains($0.key) }
    }
}

extension ReplicaSegment {
    /// What it says of its own log: its numbers and the one before, with their links.
    var marks: [ReplicaMark] {
        links.enumerated().compactMap { (index, link) in
            link == 0
                ? nil : ReplicaMark(device: device, number: range.lowerBound + Int64(index) - 1, link: link)
        }
    }
}

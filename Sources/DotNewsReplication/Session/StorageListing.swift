import DotNewsPersistence

/// An object of a log, as a listing tells of it.
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

    /// The most devices whose logs are read.
    static let maximumDevices = LogFormat.maximumDevices
    /// The most objects of one device that are looked at: a device that follows the rules has fewer than 200.
    static let maximumObjects = 1_000
    /// The largest size that is believed, 1 TiB: what a server claims is added up and multiplied.
    private static let maximumSize = 1 << 40

    init(_ objects: [ReplicaObject], known: Set<ReplicaDeviceID>) {
        for object in objects.sorted(by: { $0.name < $1.name }) {
            guard let log = LogObjectName(object.name) else {
                ignored.append(.init(name: object.name, reason: "it is not part of a log"))
                continue
            }
            let size = object.size.map { min(max($0, 0), Self.maximumSize) }
            logs[log.device, default: []].append(LogObject(log: log, name: object.name, size: size))
        }
        boundDevices(known: known)
        for (device, objects) in logs where objects.count > Self.maximumObjects {
            // The widest have what the others have, too.
            let byWidth = objects.sorted { $0.range.count > $1.range.count }
            logs[device] = Array(byWidth.prefix(Self.maximumObjects))
            ignore(byWidth.dropFirst(Self.maximumObjects), "its device has too many objects")
        }
    }

    private mutating func boundDevices(known: Set<ReplicaDeviceID>) {
        guard logs.count > Self.maximumDevices else { return }
        let ordered = logs.keys.sorted { (known.contains($0) ? 0 : 1, $0) < (known.contains($1) ? 0 : 1, $1) }
        for device in ordered.dropFirst(Self.maximumDevices) {
            ignore(logs.removeValue(forKey: device) ?? [], "there are logs of more than \(Self.maximumDevices) devices")
        }
    }

    private mutating func ignore(_ objects: some Sequence<LogObject>, _ reason: String) {
        ignored += objects.map { ReplicationReport.LeftObject(name: $0.name, reason: reason) }
    }

    /// The objects of a device, by range.
    func objects(of device: ReplicaDeviceID) -> [LogObject] {
        (logs[device] ?? []).sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
    }
}

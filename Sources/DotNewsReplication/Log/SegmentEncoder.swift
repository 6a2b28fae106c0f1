import DotNewsFoundation
import DotNewsModels
import DotNewsPersistence

/// The form in which segments are at a storage; docs/sync.md has it byte by byte.
enum LogFormat {
    static let magic: [UInt8] = Array("DNRL".utf8)
    static let version: UInt8 = 1
    /// The largest object that is read, in bytes.
    static let maximumSize = 16 << 20
    /// The most devices of an object that is read: more than there can be, as identities that are gone are mentioned for
    /// as long as what they added is known.
    static let maximumMentionedDevices = 65_536
    /// The longest name of a device, in bytes of UTF-8.
    static let maximumNameLength = 64
    static let checksumSize = 8
}

/// Writes a segment. Equal segments give equal bytes, whatever the order of their entries.
struct SegmentEncoder {
    private var writer = LogWriter()
    private var indexes: [ReplicaDeviceID: UInt64] = [:]
    private var lastTime: Int64 = 0

    /// The object that has a segment.
    static func object(_ segment: ReplicaSegment) -> OutgoingObject {
        OutgoingObject(
            name: LogObjectName(device: segment.device, range: segment.range, link: segment.links.last ?? 0).text,
            range: segment.range, content: encode(segment))
    }

    /// The bytes of a segment.
    static func encode(_ segment: ReplicaSegment) -> Data {
        var encoder = SegmentEncoder()
        encoder.write(segment)
        return Data(encoder.writer.bytes)
    }

    private mutating func write(_ segment: ReplicaSegment) {
        LogFormat.magic.forEach { writer.byte($0) }
        writer.byte(LogFormat.version)
        writer.raw(segment.device.bytes)
        writer.number(segment.range.lowerBound)
        writer.number(segment.range.upperBound)
        writer.number(segment.writtenAt)
        writer.text(segment.deviceName)
        for link in segment.links { writer.raw(link.littleEndian) }
        writeDevices(of: segment)
        write(segment.adopted)
        write(segment.unreadable)
        let sections = Dictionary(grouping: segment.entries) { LogSection($0.key) }
        for section in LogSection.allCases {
            guard let entries = sections[section] else { continue }
            writer.byte(section.rawValue)
            writer.number(UInt64(entries.count))
            lastTime = segment.writtenAt
            for entry in entries.sorted(by: { precedes($0.key, $1.key) }) { write(entry) }
        }
        writer.byte(0)
        var hash = StableHash()
        writer.bytes.withUnsafeBytes { hash.combine($0) }
        writer.raw(hash.value.littleEndian)
    }

    /// The devices that the rest mentions.
    private mutating func writeDevices(of segment: ReplicaSegment) {
        var devices = Set((segment.adopted + segment.unreadable).map(\.device))
        for entry in segment.entries {
            if case .additions(let additions, _) = entry.content { devices.formUnion(additions.map(\.device)) }
        }
        writer.number(UInt64(devices.count))
        for (index, device) in devices.sorted().enumerated() {
            indexes[device] = UInt64(index)
            writer.raw(device.bytes)
        }
    }

    private mutating func write(_ marks: [ReplicaMark]) {
        writer.number(UInt64(marks.count))
        for mark in marks.sorted() {
            writer.number(indexes[mark.device] ?? 0)
            writer.number(mark.number)
            writer.raw(mark.link.littleEndian)
        }
    }

    private mutating func write(_ entry: ReplicaEntry) {
        let value = entry.content.value
        let time = entry.content.changedAt ?? 0
        switch entry.key {
        case .read(let article):
            writer.raw(article.bytes)
            write(time, flag: value != nil)
        case .bookmark(let article):
            writer.raw(article.bytes)
            write(additions: entry.content)
        case .label(let article, let label):
            writer.raw(article.bytes)
            writer.text(label)
            write(additions: entry.content)
        case .position(let article):
            writer.raw(article.bytes)
            let position = value.flatMap(StoredPosition.position(from:))
            write(time, flag: position != nil)
            guard let position else { return }
            writer.number(UInt64(position.block))
            writer.number(UInt64(position.offset))
            writer.raw(position.fingerprint.rawValue.littleEndian)
        case .search(let text):
            writer.text(text)
            write(time, flag: value != nil)
        case .preference(let name):
            writer.text(name)
            write(time, flag: value != nil)
            if let value { writer.text(value) }
        case .followed(let topic), .muted(let topic):
            writer.byte(topic.kind.byte)
            writer.text(topic.name)
            write(additions: entry.content)
        case .cleared(let what):
            writer.byte(what == .history ? 0 : 1)
            write(time)
        case .visit(let article, let time):
            writer.raw(article.bytes)
            write(time)
        }
    }

    private mutating func write(additions content: ReplicaContent) {
        guard case .additions(let additions, let time) = content else { return }
        write(time)
        writer.number(UInt64(additions.count))
        for addition in additions {
            writer.number(indexes[addition.device] ?? 0)
            writer.number(addition.added)
            writer.number(addition.added - addition.removed)
        }
    }

    /// The distance from the time before, with its sign as the last bit.
    private mutating func write(_ time: Int64) { writer.number(distance(to: time)) }

    /// The same, and a flag as the very last bit.
    private mutating func write(_ time: Int64, flag: Bool) {
        writer.number(distance(to: time) << 1 | (flag ? 1 : 0))
    }

    private mutating func distance(to time: Int64) -> UInt64 {
        let distance = time - lastTime
        lastTime = time
        return UInt64(bitPattern: distance << 1 ^ distance >> 63)
    }
}

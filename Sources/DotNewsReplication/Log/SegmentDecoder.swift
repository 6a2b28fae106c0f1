import DotNewsFoundation
import DotNewsModels
import DotNewsPersistence

/// Reads a segment out of bytes that anybody may have written. What it returns has been checked: every text, number and
/// time is one that the store itself could have written, and everything is in the one order in which it is written.
struct SegmentDecoder {
    private var reader: LogReader
    private var devices: [ReplicaDeviceID] = []
    private var lastTime: Int64 = 0

    /// Reads the object called `name`.
    static func decode(_ content: Data, named name: LogObjectName) throws(LogDamage) -> ReplicaSegment {
        let result = content.withUnsafeBytes { bytes in
            Result { () throws(LogDamage) in
                try check(bytes)
                var decoder = SegmentDecoder(
                    reader: LogReader(UnsafeRawBufferPointer(rebasing: bytes.dropLast(LogFormat.checksumSize))))
                return try decoder.segment(named: name)
            }
        }
        return try result.get()
    }

    /// Whether it is an object of this version, and whole. Mark, version and checksum are in every version the same, so
    /// that damage does not pass for a newer version.
    private static func check(_ bytes: UnsafeRawBufferPointer) throws(LogDamage) {
        guard bytes.count > LogFormat.magic.count else { throw .truncated }
        guard bytes.starts(with: LogFormat.magic) else { throw .foreign }
        let end = bytes.count - LogFormat.checksumSize
        guard end > LogFormat.magic.count else { throw .truncated }
        var hash = StableHash()
        hash.combine(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        let checksum = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self))
        guard checksum == hash.value else { throw .checksum }
        let version = bytes[LogFormat.magic.count]
        guard version <= LogFormat.version else { throw .newer(version: Int(version)) }
        guard version == LogFormat.version else { throw .foreign }
    }

    private init(reader: LogReader) { self.reader = reader }

    private mutating func segment(named name: LogObjectName) throws(LogDamage) -> ReplicaSegment {
        _ = try reader.raw(LogFormat.magic.count + 1)
        let device = try deviceID()
        let first = Int64(try reader.number(upTo: UInt64(SequenceRanges.maximum)))
        let last = Int64(try reader.number(upTo: UInt64(SequenceRanges.maximum)))
        guard device == name.device, first == name.range.lowerBound, last == name.range.upperBound else {
            throw .misnamed
        }
        let writtenAt = Int64(try reader.number(upTo: UInt64(Date.maximumChangeTime)))
        let deviceName = try reader.text(upTo: LogFormat.maximumNameLength)
        guard deviceName.isEmpty || ReaderWord.normalized(deviceName) == deviceName else {
            throw .malformed("the name of a device is not acceptable")
        }
        var segment = ReplicaSegment(
            device: device, deviceName: deviceName, range: name.range, writtenAt: writtenAt,
            links: try links(of: name))
        try readDevices()
        segment.adopted = try marks()
        segment.unreadable = try marks()
        try readSections(into: &segment)
        guard reader.isAtEnd else { throw .malformed("something follows its end") }
        return segment
    }

    private mutating func deviceID() throws(LogDamage) -> ReplicaDeviceID {
        guard let id = ReplicaDeviceID(try reader.raw(ReplicaDeviceID.byteCount)) else { throw .truncated }
        return id
    }

    private mutating func link() throws(LogDamage) -> UInt64 {
        UInt64(littleEndian: try reader.raw(8).loadUnaligned(as: UInt64.self))
    }

    private mutating func links(of name: LogObjectName) throws(LogDamage) -> [UInt64] {
        let count = name.range.count
        guard count <= ReplicaLog.maximumCount else { throw .malformed("it has too many numbers") }
        guard count < reader.remaining / 8 else { throw .truncated }
        var links: [UInt64] = []
        links.reserveCapacity(count + 1)
        for _ in 0...count { links.append(try link()) }
        guard links.last == name.link else { throw .misnamed }
        // The first number has none before it, and no two are the same.
        guard (links[0] == 0) == name.isSnapshot, !links.dropFirst().contains(0), Set(links).count == links.count else {
            throw .malformed("its links are not in order")
        }
        return links
    }

    private mutating func marks() throws(LogDamage) -> [ReplicaMark] {
        let count = try reader.count(ofSize: 10)
        var marks: [ReplicaMark] = []
        marks.reserveCapacity(count)
        for _ in 0..<count {
            let index = try reader.number()
            guard index < UInt64(devices.count) else { throw .malformed("a device is not listed") }
            let number = Int64(try reader.number(upTo: UInt64(SequenceRanges.maximum)))
            let mark = ReplicaMark(device: devices[Int(index)], number: number, link: try link())
            if let last = marks.last, last >= mark { throw .malformed("marks are not in order") }
            marks.append(mark)
        }
        return marks
    }

    private mutating func readDevices() throws(LogDamage) {
        let count = try reader.count(ofSize: ReplicaDeviceID.byteCount)
        guard count <= LogFormat.maximumMentionedDevices else { throw .malformed("it mentions too many devices") }
        for _ in 0..<count {
            let id = try deviceID()
            if let last = devices.last, last >= id { throw .malformed("devices are not in order") }
            devices.append(id)
        }
    }

    private mutating func readSections(into segment: inout ReplicaSegment) throws(LogDamage) {
        var lastSection: UInt8 = 0
        while true {
            let number = try reader.byte()
            if number == 0 { return }
            guard let section = LogSection(rawValue: number), number > lastSection else {
                throw .malformed("its sections are not in order")
            }
            lastSection = number
            lastTime = segment.writtenAt
            let count = try reader.count(ofSize: section.minimumEntrySize)
            guard count > 0 else { throw .malformed("a section is empty") }
            segment.entries.reserveCapacity(segment.entries.count + count)
            var lastKey: ReplicaKey?
            for _ in 0..<count {
                let entry = try entry(of: section)
                guard entry.key.accepts(entry.content.value) else { throw .malformed("an entry is not acceptable") }
                if let lastKey, !precedes(lastKey, entry.key) { throw .malformed("entries are not in order") }
                lastKey = entry.key
                segment.entries.append(entry)
            }
        }
    }

    private mutating func entry(of section: LogSection) throws(LogDamage) -> ReplicaEntry {
        switch section {
        case .read:
            let key = ReplicaKey.read(try article())
            let (time, flag) = try timeAndFlag()
            return ReplicaEntry(key, .register(flag ? Self.present : nil, changedAt: time))
        case .bookmark:
            return ReplicaEntry(.bookmark(try article()), try additions())
        case .label:
            return ReplicaEntry(.label(try article(), try word()), try additions())
        case .position:
            let key = ReplicaKey.position(try article())
            let (time, isThere) = try timeAndFlag()
            return ReplicaEntry(key, .register(isThere ? try position() : nil, changedAt: time))
        case .search:
            let key = ReplicaKey.search(try word())
            let (time, flag) = try timeAndFlag()
            return ReplicaEntry(key, .register(flag ? Self.present : nil, changedAt: time))
        case .preference:
            return try preference()
        case .followed:
            return ReplicaEntry(.followed(try topic()), try additions())
        case .muted:
            return ReplicaEntry(.muted(try topic()), try additions())
        case .cleared:
            let what = try reader.byte()
            guard what <= 1 else { throw .malformed("something unknown was cleared") }
            return ReplicaEntry(
                .cleared(what == 0 ? .history : .searches), .register(Self.present, changedAt: try time()))
        case .visit:
            let article = try article()
            return ReplicaEntry(.visit(article, at: try time()), .fact)
        }
    }

    /// The value of what is there.
    private static let present = "1"

    private mutating func article() throws(LogDamage) -> ArticleKey {
        guard let key = ArticleKey(try reader.raw(12)) else { throw .truncated }
        return key
    }

    /// A topic, whose name must be in its one form, byte by byte: texts that are canonically equal are equal strings.
    private mutating func topic() throws(LogDamage) -> ArticleTopic {
        guard let kind = ArticleTopic.Kind(byte: try reader.byte()) else { throw .malformed("a topic is of no kind") }
        let name = try reader.text(upTo: kind == .column ? 1_024 : ReaderWord.maximumLength)
        guard let topic = ArticleTopic(kind, name), topic.name.utf8.elementsEqual(name.utf8) else {
            throw .malformed("an entry is not acceptable")
        }
        return topic
    }

    /// A label or search.
    private mutating func word() throws(LogDamage) -> String { try reader.text(upTo: ReaderWord.maximumLength) }

    private mutating func position() throws(LogDamage) -> String {
        let maximum = UInt64(ReadingPosition.maximum)
        let block = Int(try reader.number(upTo: maximum))
        let offset = Int(try reader.number(upTo: maximum))
        let fingerprint = try reader.raw(8).loadUnaligned(as: UInt64.self)
        return StoredPosition.text(
            of: ReadingPosition(
                block: block, offset: offset,
                fingerprint: BlockFingerprint(rawValue: UInt64(littleEndian: fingerprint))))
    }

    private mutating func preference() throws(LogDamage) -> ReplicaEntry {
        let name = try reader.text(upTo: 64)
        let (time, isThere) = try timeAndFlag()
        let value = isThere ? try reader.text(upTo: PreferenceName.maximumValueLength) : nil
        return ReplicaEntry(.preference(name), .register(value, changedAt: time))
    }

    private mutating func additions() throws(LogDamage) -> ReplicaContent {
        let time = try time()
        let count = Int(try reader.number(upTo: UInt64(devices.count)))
        var additions: [ReplicaAddition] = []
        additions.reserveCapacity(count)
        for _ in 0..<count {
            let index = try reader.number()
            guard index < UInt64(devices.count) else { throw .malformed("a device is not listed") }
            let device = devices[Int(index)]
            if let last = additions.last, last.device >= device { throw .malformed("devices are not in order") }
            let added = Int64(try reader.number(upTo: UInt64(ReplicaAddition.maximumCount)))
            guard added > 0 else { throw .malformed("an addition has no number") }
            let rest = Int64(try reader.number(upTo: UInt64(added)))
            additions.append(ReplicaAddition(device: device, added: added, removed: added - rest))
        }
        return .additions(additions, changedAt: time)
    }

    private mutating func time() throws(LogDamage) -> Int64 { try time(after: try reader.number()) }

    private mutating func timeAndFlag() throws(LogDamage) -> (Int64, Bool) {
        let number = try reader.number()
        return (try time(after: number >> 1), number & 1 == 1)
    }

    private mutating func time(after distance: UInt64) throws(LogDamage) -> Int64 {
        let signed = Int64(bitPattern: distance >> 1) ^ -Int64(bitPattern: distance & 1)
        let (time, overflow) = lastTime.addingReportingOverflow(signed)
        guard !overflow, (0...Date.maximumChangeTime).contains(time) else {
            throw .malformed("a time is not acceptable")
        }
        lastTime = time
        return time
    }
}

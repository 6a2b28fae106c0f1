@testable import DotNewsModels
@testable import DotNewsPersistence
@testable import DotNewsReplication
import Foundation

/// A segment that was made of an input, and has been accepted.
struct SegmentInput: Sendable {
    let name: LogObjectName
    let content: Data
    let segment: ReplicaSegment

    /// Reads what follows mark and version, in front of a checksum, both of which are right: what is varied reaches what
    /// lies behind them. `nil` when it is refused.
    init?(body: Data) {
        var content = Data(LogFormat.magic + [LogFormat.version]) + body
        content.append(contentsOf: withUnsafeBytes(of: StableHash.value(of: content).littleEndian) { Data($0) })
        self.init(object: content)
    }

    /// Reads an object as it is; `nil` when it is refused.
    init?(object content: Data) {
        self.content = content
        name = Self.name(in: content)
        do throws(LogDamage) {
            segment = try SegmentDecoder.decode(content, named: name)
        } catch {
            require(!error.reason.unicodeScalars.contains { $0.value < 0x20 }, error.reason)
            return nil
        }
        check()
    }

    /// The name that belongs to a content, or any when it tells none.
    private static func name(in content: Data) -> LogObjectName {
        let found = content.withUnsafeBytes { bytes in
            try? { () throws(LogDamage) -> LogObjectName? in
                var reader = LogReader(bytes)
                _ = try reader.raw(LogFormat.magic.count + 1)
                guard let device = ReplicaDeviceID(try reader.raw(ReplicaDeviceID.byteCount)) else { return nil }
                let maximum = UInt64(SequenceRanges.maximum)
                let (first, last) = (Int64(try reader.number(upTo: maximum)), Int64(try reader.number(upTo: maximum)))
                guard 1 <= first, first <= last, last - first < ReplicaLog.maximumCount else { return nil }
                _ = try reader.number()
                _ = try reader.text(upTo: LogFormat.maximumNameLength)
                _ = try reader.raw(Int(last - first + 1) * 8)
                let link = try reader.raw(8).loadUnaligned(as: UInt64.self)
                return LogObjectName(device: device, range: first...last, link: UInt64(littleEndian: link))
            }()
        }
        return (found ?? nil) ?? LogObjectName(device: ReplicaExchange.stranger, range: 1...1, link: 1)
    }

    /// What is accepted could have been written by a store: written again it is the same.
    private func check() {
        require(segment.entries.count < content.count, "\(segment.entries.count) entries in \(content.count) bytes")
        require(Set(segment.entries.map(\.key)).count == segment.entries.count, "a key stands twice")
        for entry in segment.entries { check(entry) }
        let written = SegmentEncoder.encode(segment)
        require(written.count <= content.count, "\(content.count) bytes become \(written.count)")
        do throws(LogDamage) {
            let again = try SegmentDecoder.decode(written, named: name)
            require(again == segment, "written, it is another")
            require(SegmentEncoder.encode(again) == written, "written again, it is another")
        } catch {
            require(false, "what was written is refused: \(error.reason)")
        }
        let objectName = ReplicaObjectName(name.text)
        require(objectName.flatMap { LogObjectName($0) } == name, "\(name.text) is no name of its own")
    }

    private func check(_ entry: ReplicaEntry) {
        require((0...Date.maximumChangeTime).contains(entry.content.changedAt ?? 0), "\(entry)")
        require(entry.content.joined(with: entry.content) == entry.content, "\(entry) joined with itself")
        guard case .additions(let additions, _) = entry.content else { return }
        require(zip(additions, additions.dropFirst()).allSatisfy { $0.device < $1.device }, "\(entry)")
        require(additions.allSatisfy { $0.added > 0 && (0...$0.added).contains($0.removed) }, "\(entry)")
    }
}

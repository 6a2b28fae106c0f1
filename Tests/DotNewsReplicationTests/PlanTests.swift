import DotNewsPersistence
@testable import DotNewsReplication
import Testing

@Suite struct PlanTests {
    private static let device = ReplicaDeviceID("00112233445566778899aabbccddeeff")!

    private static func object(_ range: ClosedRange<Int64>, size: Int = 500) -> LogObject {
        let log = LogObjectName(device: device, range: range, link: UInt64(range.upperBound))
        return LogObject(log: log, name: ReplicaObjectName(log.text)!, size: size)
    }

    /// A year of six rounds a day, with the sizes that rounds have.
    @Test func `the number of objects and what is written stay bounded`() {
        let plan = CompactionPlan()
        var objects = [Self.object(1...1, size: 1 << 20)]
        var written = 0
        var most = 0
        for round in 2...2_200 as ClosedRange<Int64> {
            objects.append(Self.object(round...round))
            written += 500
            while let range = plan.range(toMergeOf: objects) {
                let merged = objects.filter { range.contains($0.range.lowerBound) }
                let size = merged.reduce(0) { $0 + ($1.size ?? 0) }
                written += size
                objects.removeAll { range.contains($0.range.lowerBound) }
                objects.append(Self.object(range, size: size))
            }
            most = max(most, objects.count)
        }
        #expect(most <= 48)
        #expect(written < 4 * 2_200 * 500)
    }

    @Test func `what is too large together stays apart`() {
        var objects = (1...16 as ClosedRange<Int64>).map { Self.object($0...$0, size: 512 << 10) }
        #expect(CompactionPlan().range(toMergeOf: objects) == 1...16)
        objects[3] = Self.object(4...4, size: 512 << 10 | 1)
        #expect(CompactionPlan().range(toMergeOf: objects) == nil)
    }
}

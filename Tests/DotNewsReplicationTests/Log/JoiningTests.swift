import DotNewsPersistence
import DotNewsTestSupport
import Testing

/// The laws that make the order and number of messages irrelevant.
@Suite struct JoiningTests {
    private static let devices = (0..<3).map { ReplicaDeviceID("0000000000000000000000000000000\($0)")! }

    private static func register(_ generator: inout SeededGenerator) -> ReplicaContent {
        // Equivalent texts of different bytes are different values.
        let values: [String?] = [nil, "1", "dark", "e\u{301}", "\u{E9}"]
        return .register(
            values.randomElement(using: &generator) ?? nil, changedAt: Int64.random(in: 0..<3, using: &generator))
    }

    private static func additions(_ generator: inout SeededGenerator) -> ReplicaContent {
        var additions: [ReplicaAddition] = []
        for device in devices where Bool.random(using: &generator) {
            let added = Int64.random(in: 1..<4, using: &generator)
            additions.append(
                ReplicaAddition(device: device, added: added, removed: Int64.random(in: 0...added, using: &generator)))
        }
        return .additions(additions, changedAt: Int64.random(in: 0..<3, using: &generator))
    }

    @Test(arguments: [true, false])
    func `joining is commutative, associative and idempotent`(isRegister: Bool) {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<5_000 {
            let (a, b, c) =
                isRegister
                ? (Self.register(&generator), Self.register(&generator), Self.register(&generator))
                : (Self.additions(&generator), Self.additions(&generator), Self.additions(&generator))
            #expect(a.joined(with: a) == a)
            #expect(a.joined(with: b) == b.joined(with: a))
            #expect(a.joined(with: b).joined(with: c) == a.joined(with: b.joined(with: c)))
        }
    }

    @Test(
        arguments: [(nil, "1"), ("dark", "light"), ("10", "9"), ("a", "ab"), ("e\u{301}", "\u{E9}")]
            as [(String?, String)])
    func `of two values at one time the greater counts, by its bytes, and a removal is the least`(
        lesser: String?, greater: String
    ) {
        let (left, right) = (
            ReplicaContent.register(lesser, changedAt: 7), ReplicaContent.register(greater, changedAt: 7)
        )
        for joined in [left.joined(with: right), right.joined(with: left)] {
            #expect(joined == right)
        }
        let later = ReplicaContent.register(lesser, changedAt: 8)
        #expect(later.joined(with: right) == later && right.joined(with: later) == later)
    }

    @Test func `values of other bytes are others, though their texts are the same to Swift`() {
        let left = ReplicaContent.register("e\u{301}", changedAt: 1)
        #expect(left != .register("\u{E9}", changedAt: 1))
        #expect(left == .register("e\u{301}", changedAt: 1))
        #expect(ReplicaContent.register(nil, changedAt: 1) != .register("1", changedAt: 1))
    }

    @Test func `ranges keep what was put into them`() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            var ranges = SequenceRanges()
            var numbers: Set<Int64> = []
            for _ in 0..<8 {
                let first = Int64.random(in: 1..<30, using: &generator)
                let range = first...first + Int64.random(in: 0..<5, using: &generator)
                ranges.insert(range)
                numbers.formUnion(range)
            }
            for number in 1..<40 as Range<Int64> {
                #expect(ranges.contains(number...number) == numbers.contains(number))
            }
            for number in 1..<40 as Range<Int64> {
                let run = number...number + Int64.random(in: 0..<8, using: &generator)
                #expect(ranges.contains(run) == numbers.isSuperset(of: run))
            }
            let missing = ranges.gaps.flatMap(Array.init)
            #expect(SequenceRanges(numbers: numbers.shuffled()) == ranges)
            #expect(missing == (1...(numbers.max() ?? 0)).filter { !numbers.contains($0) })
        }
    }
}

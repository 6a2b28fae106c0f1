import DotNewsTestSupport
import Testing

@testable import DotNewsSync

@Suite(.timeLimit(.minutes(1))) struct SyncProgressTests {
    private static let policies = [
        SyncPolicy(), SyncPolicy(bodies: .none), SyncPolicy(images: .all), SyncPolicy(indexing: .none),
        SyncPolicy(bodies: .none, images: .thumbnails, indexing: .none),
    ]

    @Test(arguments: 0..<200) func `the fraction never goes back, whatever is counted in whichever order`(seed: Int)
        throws
    {
        var random = SeededGenerator(seed: UInt64(seed))
        let tracker = SyncProgressTracker(expecting: try #require(Self.policies.randomElement(using: &random)))
        var last = tracker.progress.fractionCompleted
        #expect(last == 0)
        for _ in 0..<300 {
            switch Int.random(in: 0..<5, using: &random) {
            case 0:
                let phase = try #require(
                    SyncProgress.Phase.allCases.filter { $0 != .finished }.randomElement(using: &random))
                tracker.begin(
                    phase, total: Int.random(in: 0..<50, using: &random),
                    expecting: Int.random(in: 0..<500, using: &random))
            case 1: tracker.update { $0.total += Int.random(in: 0..<300, using: &random) }
            case 2: tracker.update { $0.phase = .waiting }
            default: tracker.update { $0.completed += Int.random(in: 0..<20, using: &random) }
            }
            let fraction = tracker.progress.fractionCompleted
            #expect(fraction >= last && fraction <= 1)
            last = fraction
        }
        let isWhole = Bool.random(using: &random)
        tracker.finish(isWhole: isWhole)
        #expect(tracker.progress.fractionCompleted == (isWhole ? 1 : last))
    }

    @Test func `a sync that finds what it expected moves in even steps`() {
        let tracker = SyncProgressTracker(expecting: SyncPolicy())
        tracker.begin(.columns, total: 1)
        tracker.begin(.lists, total: 10)
        for _ in 0..<10 { tracker.update { $0.completed += 1 } }
        tracker.begin(.articles, expecting: 600)
        var fractions = [tracker.progress.fractionCompleted]
        for _ in 0..<3 {
            // As bodies are planned, a part at a time.
            tracker.update { $0.total += 200 }
            for _ in 0..<200 { tracker.update { $0.completed += 1 } }
            fractions.append(tracker.progress.fractionCompleted)
        }
        let steps = zip(fractions, fractions.dropFirst()).map { $1 - $0 }
        #expect(steps.allSatisfy { abs($0 - steps[0]) < 0.001 && $0 > 0.1 })
    }

    @Test func `each reader sees the newest state and the last, and none older than one it has seen`() async {
        let tracker = SyncProgressTracker()
        let readers = (0..<4).map { number in
            let signals = tracker.signals(for: SharedSync.Caller(number: number))
            return Task {
                var seen: [Int] = []
                for await _ in signals { seen.append(tracker.progress.completed) }
                return seen
            }
        }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { for _ in 0..<500 { tracker.update { $0.completed += 1 } } }
            }
        }
        tracker.endSignals()
        for reader in readers {
            let seen = await reader.value
            #expect(seen == seen.sorted())
            #expect(seen.last == 2_000)
        }
    }
}

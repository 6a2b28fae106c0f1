import Foundation

/// Cancels an operation everywhere: once before and once after each of its jobs, see ``CancellingTaskExecutor``.
///
/// With `DOTNEWS_SLOW_TESTS=1` at every one of them until the operation ends first, and says how many there were; otherwise
/// at a sample.
public struct CancellationSweep: Sendable {
    private let name: String
    private let isExhaustive: Bool
    private let sampleSize: Int
    private let seed: UInt64

    /// The most jobs that are tried, so that an operation without end fails.
    private static let maximumJobs = 20_000

    /// Makes a sweep of an operation; `sample` is at how many jobs it is cancelled when not at all of them.
    public init(of name: String, sample: Int = 6, seed: UInt64) {
        self.name = name
        isExhaustive = ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"
        sampleSize = sample
        self.seed = seed
    }

    /// Runs an operation, made anew each time, once for each moment.
    ///
    /// - Parameter trial: Prepares everything, runs the operation by ``CancellingTaskExecutor/run(cancellingAt:_:)``, and
    ///   checks what it has left behind.
    /// - Returns: At how many points the operation was cancelled.
    @discardableResult
    public func run<Value>(
        _ trial: (CancellingTaskExecutor.Moment?) async throws -> CancellingTaskExecutor.Outcome<Value>
    ) async throws -> Int {
        let undisturbed = try await trial(nil)
        _ = try undisturbed.result.get()
        var points = 0
        if isExhaustive {
            for moment in [CancellingTaskExecutor.Moment.before, CancellingTaskExecutor.Moment.after] {
                for number in 1...Self.maximumJobs {
                    guard try await trial(moment(number)).wasCancelled else { break }
                    points += 1
                }
            }
        } else {
            var generator = SeededGenerator(seed: seed)
            for index in 0..<sampleSize {
                // The first ones always, as that is where nothing has been begun.
                let number = index < 2 ? index + 1 : Int.random(in: 1...undisturbed.jobs, using: &generator)
                if try await trial(.before(number)).wasCancelled { points += 1 }
                if try await trial(.after(number)).wasCancelled { points += 1 }
            }
        }
        if isExhaustive { print("\(name) was cancelled at \(points) points") }
        return points
    }
}

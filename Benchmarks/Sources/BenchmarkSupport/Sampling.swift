import Dispatch

/// How long something took, many times over, in microseconds.
public struct Distribution: Sendable {
    private let sorted: [Double]

    /// Creates the distribution of some times.
    public init(_ samples: [Double]) { sorted = samples.sorted() }

    /// The time that `percent` of the runs stayed within; 0 without runs.
    public func percentile(_ percent: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * percent / 100))]
    }
}

/// Ours and the peer's, measured in turn.
public struct Comparison: Sendable {
    /// Ours, one a round.
    public var ours: [Distribution] = []
    /// The peer's, one a round.
    public var peer: [Distribution] = []

    /// Takes a round in, unless it is the first, which warms up.
    fileprivate mutating func add(_ times: (ours: [Double], peer: [Double]), round: Int) {
        guard round > 0 else { return }
        ours.append(Distribution(times.ours))
        peer.append(Distribution(times.peer))
    }
}

/// Runs both in turn, call by call, so that a busy machine slows both alike. The first round is not counted.
///
/// Each goes first in half of the calls: who comes second finds the data in the processor's caches.
///
/// - Parameters:
///   - rounds: How many are counted.
///   - repetitions: Calls of each in a round.
///   - ours: Given the number of the call, which never repeats.
///   - peer: The same of the peer.
public func alternate(
    rounds: Int, repetitions: Int, ours: (Int) throws -> Void, peer: (Int) throws -> Void
) rethrows -> Comparison {
    var comparison = Comparison()
    for round in 0...rounds {
        var times: (ours: [Double], peer: [Double]) = ([], [])
        for repetition in 0..<repetitions {
            let number = round * repetitions + repetition
            let isPeerFirst = (round + repetition).isMultiple(of: 2)
            if isPeerFirst { times.peer.append(try microseconds { try peer(number) }) }
            times.ours.append(try microseconds { try ours(number) })
            if !isPeerFirst { times.peer.append(try microseconds { try peer(number) }) }
        }
        comparison.add(times, round: round)
    }
    return comparison
}

/// Like the other of its name, for calls that wait.
public func alternate(
    rounds: Int, repetitions: Int, ours: (Int) async throws -> Void, peer: (Int) async throws -> Void
) async rethrows -> Comparison {
    var comparison = Comparison()
    for round in 0...rounds {
        var times: (ours: [Double], peer: [Double]) = ([], [])
        for repetition in 0..<repetitions {
            let number = round * repetitions + repetition
            let isPeerFirst = (round + repetition).isMultiple(of: 2)
            if isPeerFirst { times.peer.append(try await microseconds { try await peer(number) }) }
            times.ours.append(try await microseconds { try await ours(number) })
            if !isPeerFirst { times.peer.append(try await microseconds { try await peer(number) }) }
        }
        comparison.add(times, round: round)
    }
    return comparison
}

/// The time that `body` takes, in microseconds, with what it waits for.
private func microseconds(_ body: () async throws -> Void) async rethrows -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    try await body()
    return Double(DispatchTime.now().uptimeNanoseconds - start) / 1_000
}

/// How long `body` takes, in microseconds.
public func microseconds(_ body: () throws -> Void) rethrows -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    try body()
    return Double(DispatchTime.now().uptimeNanoseconds - start) / 1_000
}

import Foundation

/// One line of results for the table: a measure with our figures and the peer's, one a round.
public struct Report: Encodable {
    /// What was measured, such as `page.p50`; the workload's file gives it a name for people.
    public var measure: String
    /// Our figures, in microseconds.
    public var ours: [Double]
    /// The peer's figures, in microseconds; empty without a peer.
    public var peer: [Double]

    /// Creates a measure.
    public init(_ measure: String, ours: [Double], peer: [Double] = []) {
        self.measure = measure
        self.ours = ours
        self.peer = peer
    }

    /// Writes the line to standard output.
    public func print() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        FileHandle.standardOutput.write(try encoder.encode(self) + Data("\n".utf8))
    }

    /// Writes the medians and the 99th percentiles of a comparison, as `measure.p50` and `measure.p99`.
    public static func print(_ measure: String, _ comparison: Comparison) throws {
        for percent in [50.0, 99] {
            try Report(
                "\(measure).p\(Int(percent))", ours: comparison.ours.map { $0.percentile(percent) },
                peer: comparison.peer.map { $0.percentile(percent) }
            ).print()
        }
    }
}

/// Why a measuring program cannot go on.
public struct Failure: Error, CustomStringConvertible {
    /// A sentence.
    public let description: String

    /// Gives the reason.
    public init(_ description: String) { self.description = description }
}

import BenchmarkSupport
import Foundation

/// A million installed apps and one publisher behind a CDN, with the clock simulated. The apps that go by the library's
/// rules call the library's own `RefreshSchedule`.
///
/// Prints, for each scenario: requests a second at the CDN (mean, p99, busiest second, busiest ten seconds), the same at
/// the origin, bytes, the share of requests that the CDN answers, and what the peak after an event is of the hour before.
@main
struct ScaleSimulation {
    /// How many apps there are, and how many stand for all of them.
    static let installed = 1_000_000.0

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Double($0) }
        guard arguments.count == 6, CommandLine.arguments.count == 7, arguments[0] >= 1, arguments[0] <= installed
        else {
            throw Failure("Usage: ScaleSimulation SAMPLE TREE LIST ARTICLE NOT-MODIFIED UNAVAILABLE (sizes in bytes)")
        }
        let sizes = Sizes(
            tree: arguments[1], list: arguments[2], article: arguments[3], notModified: arguments[4],
            unavailable: arguments[5])
        for scenario in Scenario.all {
            var population = Population(
                scenario, count: Int(arguments[0]), weight: installed / arguments[0], sizes: sizes, seed: 7)
            population.live()
            try report(scenario, population)
        }
    }

    private static func report(_ scenario: Scenario, _ population: Population) throws {
        let (cdn, origin, span) = (population.load, population.network.origin, scenario.span)
        func print(_ measure: String, _ value: Double) throws {
            try Report("\(scenario.name).\(measure)", ours: [value]).print()
        }
        for (name, load) in [("cdn", cdn), ("origin", origin)] {
            try print("\(name).requests", load.requests)
            try print("\(name).bytes", load.bytes)
            try print("\(name).mean", load.mean(span))
            try print("\(name).p99", load.percentile99(span))
            try print("\(name).peak", load.peak(span))
            try print("\(name).peak10", load.sustainedPeak(span))
        }
        try print("refreshes", population.refreshes)
        try print("hits", 1 - origin.requests / cdn.requests)
        try print("evenness", cdn.sustainedPeak(span) / cdn.mean(span))
        // The hour after the event against the hour before it.
        if let event = scenario.outage?.lowerBound ?? scenario.push {
            let normal = cdn.mean(event - 3_600..<event)
            let end = scenario.outage?.upperBound ?? event
            if let outage = scenario.outage { try print("during", cdn.sustainedPeak(outage) / normal) }
            try print("after", cdn.sustainedPeak(end..<end + 3_600) / normal)
            try print("after.origin", origin.sustainedPeak(end..<end + 3_600) / origin.mean(event - 3_600..<event))
        }
    }
}

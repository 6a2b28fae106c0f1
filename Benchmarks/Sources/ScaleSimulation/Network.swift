import Foundation

/// What reaches the CDN and what reaches the origin, second by second.
struct LoadMeter {
    private var perSecond: [Double]
    private(set) var requests = 0.0
    private(set) var bytes = 0.0

    init() { perSecond = Array(repeating: 0, count: 86_400) }

    mutating func count(_ requests: Double, bytes: Double, at second: Int) {
        perSecond[second] += requests
        self.requests += requests
        self.bytes += bytes
    }

    /// Requests a second, on average over some of the day.
    func mean(_ span: Range<Int>) -> Double { perSecond[span].reduce(0, +) / Double(span.count) }

    /// The busiest second.
    func peak(_ span: Range<Int>) -> Double { perSecond[span].max() ?? 0 }

    /// Requests a second in the busiest ten seconds: few enough to bring a server down, and enough that the noise of a
    /// sample is small.
    func sustainedPeak(_ span: Range<Int>) -> Double {
        var (sum, most) = (0.0, 0.0)
        for second in span {
            sum += perSecond[second]
            if second - 10 >= span.lowerBound { sum -= perSecond[second - 10] }
            most = max(most, sum)
        }
        return most / Double(min(10, span.count))
    }

    /// What 99 of 100 seconds stay within.
    func percentile99(_ span: Range<Int>) -> Double {
        let sorted = perSecond[span].sorted()
        return sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
    }
}

/// A CDN's edge nodes in front of the publisher. Each asks the origin once for what it does not have or what has gone
/// stale, however many ask it meanwhile.
struct EdgeNetwork {
    static let nodes = 30
    /// The column tree, then the columns' lists.
    static let resources = 1 + Publisher.columns
    /// How long the tree and a list are fresh, in seconds (`max-age`).
    static let lifetimes = [3_600] + Array(repeating: 60, count: Publisher.columns)

    private let publisher: Publisher
    private let sizes: Sizes
    private var freshUntil = Array(repeating: Int.min, count: nodes * resources)
    private var versions = Array(repeating: Int32(-1), count: nodes * resources)
    /// The newest article of each column that a node has.
    private var newestArticle: [Int32]
    private(set) var origin = LoadMeter()

    init(publisher: Publisher, sizes: Sizes, start: Int) {
        self.publisher = publisher
        self.sizes = sizes
        newestArticle = (0..<Self.nodes).flatMap { _ in
            (0..<Publisher.columns).map { publisher.version(of: $0, at: start) }
        }
    }

    /// The version of a resource that a node gives at a second, and until when it is fresh.
    mutating func version(of resource: Int, at node: Int, _ second: Int) -> (version: Int32, freshUntil: Int) {
        let slot = node * Self.resources + resource
        if freshUntil[slot] <= second {
            let version = resource == 0 ? 0 : publisher.version(of: resource - 1, at: second)
            let full = resource == 0 ? sizes.tree : sizes.list
            origin.count(1, bytes: version == versions[slot] ? sizes.notModified : full, at: second)
            versions[slot] = version
            freshUntil[slot] = second + Self.lifetimes[resource]
        }
        return (versions[slot], freshUntil[slot])
    }

    /// Gives the articles of a column up to a version, which a node fetches once.
    mutating func serveArticles(of column: Int, to version: Int32, at node: Int, _ second: Int) {
        let slot = node * Publisher.columns + column
        guard version > newestArticle[slot] else { return }
        let count = Double(version - newestArticle[slot])
        origin.count(count, bytes: count * sizes.article, at: second)
        newestArticle[slot] = version
    }
}

/// What the newsroom publishes in a day: which version each column's list has at any second.
struct Publisher {
    static let columns = 20
    static let articlesADay = 300
    static let correctionsADay = 150

    /// How busy the newsroom is in each hour, and how many readers open the app in it.
    static let newsroom = [2, 1, 1, 1, 1, 2, 4, 6, 7, 7, 7, 6, 6, 6, 7, 7, 7, 7, 6, 5, 5, 4, 3, 2].map(Double.init)
    static let readers = [3, 2, 1, 1, 1, 2, 4, 7, 8, 6, 5, 5, 8, 7, 5, 5, 5, 6, 7, 7, 8, 8, 7, 5].map(Double.init)

    /// The seconds at which each list changed, in order. The two hours before the day are there too.
    private let changes: [[Int]]

    init(random: inout SplitMix64) {
        var changes = Array(repeating: [Int](), count: Self.columns)
        for _ in 0..<(Self.articlesADay + Self.correctionsADay) {
            changes[Int.random(in: 0..<Self.columns, using: &random)].append(
                random.secondOfDay(weighted: Self.newsroom))
        }
        self.changes = changes.map { day in
            (day.filter { $0 >= 79_200 }.map { $0 - 86_400 } + day).sorted()
        }
    }

    /// The version of a column's list at a second: how often it has changed.
    func version(of column: Int, at second: Int) -> Int32 {
        let times = changes[column]
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= second { low = middle + 1 } else { high = middle }
        }
        return Int32(low)
    }
}

/// A small generator with a fixed seed (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from 0 up to 1.
    mutating func draw() -> Double { Double(next() >> 11) / Double(1 << 53) }

    /// A second of the day, more often in hours of greater weight.
    mutating func secondOfDay(weighted hours: [Double]) -> Int {
        var rest = draw() * hours.reduce(0, +)
        for (hour, weight) in hours.enumerated() {
            if rest < weight { return hour * 3_600 + Int(rest / weight * 3_600) }
            rest -= weight
        }
        return 86_399
    }
}

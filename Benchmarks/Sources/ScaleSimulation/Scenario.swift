import DotNewsSync

/// A day, or some hours of one, in which a million apps read one publisher in some way. Times are seconds of the day.
struct Scenario {
    /// When an app asks.
    enum Rules {
        /// On the full interval by the clock, as a timer without thought does; a failure waits for the next.
        case onTheClock(every: Int)
        /// An interval after the last time, and after a failure again and again at a fixed distance, or at the moment that
        /// `Retry-After` names.
        case fixed(every: Int, retryEvery: Int)
        /// By the rules of the library.
        case schedule(RefreshSchedule)
    }

    var name: String
    var rules: Rules
    /// Whether requests are conditional (`If-None-Match`).
    var isConditional = true
    /// What is simulated of the day.
    var span = 0..<86_400
    /// When the site answers nothing but 503.
    var outage: Range<Int>?
    /// Whether the 503 says when the outage ends, the same moment to everybody.
    var saysWhenItEnds = false
    /// When a push notification reaches every app, over ``pushDelivery`` seconds.
    var push: Int?

    /// How long it takes to deliver a push to everybody.
    static let pushDelivery = 20
    /// How far the clocks of devices are apart, in seconds.
    static let clockError = 2

    private static let every = 1_800
    private static let evening = 18 * 3_600..<24 * 3_600
    private static let noon = 11 * 3_600..<15 * 3_600
    private static let twentyMinutes = 20 * 3_600..<20 * 3_600 + 1_200

    static let all: [Scenario] = {
        let (fixed, ours) = (Rules.fixed(every: every, retryEvery: 30), Rules.schedule(.standard))
        return [
            Scenario(name: "clock", rules: .onTheClock(every: every)),
            Scenario(name: "schedule", rules: ours),
            Scenario(name: "schedule.unconditional", rules: ours, isConditional: false),
            Scenario(name: "outage.fixed", rules: fixed, span: evening, outage: twentyMinutes),
            Scenario(name: "outage.schedule", rules: ours, span: evening, outage: twentyMinutes),
            Scenario(
                name: "retry-after.fixed", rules: fixed, span: evening, outage: twentyMinutes, saysWhenItEnds: true),
            Scenario(
                name: "retry-after.schedule", rules: ours, span: evening, outage: twentyMinutes, saysWhenItEnds: true),
            Scenario(name: "push.fixed", rules: fixed, span: noon, push: 12 * 3_600),
            Scenario(name: "push.schedule", rules: ours, span: noon, push: 12 * 3_600),
        ]
    }()
}

/// How large answers are, in bytes with their headers, as measured of an edition.
struct Sizes {
    var tree, list, article, notModified, unavailable: Double
}

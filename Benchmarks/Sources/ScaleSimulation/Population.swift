import DotNewsModels
import DotNewsNetworking
import DotNewsSync
import Foundation

/// The installed apps, each of which stands for ``weight`` of them, and what they ask for as the day goes by.
struct Population {
    /// How often a reader opens the app in a day, and how often of those pulls to refresh.
    static let opensADay = 4
    static let pullsOf = 5
    /// The interval while the app is looked at.
    static let foreground = RefreshSchedule(interval: .seconds(300))
    /// How often a transport tries what fails without saying when to come again.
    static let attempts = RetryPolicy.standard.maximumAttempts

    private struct App {
        var state: RefreshState
        var node: Int
        /// When it asks next by itself.
        var next = Int.max
    }

    private enum Event { case timer, open, push }

    private let scenario: Scenario
    private let sizes: Sizes
    private let weight: Double
    private let list = WebAddress("https://news.example/columns/all/stories.json")!
    private var apps: [App] = []
    /// The version of each column's list that each app has.
    private var versions: [Int32] = []
    private var calendar: [[(app: Int32, event: Event)]]
    private var random: SplitMix64
    private(set) var network: EdgeNetwork
    private(set) var load = LoadMeter()
    private(set) var refreshes = 0.0

    init(_ scenario: Scenario, count: Int, weight: Double, sizes: Sizes, seed: UInt64) {
        self.scenario = scenario
        self.sizes = sizes
        self.weight = weight
        random = SplitMix64(seed: seed)
        let publisher = Publisher(random: &random)
        network = EdgeNetwork(publisher: publisher, sizes: sizes, start: scenario.span.lowerBound)
        calendar = Array(repeating: [], count: 86_400)
        for index in 0..<count { install(Int32(index), publisher) }
    }

    /// An app that has been in use for long: its last refresh was some time ago, and the next is not due yet.
    private mutating func install(_ index: Int32, _ publisher: Publisher) {
        let start = scenario.span.lowerBound
        apps.append(
            App(state: RefreshState(seed: random.next()), node: Int.random(in: 0..<EdgeNetwork.nodes, using: &random)))
        var (last, next) = (start, 0)
        repeat {
            last = start - Int.random(in: 0..<2_160, using: &random)
            apps[Int(index)].state.noteSuccess(at: Self.date(last), lists: [(list, nil)], draw: random.draw())
            next = nextTime(of: index, at: last, hasFailed: false)
        } while next < start
        apps[Int(index)].next = next
        add(index, .timer, at: next)
        versions += (0..<Publisher.columns).map { publisher.version(of: $0, at: last) }
        for _ in 0..<Self.opensADay {
            add(index, .open, at: random.secondOfDay(weighted: Publisher.readers))
        }
        if let push = scenario.push {
            add(index, .push, at: push + Int.random(in: 0..<Scenario.pushDelivery, using: &random))
        }
    }

    /// Lets the day go by.
    mutating func live() {
        for second in scenario.span {
            for (app, event) in calendar[second] { happen(event, to: app, at: second) }
            calendar[second] = []
        }
    }

    private mutating func happen(_ event: Event, to index: Int32, at second: Int) {
        switch event {
        case .timer:
            // What was planned may have been put off since.
            guard apps[Int(index)].next == second else { return }
            refresh(index, at: second, isByHand: false)
        case .open:
            let isByHand = Int.random(in: 0..<Self.pullsOf, using: &random) == 0
            if isByHand || isDueWhenOpened(index, at: second) { refresh(index, at: second, isByHand: isByHand) }
        case .push:
            guard case .schedule = scenario.rules else { return refresh(index, at: second, isByHand: false) }
            apps[Int(index)].state.didReceivePushNotification(at: Self.date(second), draw: random.draw())
            plan(index, at: second, hasFailed: false)
        }
    }

    private func isDueWhenOpened(_ index: Int32, at second: Int) -> Bool {
        let state = apps[Int(index)].state
        guard case .schedule = scenario.rules else {
            // A client without rules refreshes when it is opened, whatever it has.
            return true
        }
        return Self.foreground.decision(for: state, at: Self.date(second)) == .due
    }

    // MARK: Asking

    private mutating func refresh(_ index: Int32, at second: Int, isByHand: Bool) {
        refreshes += weight
        let hasFailed = scenario.outage?.contains(second) ?? false
        if hasFailed {
            fail(index, at: second, isByHand: isByHand)
        } else {
            succeed(index, at: second)
        }
        plan(index, at: second, hasFailed: hasFailed)
    }

    private mutating func fail(_ index: Int32, at second: Int, isByHand: Bool) {
        let end = scenario.saysWhenItEnds ? scenario.outage?.upperBound : nil
        var attempts = 1.0
        if case .schedule = scenario.rules, end.map({ $0 - second > 60 }) != true { attempts = Double(Self.attempts) }
        load.count(weight * attempts, bytes: weight * attempts * sizes.unavailable, at: second)
        guard !isByHand || apps[Int(index)].state.failedAt == nil else { return }
        apps[Int(index)].state.noteFailure(at: Self.date(second), retryAt: end.map(Self.date), draw: random.draw())
    }

    private mutating func succeed(_ index: Int32, at second: Int) {
        let node = apps[Int(index)].node
        var (requests, bytes) = (0.0, 0.0)
        var freshUntil = Int.max
        for resource in 0..<EdgeNetwork.resources {
            let answer = network.version(of: resource, at: node, second)
            freshUntil = min(freshUntil, answer.freshUntil)
            requests += 1
            guard resource > 0 else {
                bytes += scenario.isConditional ? sizes.notModified : sizes.tree
                continue
            }
            let slot = Int(index) * Publisher.columns + resource - 1
            let missing = answer.version - versions[slot]
            bytes += scenario.isConditional && missing <= 0 ? sizes.notModified : sizes.list
            guard missing > 0 else { continue }
            network.serveArticles(of: resource - 1, to: answer.version, at: node, second)
            requests += Double(missing)
            bytes += Double(missing) * sizes.article
            versions[slot] = answer.version
        }
        load.count(weight * requests, bytes: weight * bytes, at: second)
        let freshness = HTTPFreshness(freshUntil: Self.date(freshUntil))
        apps[Int(index)].state.noteSuccess(at: Self.date(second), lists: [(list, freshness)], draw: random.draw())
    }

    // MARK: When next

    private mutating func plan(_ index: Int32, at second: Int, hasFailed: Bool) {
        let next = nextTime(of: index, at: second, hasFailed: hasFailed)
        apps[Int(index)].next = next
        add(index, .timer, at: next)
    }

    private mutating func nextTime(of index: Int32, at second: Int, hasFailed: Bool) -> Int {
        switch scenario.rules {
        case .onTheClock(let every):
            return (second / every + 1) * every + Int.random(in: 0..<Scenario.clockError, using: &random)
        case .fixed(let every, let retryEvery):
            let retryAt = scenario.saysWhenItEnds ? scenario.outage?.upperBound : nil
            return hasFailed ? retryAt ?? second + retryEvery : second + every
        case .schedule(let schedule):
            let decision = schedule.decision(for: apps[Int(index)].state, at: Self.date(second))
            let due = decision.wait?.until.map { $0.timeIntervalSince1970 - Self.midnight }
            return max(second + 1, Int((due ?? 0).rounded(.up)))
        }
    }

    private mutating func add(_ index: Int32, _ event: Event, at second: Int) {
        guard scenario.span.contains(second) else { return }
        calendar[second].append((index, event))
    }

    private static let midnight = 1_762_099_200.0
    private static func date(_ second: Int) -> Date { Date(timeIntervalSince1970: midnight + Double(second)) }
}

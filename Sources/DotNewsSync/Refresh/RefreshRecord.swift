import DotNewsFoundation
import DotNewsNetworking
package import DotNewsPersistence

/// A `RefreshState` as the store keeps it: JSON, times in milliseconds since 1970, 64-bit numbers in hexadecimal.
///
/// When the last refresh ended well is a setting of its own, `StoreSetting.lastSync`.
struct RefreshRecord: Codable {
    private var seed: String?
    private var failedAt, retryAt, announcedAt: Int64?
    private var failures: Int?
    private var fresh: [Int64]?
    private var lists: [String: [Int64]]?
    private var draw, announcementDraw: Double?

    init(_ state: RefreshState) {
        seed = state.seed.map { String($0, radix: 16) }
        failedAt = state.failedAt?.milliseconds
        retryAt = state.retryAt?.milliseconds
        announcedAt = state.announcedAt?.milliseconds
        failures = state.consecutiveFailures == 0 ? nil : state.consecutiveFailures
        fresh = state.freshness?.milliseconds
        let pairs = state.lists.map { (String($0.key, radix: 16), $0.value.milliseconds) }
        lists = pairs.isEmpty ? nil : Dictionary(pairs) { first, _ in first }
        draw = state.draw
        announcementDraw = state.announcedAt == nil ? nil : state.announcementDraw
    }

    /// The state; what is damaged counts as never noted.
    static func state(_ text: String?, lastSync: String?) -> RefreshState {
        var state = RefreshState()
        state.succeededAt = lastSync.flatMap { Int64($0) }.flatMap(Date.init(milliseconds:))
        guard let text, let record = try? JSONDecoder().decode(RefreshRecord.self, from: Data(text.utf8)) else {
            return state
        }
        state.seed = record.seed.flatMap { UInt64($0, radix: 16) }
        state.failedAt = record.failedAt.flatMap(Date.init(milliseconds:))
        state.retryAt = record.retryAt.flatMap(Date.init(milliseconds:))
        state.announcedAt = record.announcedAt.flatMap(Date.init(milliseconds:))
        state.consecutiveFailures = min(max(record.failures ?? 0, 0), 1_000)
        state.freshness = record.fresh.flatMap(HTTPFreshness.init(milliseconds:))
        for (key, times) in (record.lists ?? [:]).prefix(RefreshState.maximumLists) {
            guard let key = UInt64(key, radix: 16) else { continue }
            state.lists[key] = HTTPFreshness(milliseconds: times)
        }
        state.draw = Self.unit(record.draw)
        state.announcementDraw = Self.unit(record.announcementDraw)
        return state
    }

    var text: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func unit(_ number: Double?) -> Double {
        guard let number, number >= 0, number < 1 else { return 0 }
        return number
    }
}

extension ArticleStore {
    /// What is remembered between refreshes; ``RefreshSchedule/decision(for:under:at:)`` tells what follows from it.
    package func refreshState() async throws(StoreError) -> RefreshState {
        let lastSync = try await setting(.lastSync)
        return RefreshRecord.state(try await setting(.refresh), lastSync: lastSync)
    }
}

extension StoreSetting {
    /// What is remembered between refreshes, as a ``RefreshRecord``.
    static let refresh = StoreSetting(rawValue: "refresh")
}

extension Date {
    /// The year 9999, beyond which no time is taken for one.
    private static let latestMilliseconds: Int64 = 253_402_300_799_000

    fileprivate init?(milliseconds: Int64) {
        guard (0...Self.latestMilliseconds).contains(milliseconds) else { return nil }
        self.init(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }

    /// Milliseconds since 1970, rounded down: a time that is noted now must not be in the future when it is read again.
    var milliseconds: Int64 {
        let nearest = Int64(min(max(timeIntervalSince1970 * 1_000, 0), Double(Self.latestMilliseconds)).rounded())
        // The nearest first, so that a time that was read is written as it was.
        return nearest > 0 && Date(timeIntervalSince1970: Double(nearest) / 1_000) > self ? nearest - 1 : nearest
    }
}

extension HTTPFreshness {
    fileprivate init?(milliseconds: [Int64]) {
        guard milliseconds.count == 2, let fresh = Date(milliseconds: milliseconds[0]),
            let servable = Date(milliseconds: milliseconds[1])
        else { return nil }
        self.init(freshUntil: fresh, servableUntil: servable)
    }

    fileprivate var milliseconds: [Int64] { [freshUntil.milliseconds, servableUntil.milliseconds] }
}

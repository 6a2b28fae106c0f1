import DotNewsPersistence
import Foundation
import Testing

/// Random histories of 2 to 5 devices: changes, rounds that are cut off before or after any call to the storage or to the
/// store, folders that are copied in any order, clocks hours apart, stores restored from backups.
///
/// `DOTNEWS_SLOW_TESTS=1` tries 10,000 in memory and 200 in files; a failure names its seed.
@Suite struct ScheduleTests {
    private static let isSlow = ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"

    @Test func `all devices come to the same, and no addition is lost that nobody removed who had seen it`()
        async throws
    {
        for seed in 0..<UInt64(Self.isSlow ? 8_000 : 400) {
            try await check(seed: seed, allowsRestoring: false) { ScheduledModel() }
        }
    }

    @Test func `a store restored from a backup takes another identity, and nothing of the others is lost`() async throws
    {
        for seed in 0..<UInt64(Self.isSlow ? 2_000 : 100) {
            try await check(seed: 1_000_000 + seed, allowsRestoring: true) { ScheduledModel() }
        }
    }

    @Test func `stores in files do as those in memory`() async throws {
        for seed in 0..<UInt64(Self.isSlow ? 200 : 6) {
            try await check(seed: 2_000_000 + seed, allowsRestoring: seed % 4 == 0) { try ScheduledFile() }
        }
    }

    private func check(seed: UInt64, allowsRestoring: Bool, makeStore: () throws -> any ScheduledStore) async throws {
        var schedule = try Schedule(seed: seed, allowsRestoring: allowsRestoring, makeStore: makeStore)
        try await schedule.run(steps: seed % 40 == 0 ? 120 : 20)
        try #require(try await schedule.settle(), "seed \(seed) does not come to rest")
        let first = try await schedule.devices[0].store.summary()
        for device in schedule.devices.dropFirst() {
            let other = try await device.store.summary()
            try #require(other == first, "seed \(seed), device \(device.number)")
        }
        for (key, facts) in schedule.knowledge.all {
            let isPresent = try await schedule.devices[0].store.isPresent(key)
            // A restored store may bring back what was removed on it before it noticed, but loses nothing.
            if facts.isPresent || !schedule.hasRestored {
                try #require(isPresent == facts.isPresent, "seed \(seed), \(key)")
            }
        }
    }
}

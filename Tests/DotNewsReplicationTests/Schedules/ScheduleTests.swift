import DotNewsPersistence
import Foundation
import Testing

/// Random histories of 2 to 5 devices: changes, rounds that are cut off before or after any call to the storage or to the
/// store, folders that are copied in any order, clocks hours apart, objects lost and damaged, listings that are old, stores
/// restored and copied.
///
/// `DOTNEWS_SLOW_TESTS=1` tries 10,000 in memory and 200 in files; a failure names its seed.
@Suite(.timeLimit(.minutes(30))) struct ScheduleTests {
    private static let isSlow = ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"

    @Test func `all devices come to the same, and no addition is lost that nobody removed who had seen it`()
        async throws
    {
        try await checkModels(seeds: 0, slow: 2_000, quick: 150, Schedule.Risks())
    }

    @Test func `what is lost, flipped, cut, forged, put back or not listed at a storage is made good`() async throws {
        try await checkModels(seeds: 1_000_000, slow: 3_000, quick: 200, Schedule.Risks(toObjects: true))
    }

    @Test func `stores restored or copied, with their storage or without, lose nothing that was done since`()
        async throws
    {
        try await checkModels(seeds: 2_000_000, slow: 2_000, quick: 150, Schedule.Risks(toStores: true))
    }

    @Test func `all of that together ends with the same on every device`() async throws {
        try await checkModels(
            seeds: 3_000_000, slow: 3_000, quick: 200, Schedule.Risks(toStores: true, toObjects: true))
    }

    @Test func `stores in files do as those in memory`() async throws {
        for seed in 0..<UInt64(Self.isSlow ? 200 : 8) {
            let risks = Schedule.Risks(toStores: seed % 4 > 1, toObjects: seed % 2 == 1)
            try await check(seed: 4_000_000 + seed, risks) { _ in try ScheduledFile() }
        }
    }

    private func checkModels(seeds: UInt64, slow: UInt64, quick: UInt64, _ risks: Schedule.Risks) async throws {
        for seed in seeds..<seeds + (Self.isSlow ? slow : quick) {
            try await check(seed: seed, risks) { generator in ScheduledModel(randomLink: { generator.link() }) }
        }
    }

    private func check(
        seed: UInt64, _ risks: Schedule.Risks, makeStore: (SharedGenerator) throws -> any ScheduledStore
    ) async throws {
        var schedule = try Schedule(seed: seed, risks: risks, makeStore: makeStore)
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

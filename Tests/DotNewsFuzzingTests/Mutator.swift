import Foundation
import DotNewsTestSupport

/// Makes inputs out of others, in the ways in which libFuzzer does, but without looking at what they reach; the same ones
/// for the same seed.
struct Mutator {
    private let seeds: [Data]
    private let words: [Data]
    private var generator: SeededGenerator
    private static let maximumLength = 4_096

    /// - Parameters:
    ///   - seeds: What is varied, one or more.
    ///   - words: What is put in.
    init(seeds: [Data], words: [Data], seed: UInt64) {
        self.seeds = seeds
        self.words = words
        generator = SeededGenerator(seed: seed)
    }

    /// An input that was made in one to five steps.
    mutating func next() -> Data {
        var bytes = [UInt8](randomSeed())
        for _ in 0..<Int.random(in: 1...5, using: &generator) { change(&bytes) }
        return Data(bytes.prefix(Self.maximumLength))
    }

    private mutating func randomSeed() -> Data { seeds.randomElement(using: &generator) ?? Data() }

    private mutating func change(_ bytes: inout [UInt8]) {
        let range = randomRange(in: bytes)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0 where !range.isEmpty: bytes[range.lowerBound] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1 where !range.isEmpty: bytes[range.lowerBound] = UInt8.random(in: 0...255, using: &generator)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: range.lowerBound)
        case 3: bytes.removeSubrange(range)
        case 4: bytes.insert(contentsOf: bytes[range], at: randomRange(in: bytes).lowerBound)
        case 5:
            let other = [UInt8](randomSeed())
            bytes.replaceSubrange(range, with: other[randomRange(in: other)])
        case 6: bytes.insert(contentsOf: words.randomElement(using: &generator) ?? Data(), at: range.lowerBound)
        default: bytes.replaceSubrange(range, with: words.randomElement(using: &generator) ?? Data())
        }
    }

    /// Some place, and mostly few bytes after it.
    private mutating func randomRange(in bytes: [UInt8]) -> Range<Int> {
        let start = Int.random(in: 0...bytes.count, using: &generator)
        let limit = Bool.random(using: &generator) ? 8 : bytes.count
        return start..<Int.random(in: start...min(bytes.count, start + limit), using: &generator)
    }
}

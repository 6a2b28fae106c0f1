import DotNewsModels
@testable import DotNewsPersistence
@testable import DotNewsReplication
import Foundation

/// What another device, or whoever can write to the storage, has left there: segments, names, and what encryption adds.
///
/// The first byte says which of them the input is.
enum ReplicaLogHarness {
    static func prepare(in directory: URL) throws -> FuzzTarget {
        let exchange = try ReplicaExchange(in: directory)
        return { input in
            var input = input
            switch input.takeByte() % 8 {
            case 0: _ = SegmentInput(object: input)
            case 1: names(String(decoding: input, as: UTF8.self))
            case 2: EncryptionInput.checkHeader(input)
            case 3: EncryptionInput.checkObject(input)
            case 5: EncryptionInput.checkCode(String(decoding: input, as: UTF8.self))
            default: exchange.check(segments(in: &input))
            }
        }
    }

    /// One or two segments, of which the first begins with its length in two bytes.
    static func segments(in input: inout Data) -> [SegmentInput] {
        let length = input.takeByte() | input.takeByte() << 8
        return [input.prefix(length), input.dropFirst(length)].filter { !$0.isEmpty }
            .compactMap { SegmentInput(body: Data($0)) }
    }

    /// Names, one a line. Those of a log are written as they are read, and reading what is planned covers all there is.
    private static func names(_ text: String) {
        let names = text.split(separator: "\n").prefix(200).compactMap { ReplicaObjectName(String($0)) }
        for name in names {
            guard let log = LogObjectName(name) else { continue }
            require(log.text == name.rawValue, "\(name) is read as \(log.text)")
        }
        let objects = Set(names).map { ReplicaObject(name: $0, size: $0.rawValue.utf8.count << 40) }
        let listing = StorageListing(objects)
        require(listing.ignored.count + listing.logs.values.joined().count == objects.count, "an object is lost")
        for device in listing.logs.keys {
            let there = listing.objects(of: device)
            require(there.allSatisfy { !ReplicaLog().covers($0) }, "\(there.map(\.name)) are known")
            if let range = CompactionPlan().range(toMergeOf: there) {
                require(there.contains { $0.range.lowerBound == range.lowerBound }, "\(range)")
            }
        }
    }
}

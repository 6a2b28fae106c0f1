import BenchmarkSupport
import Dispatch
import DotNewsModels
import DotNewsPersistence
import DotNewsReplication
import Foundation

/// Measures what replicating costs, in microseconds and bytes, a JSON object a line.
@main
struct ReplicationBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count == 2, let folder = arguments.first, let rounds = arguments.last.flatMap({ Int($0) })
        else {
            throw Failure("Usage: ReplicationBenchmark FOLDER ROUNDS")
        }
        var results: [String: [Double]] = [:]
        for round in 0..<max(1, rounds) {
            let storage = URL(filePath: folder).appending(path: "\(round)")
            try FileManager.default.createDirectory(at: storage, withIntermediateDirectories: true)
            let measures = try ReplicationMeasures(folder: storage)
            for (measure, value) in try await measures.run() { results[measure, default: []].append(value) }
            try FileManager.default.removeItem(at: storage)
        }
        for (measure, values) in results.sorted(by: { $0.key < $1.key }) {
            try Report(measure, ours: values).print()
        }
    }
}

/// Two devices and a folder.
struct ReplicationMeasures {
    private let phone: ArticleStore
    private let tablet: ArticleStore
    private let storage: FolderStorage

    init(folder: URL) throws {
        let meeting = folder.appending(path: "storage")
        try FileManager.default.createDirectory(at: meeting, withIntermediateDirectories: true)
        storage = FolderStorage(url: meeting)
        phone = try ArticleStore(at: folder.appending(path: "phone.sqlite"))
        tablet = try ArticleStore(at: folder.appending(path: "tablet.sqlite"))
    }

    func run() async throws -> [String: Double] {
        var values: [String: Double] = [:]
        try await fill()
        _ = try await replicate(phone)
        let start = DispatchTime.now()
        let report = try await replicate(tablet)
        values["new.time"] = microseconds(since: start)
        values["new.bytes"] = Double(report.bytesRead + report.bytesWritten)
        _ = try await replicate(phone)
        values["day.bytes"] = Double(try await day())
        let unchanged = DispatchTime.now()
        _ = try await replicate(phone)
        values["unchanged.time"] = microseconds(since: unchanged)
        let ids = (100_000..<110_000).map(Self.id)
        let marking = DispatchTime.now()
        _ = try await phone.reader.setRead(true, in: .articles(ids))
        values["mark.time"] = microseconds(since: marking)
        return values
    }

    /// What a year of reading leaves: ids and times that have nothing in common but their range.
    private func fill() async throws {
        let entries = (0..<50_000).map { number in
            let time = Self.time(number)
            let bookmark = number < 10_000 ? #","bookmark":{"value":true,"changedAt":"\#(time)"}"# : ""
            return #"{"id":"\#(Self.id(number).rawValue)","read":{"value":true,"changedAt":"\#(time)"}\#(bookmark)}"#
        }
        let text = #"{"format":"dotnews-reader-state","version":1,"articles":[\#(entries.joined(separator: ","))]}"#
        _ = try await phone.reader.importData(Data(text.utf8))
    }

    /// 60 articles read, 10 bookmarked, 40 positions, 10 visits and 10 searches, in six rounds; the bytes that are written.
    private func day() async throws -> Int {
        var bytes = 0
        for round in 0..<6 {
            for number in 0..<10 {
                _ = try await phone.reader.setRead(true, for: Self.id(60_000 + round * 10 + number))
            }
            for number in 0..<7 where round * 7 + number < 40 {
                let position = ReadingPosition(
                    block: number, offset: 100, fingerprint: BlockFingerprint(rawValue: Self.mixed(number + round)))
                try await phone.reader.setReadingPosition(position, for: Self.id(60_000 + round * 7 + number))
            }
            for number in 0..<2 where round * 2 + number < 10 {
                _ = try await phone.reader.setBookmarked(true, for: Self.id(60_000 + round * 2 + number))
                try await phone.reader.recordVisit(to: Self.id(60_000 + round * 2 + number))
                try await phone.reader.recordSearch("東橋 harbour \(round) \(number)")
            }
            bytes += try await replicate(phone).bytesWritten
        }
        return bytes
    }

    private func replicate(_ store: ArticleStore) async throws -> ReplicationReport {
        try await Replicator(store: store, storage: storage).replicate()
    }

    private func microseconds(since start: DispatchTime) -> Double {
        Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1_000
    }

    private static func mixed(_ number: Int) -> UInt64 {
        var value = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    private static func id(_ number: Int) -> ArticleID {
        func padded(_ value: UInt64, _ count: Int) -> String {
            let digits = String(value, radix: 16).suffix(count)
            return String(repeating: "0", count: count - digits.count) + digits
        }
        // Ids begin with the second of publication.
        let text = "AP" + padded(0x690800AA + UInt64(number) * 600, 8) + padded(mixed(number), 16)
        guard let id = ArticleID(text) else { preconditionFailure("24 digits") }
        return id
    }

    /// A time in 2025.
    private static func time(_ number: Int) -> String {
        let milliseconds = 1_735_689_600_000 + Int(mixed(number) % 31_536_000_000)
        return Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

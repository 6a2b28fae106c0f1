import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct ReplicateCommandTests {
    private let folder: TemporaryDirectory
    private static let isSlow = ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"

    init() throws {
        folder = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "storage"), withIntermediateDirectories: true)
    }

    private var storage: String { folder.url.appending(path: "storage").path }

    private func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "AP" + String(repeating: "0", count: 24 - digits.count) + digits
    }

    /// The settings of a device: a folder of its own.
    private func environment(_ device: String) throws -> [String: String] {
        let own = folder.url.appending(path: device)
        try FileManager.default.createDirectory(
            at: own, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return ["DOTNEWS_DB": own.appending(path: "news.sqlite").path]
    }

    private func dotnews(_ device: String, _ arguments: String...) async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.run(arguments, environment: environment(device))
    }

    /// A store, as the first sync makes it.
    private func makeStore(_ device: String) async throws {
        let sample = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Examples/SampleEdition").standardizedFileURL.path
        #expect(try await dotnews(device, "sync", "--from", sample, "--bodies", "none", "--quiet").exitCode == 0)
    }

    @Test func `devices meet in a folder, and remember it`() async throws {
        for device in ["phone", "tablet"] { try await makeStore(device) }
        _ = try await dotnews("phone", "bookmark", id(1), "--label", "旅遊")
        let first = try await dotnews("phone", "replicate", "--to", storage, "--name", "電話")
        #expect(first.exitCode == 0, "\(first.errors)")
        _ = try await dotnews("tablet", "replicate", "--to", storage, "--name", "Tablet")
        #expect(try await dotnews("tablet", "bookmarks").output.contains(id(1)))
        _ = try await dotnews("tablet", "bookmark", id(2), "--label", "旅游")
        #expect(try await dotnews("tablet", "replicate").exitCode == 0)
        let report = try await dotnews("phone", "replicate", "--json").json()
        #expect(report["entriesMerged"] as? Int == 2)
        #expect(try await dotnews("phone", "replicate").output == "Nothing changed.\n")
        let devices = try await dotnews("phone", "devices", "--json").json()["devices"] as? [[String: Any]]
        #expect(devices?.map { $0["name"] as? String } == ["電話", "Tablet"])
        let tablet = try #require(devices?.last?["id"] as? String)
        #expect(try await dotnews("phone", "devices", "--forget", tablet).output.contains("電話"))
        let files = try FileManager.default.contentsOfDirectory(atPath: storage)
        #expect(!files.contains { $0.hasPrefix(tablet) })
    }

    @Test func `a passphrase keeps the storage to those who have it`() async throws {
        for device in ["phone", "tablet"] { try await makeStore(device) }
        let passphrase = try folder.write("雨後的維港 harbour after rain\n", to: "passphrase").path
        _ = try await dotnews("phone", "bookmark", id(1))
        let first = try await dotnews("phone", "replicate", "--to", storage, "--passphrase-file", passphrase)
        #expect(first.exitCode == 0, "\(first.errors)")
        let without = try await dotnews("tablet", "replicate", "--to", storage)
        #expect(without.exitCode == 1)
        #expect(without.errors.contains("encrypted"))
        let with = try await dotnews("tablet", "replicate", "--to", storage, "--passphrase-file", passphrase)
        #expect(with.exitCode == 0, "\(with.errors)")
        #expect(try await dotnews("tablet", "bookmarks").output.contains(id(1)))
        // The passphrase is kept.
        #expect(try await dotnews("tablet", "replicate").exitCode == 0)
    }

    @Test func `a wrong passphrase does not take the place of the right one`() async throws {
        for device in ["phone", "tablet"] { try await makeStore(device) }
        let right = try folder.write("雨後的維港\n", to: "right").path
        let wrong = try folder.write("雨后的维港\n", to: "wrong").path
        _ = try await dotnews("phone", "bookmark", id(1))
        #expect(try await dotnews("phone", "replicate", "--to", storage, "--passphrase-file", right).exitCode == 0)
        for (device, command) in [("phone", "replicate"), ("phone", "devices"), ("tablet", "replicate")] {
            let outcome = try await dotnews(device, command, "--to", storage, "--passphrase-file", wrong)
            #expect(outcome.exitCode == 1)
            #expect(outcome.errors.contains("passphrase is not the one"), "\(outcome.errors)")
        }
        #expect(try await dotnews("phone", "replicate").exitCode == 0)
        #expect(try await dotnews("tablet", "replicate", "--to", storage, "--passphrase-file", right).exitCode == 0)
        #expect(try await dotnews("tablet", "bookmarks").output.contains(id(1)))
        // Nor is one kept that a storage without encryption has no use for.
        let plain = folder.url.appending(path: "plain")
        try FileManager.default.createDirectory(at: plain, withIntermediateDirectories: true)
        #expect(try await dotnews("laptop", "replicate", "--to", plain.path).exitCode == 0)
        #expect(try await dotnews("laptop", "replicate", "--passphrase-file", right).exitCode == 1)
        #expect(try await dotnews("laptop", "replicate").exitCode == 0)
    }

    @Test func `a recovery code is shown once, and another device reads the storage with it`() async throws {
        for device in ["phone", "tablet"] { try await makeStore(device) }
        _ = try await dotnews("phone", "bookmark", id(1))
        let first = try await dotnews("phone", "replicate", "--to", storage, "--encrypt", "--json")
        #expect(first.exitCode == 0, "\(first.errors)")
        #expect(try first.json()["objectsWritten"] as? Int == 1)
        let code = try #require(first.errors.firstMatch(of: /Recovery code: ([2-9A-Z]{5}(?:-[2-9A-Z]{5}){7})\n/)?.1)
        #expect(!first.output.contains(code))
        // Kept, and not shown again.
        let second = try await dotnews("phone", "replicate")
        #expect(second.exitCode == 0 && !(second.errors + second.output).contains(code))
        let again = try await dotnews("phone", "replicate", "--encrypt")
        #expect(again.exitCode == 1 && again.errors.contains("--forget-key"))
        // The other device has it from its reader, who types as people do.
        let mistyped = try await DotNewsProcess.run(
            ["replicate", "--to", storage, "--recovery-code-file", "-"], environment: environment("tablet"),
            input: "0" + code.dropFirst() + "\n")
        #expect(mistyped.exitCode == 1)
        #expect(mistyped.errors.contains("Group 1 of the recovery code is mistyped."), "\(mistyped.errors)")
        let typed = try await DotNewsProcess.run(
            ["replicate", "--to", storage, "--recovery-code-file", "-"], environment: environment("tablet"),
            input: code.lowercased().replacing("-", with: " ") + "\n")
        #expect(typed.exitCode == 0, "\(typed.errors)")
        #expect(try await dotnews("tablet", "bookmarks").output.contains(id(1)))
        #expect(try await dotnews("tablet", "replicate").exitCode == 0)
    }

    @Test func `a kept key can be forgotten, and is needed again`() async throws {
        try await makeStore("phone")
        let first = try await dotnews("phone", "replicate", "--to", storage, "--encrypt")
        let code = try #require(first.errors.firstMatch(of: /Recovery code: (\S+)/)?.1)
        let file = try folder.write("\(code)\n", to: "code").path
        #expect(try await dotnews("phone", "replicate", "--forget-key", "--json").json()["forgotten"] as? Bool == true)
        #expect(try await dotnews("phone", "replicate", "--forget-key").output.contains("No recovery code"))
        let without = try await dotnews("phone", "replicate")
        #expect(without.exitCode == 1 && without.errors.contains("encrypted"))
        let other = try await dotnews("phone", "replicate", "--encrypt")
        #expect(other.exitCode == 1 && !other.errors.contains("Recovery code:"), "\(other.errors)")
        #expect(try await dotnews("phone", "replicate", "--recovery-code-file", file).exitCode == 0)
        #expect(try await dotnews("phone", "replicate").output == "Nothing changed.\n")
    }

    @Test func `a code is not shown for a storage that cannot be encrypted`() async throws {
        try await makeStore("phone")
        #expect(try await dotnews("phone", "replicate", "--to", storage).exitCode == 0)
        let used = try await dotnews("phone", "replicate", "--encrypt")
        #expect(used.exitCode == 1 && used.errors.contains("in use already"))
        let missing = try await dotnews("phone", "replicate", "--to", storage + "/missing", "--encrypt")
        #expect(missing.exitCode == 1 && missing.errors.contains("does not exist"))
        for outcome in [used, missing] { #expect(!outcome.errors.contains("Recovery code:")) }
        #expect(try await dotnews("phone", "replicate").exitCode == 0)
    }

    @Test func `secrets that contradict each other are refused`() async throws {
        try await makeStore("phone")
        for arguments in [
            ["--encrypt", "--passphrase-file", "x"], ["--encrypt", "--forget-key"],
            ["--recovery-code-file", "x", "--passphrase-file", "x"],
            ["--passphrase-file", "-", "--password-file", "-"],
        ] {
            let outcome = try await DotNewsProcess.run(
                ["replicate", "--to", storage] + arguments, environment: environment("phone"))
            #expect(outcome.exitCode == 2, "\(arguments)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: storage).isEmpty)
    }

    @Test func `programs that replicate one store at the same time take turns`() async throws {
        try await makeStore("phone")
        for number in 1...8 { _ = try await dotnews("phone", "bookmark", id(number)) }
        for _ in 0..<3 {
            let programs = try (0..<3).map { _ in
                try DotNewsProcess.start(
                    ["replicate", "--to", storage, "--json"], environment: try environment("phone"))
            }
            let second = try DotNewsProcess.start(
                ["replicate", "--to", storage, "--name", "電話", "--quiet"], environment: try environment("phone"))
            for program in programs + [second] {
                let outcome = try await program.outcome()
                #expect(outcome.exitCode == 0, "\(outcome.errors)")
            }
        }
        #expect(try await dotnews("phone", "verify").exitCode == 0)
        #expect(try await dotnews("phone", "replicate").output == "Nothing changed.\n")
        let devices = try await dotnews("phone", "devices", "--json").json()["devices"] as? [[String: Any]]
        // One identity, one name, and no number used twice.
        #expect(devices?.map { $0["name"] as? String } == ["電話"])
        let ranges = try FileManager.default.contentsOfDirectory(atPath: storage).map { name in
            let parts = name.split(separator: "-")
            try #require(parts.count == 4, "\(name)")
            return try #require(Int(parts[1]))...(try #require(Int(parts[2])))
        }.sorted { $0.lowerBound < $1.lowerBound }
        for (range, next) in zip(ranges, ranges.dropFirst()) {
            #expect(range.upperBound < next.lowerBound, "\(ranges)")
        }
        try await makeStore("tablet")
        #expect(try await dotnews("tablet", "replicate", "--to", storage).exitCode == 0)
        let bookmarks = try await dotnews("tablet", "bookmarks").output
        for number in 1...8 { #expect(bookmarks.contains(id(number))) }
    }

    @Test func `stores that meet at one folder at the same time lose nothing`() async throws {
        let devices = ["phone", "tablet", "laptop"]
        for (number, device) in devices.enumerated() {
            try await makeStore(device)
            _ = try await dotnews(device, "bookmark", id(number + 1))
        }
        for _ in 0..<2 {
            let programs = try devices.map {
                try DotNewsProcess.start(["replicate", "--to", storage, "--quiet"], environment: try environment($0))
            }
            for program in programs { #expect(try await program.outcome().exitCode == 0) }
        }
        for device in devices {
            let bookmarks = try await dotnews(device, "bookmarks").output
            for number in 1...3 { #expect(bookmarks.contains(id(number)), "\(device)") }
        }
    }

    @Test func `wrong words are told`() async throws {
        try await makeStore("phone")
        #expect(try await dotnews("nobody", "replicate").exitCode == 1)
        #expect(!FileManager.default.fileExists(atPath: try environment("nobody")["DOTNEWS_DB"] ?? ""))
        let nowhere = try await dotnews("phone", "replicate")
        #expect(nowhere.exitCode == 2)
        #expect(nowhere.errors.contains("--to"))
        for arguments in [["--to", "ftp://host/"], ["--to", "https://a:b@host/"], ["extra"]] {
            let outcome = try await DotNewsProcess.run(["replicate"] + arguments, environment: environment("phone"))
            #expect(outcome.exitCode == 2)
        }
        #expect(try await dotnews("phone", "replicate", "--to", storage, "--name", " ").exitCode == 2)
        let missing = try await dotnews("phone", "replicate", "--to", storage + "/missing")
        #expect(missing.exitCode == 1)
        #expect(missing.errors.contains("does not exist"))
        #expect(try await dotnews("phone", "devices", "--forget", "zz").exitCode == 2)
        #expect(try await dotnews("nobody", "devices").exitCode == 1)
    }

    /// Kills the program at random points of changing and replicating: what it had acknowledged is there in the end, on
    /// all devices, and every store is sound after every kill.
    @Test(.enabled(if: isSlow, "runs with DOTNEWS_SLOW_TESTS=1"))
    func `nothing acknowledged is lost when the program is killed at any time`() async throws {
        let devices = ["phone", "tablet"]
        for device in devices { try await makeStore(device) }
        var generator = SeededGenerator(seed: 11)
        var acknowledged: Set<String> = []
        var kills = 0
        var round = 0
        while kills < 100, round < 400 {
            round += 1
            let device = devices[round % 2]
            let (arguments, ids) = try change(round, using: &generator)
            let process = try DotNewsProcess.start(arguments, environment: environment(device))
            try await Task.sleep(for: .microseconds(Int.random(in: 1_000...60_000, using: &generator)))
            kill(process.identifier, SIGKILL)
            let outcome = try await process.outcome()
            if outcome.exitCode == 0 { acknowledged.formUnion(ids) }
            if outcome.exitCode == 128 + SIGKILL { kills += 1 }
            #expect([0, 128 + SIGKILL].contains(outcome.exitCode), "\(outcome.errors)")
            let verdict = try await dotnews(device, "verify")
            try #require(verdict.exitCode == 0, "round \(round): \(verdict.errors)")
        }
        #expect(kills == 100)
        for device in devices + devices {
            #expect(try await dotnews(device, "replicate", "--to", storage).exitCode == 0)
        }
        var exports: Set<String> = []
        for device in devices {
            let export = try await dotnews(device, "export").output
            exports.insert(export.replacing(/"exportedAt":"[^"]*",/, with: ""))
            let document = try JSONSerialization.jsonObject(with: Data(export.utf8)) as? [String: Any]
            let articles = document?["articles"] as? [[String: Any]] ?? []
            let bookmarked = articles.filter { ($0["bookmark"] as? [String: Any])?["value"] as? Bool == true }
            #expect(acknowledged.subtracting(bookmarked.compactMap { $0["id"] as? String }).isEmpty)
        }
        #expect(exports.count == 1)
    }

    /// What to run, and the bookmarks that it makes.
    private func change(
        _ round: Int, using generator: inout SeededGenerator
    ) throws -> (arguments: [String], ids: [String]) {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0, 1: return (["bookmark", id(round)], [id(round)])
        case 2:
            let ids = (0..<2_000).map { id(1_000 * 1_000 + round * 2_000 + $0) }
            let entries = ids.map {
                #"{"id":"\#($0)","bookmark":{"value":true,"changedAt":"2025-11-03T08:15:30.250Z"}}"#
            }
            let text = #"{"format":"dotnews-reader-state","version":1,"articles":[\#(entries.joined(separator: ","))]}"#
            return (["import", try folder.write(text, to: "import-\(round).json").path], ids)
        default: return (["replicate", "--to", storage], [])
        }
    }
}

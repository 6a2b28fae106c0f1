import DotNewsModels
import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct RefreshCommandTests {
    private let folder: TemporaryDirectory
    private let origin: LoopbackOrigin
    private let sample = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/SampleEdition").standardizedFileURL

    init() throws {
        folder = try TemporaryDirectory()
        origin = try LoopbackOrigin(serving: sample)
    }

    private func dotnews(_ arguments: String...) async throws -> DotNewsProcess.Outcome {
        let database = folder.url.appending(path: "news.sqlite").path
        return try await DotNewsProcess.run(
            arguments + ["--site", origin.baseAddress.string], environment: ["DOTNEWS_DB": database])
    }

    @Test func `a second refresh within the interval asks for nothing and says when it is due`() async throws {
        let first = try await dotnews("sync", "--if-due", "--bodies", "none", "--json")
        #expect(first.exitCode == 0)
        #expect(try first.json()["due"] as? Bool == true)
        let asked = origin.requests.count
        #expect(asked > 2)

        let second = try await dotnews("sync", "--if-due")
        #expect(second.exitCode == 0 && second.output.isEmpty)
        #expect(second.errors.hasPrefix("No refresh is due. The next one is due at 20"))
        let third = try await dotnews("sync", "--if-due", "--json").json()
        #expect(third["due"] as? Bool == false && third["waitingFor"] as? String == "interval")
        #expect((third["nextRefresh"] as? String)?.hasSuffix("+08:00") == true)
        let quiet = try await dotnews("sync", "--if-due", "--quiet")
        #expect(quiet.exitCode == 0 && quiet.output.isEmpty && quiet.errors.isEmpty)
        #expect(origin.requests.count == asked)

        let status = try await dotnews("status", "--json").json()
        #expect(status["nextRefresh"] as? String == third["nextRefresh"] as? String)
        #expect(status["lastSync"] is String && status["waitingFor"] as? String == "interval")
        #expect(try await dotnews("status").output.contains("\nRefresh     is due at 20"))

        #expect(try await dotnews("sync", "--bodies", "none").exitCode == 0)
        #expect(origin.requests.count > asked)
    }

    @Test func `Retry-After is respected by the next process`() async throws {
        _ = try await dotnews("sync", "--bodies", "none", "--quiet")
        origin.on("/columns.json", .status(503, headers: [("Retry-After", "7200")]))
        _ = try await dotnews("sync", "--bodies", "none", "--quiet")
        let asked = origin.requests.count
        let outcome = try await dotnews("sync", "--if-due", "--json")
        #expect(outcome.exitCode == 0)
        #expect(try outcome.json()["waitingFor"] as? String == "retryAfter")
        #expect(origin.requests.count == asked)
        #expect(try await dotnews("status").output.contains("the site has asked to be left alone"))
    }

    @Test func `what is to be saved goes with --if-due alone`() async throws {
        for option in ["--low-data", "--low-power", "--background"] {
            let outcome = try await dotnews("sync", option)
            #expect(outcome.exitCode == 2 && outcome.errors.contains("\(option) goes with --if-due"))
        }
        let hidden = try await dotnews("sync", "--if-due", "--low-data", "--background")
        #expect(hidden.exitCode == 0)
        #expect(hidden.errors.contains("waits: data is to be saved"))
        #expect(origin.requests.isEmpty)
        let lists = try await dotnews("sync", "--if-due", "--low-data", "--json").json()
        #expect(lists["bodies"] as? Int == 0 && lists["new"] as? Int ?? 0 > 0)
    }
}

import Foundation
import DotNewsTestSupport

/// A store into which the program has brought the sample edition, which is in English and Traditional Chinese.
struct SampleStore {
    static let edition = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/SampleEdition").standardizedFileURL

    let folder: TemporaryDirectory
    var database: String { folder.url.appending(path: "news.sqlite").path }

    /// Syncs with these options besides.
    init(_ options: String...) async throws {
        folder = try TemporaryDirectory()
        let sync = try await run(["sync", "--from", Self.edition.path, "--quiet"] + options)
        guard sync.exitCode == 0 else { throw Failure(description: sync.errors) }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    func run(_ arguments: [String], input: String = "") async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.run(arguments, environment: ["DOTNEWS_DB": database], input: input)
    }

    func dotnews(_ arguments: String...) async throws -> DotNewsProcess.Outcome { try await run(arguments) }
}

extension DotNewsProcess.Outcome {
    /// The objects of a list of the JSON object.
    func objects(_ key: String) throws -> [[String: Any]] { try json()[key] as? [[String: Any]] ?? [] }

    /// The ids of the objects of a list, in its order.
    func ids(_ key: String) throws -> [String] { try objects(key).compactMap { $0["id"] as? String } }

    /// The characters in what was printed that a terminal would obey.
    var controls: [Unicode.Scalar] {
        (output + errors).unicodeScalars.filter {
            $0.value < 0x20 && !"\n\t".unicodeScalars.contains($0) || (0x7F...0x9F).contains($0.value)
                || (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
        }
    }
}

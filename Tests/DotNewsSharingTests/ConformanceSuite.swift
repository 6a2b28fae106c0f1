import Foundation

/// The conformance cases of twitter-text, kept beside the repository and not in it.
struct ConformanceSuite {
    /// Where the cases are; `nil` when this checkout stands alone.
    static let folder: URL? = {
        var folder = URL(filePath: #filePath)
        // A worktree may stand deeper than the main checkout, so that the folder is looked for upwards.
        while folder.path.count > 1 {
            folder.deleteLastPathComponent()
            let candidate = folder.appending(path: "shared/conformance/twitter-text")
            if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
        }
        return nil
    }()

    static var isAbsent: Bool { folder == nil }

    struct File<Expected: Decodable>: Decodable {
        struct Case: Decodable {
            var description: String
            var text: String
            var expected: Expected
        }
        var tests: [String: Lenient]

        /// Sections have different expectations; those of another kind are left out.
        enum Lenient: Decodable {
            case cases([Case])
            case other

            init(from decoder: any Decoder) throws {
                self = (try? [Case](from: decoder)).map(Lenient.cases) ?? .other
            }
        }
    }

    /// The cases of a section, in their order.
    static func cases<Expected: Decodable>(
        _ file: String, _ section: String, as type: Expected.Type
    ) throws -> [File<Expected>.Case] {
        guard let folder else { return [] }
        let data = try Data(contentsOf: folder.appending(path: file))
        guard case .cases(let cases) = try JSONDecoder().decode(File<Expected>.self, from: data).tests[section] else {
            return []
        }
        return cases
    }
}

/// What the counting sections expect.
struct ExpectedCount: Decodable, Equatable {
    var weightedLength: Int
    var valid: Bool
    var permillage: Int
    var displayRangeStart: Int
    var displayRangeEnd: Int
    var validRangeStart: Int
    var validRangeEnd: Int
}

/// What the sections with indices expect.
struct ExpectedEntity: Decodable, Equatable {
    var url: String?
    var hashtag: String?
    var indices: [Int]
}

import Foundation
import DotNewsTestSupport
import Testing

/// Pages and JSON of every kind, damaged and blown up, read by a process that may use little time and little memory.
@Suite(.timeLimit(.minutes(5))) struct ParseFuzzTests {
    private static let sources: [String] = {
        let article = "a/202511/03/AP1185bf62049ee40a863215d4.json"
        let list = "columns/6a1072cb0275780c2afdba3b/dotnews/app/stories.json"
        let files = [article, list, "columns.json", "index.html"].compactMap {
            try? String(contentsOf: SampleStore.edition.appending(path: $0), encoding: .utf8)
        }
        let item = """
            <div class="story-item"><a href="/a/202511/03/AP690800aae4b0e343b0e2aa01.html" title="海港">海港</a></div>
            """
        let search = """
            <div class="searchNumber"><font>2</font></div><div class="searchItem"><div class="searchItemTitle">\
            <a href="https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html"><h3>海港</h3></a></div></div>
            """
        return files + [ParseCommandTests.article, item, search]
    }()

    private static let pieces = [
        "<", ">", "</div>", "<div>", "<script>", "<!--", "-->", "'", "\"", "{", "}", "[", "]", "\\u", "&#", "\0",
        "var story = {'id':'", "\u{FEFF}", "\u{202E}", "99999999999小時前", "<table><tr>", "<ul><li>", "<b><i>",
    ]

    /// Content with insertions, deletions and repetitions; now and then a piece is repeated until there is a megabyte of it.
    private static func damaged(using generator: inout SeededGenerator) -> Data {
        var bytes = Array(sources.randomElement(using: &generator)!.utf8)
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
            let place = Int.random(in: 0...bytes.count, using: &generator)
            let piece = Array(pieces.randomElement(using: &generator)!.utf8)
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: bytes.removeSubrange(place..<min(bytes.count, place + 40))
            case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            case 2: bytes.insert(contentsOf: Array(bytes[place...].prefix(300)), at: place)
            case 3:
                let count = (1 << 20) / piece.count
                guard bytes.count < 2 << 20 else { continue }
                bytes.insert(contentsOf: (0..<count).flatMap { _ in piece }, at: place)
            default: bytes.insert(contentsOf: piece, at: place)
            }
        }
        return Data(bytes)
    }

    /// Bounds that reading a page of some megabytes stays far below, and that a leak or a square would break.
    /// A sanitizer takes more of both.
    private static let bounds = Sanitizer.isOn ? "ulimit -t 300" : "ulimit -t 30 && ulimit -v 1500000"

    @Test(arguments: 0..<8) func `damaged content is read or refused within bounds of time and memory`(
        round: Int
    ) async throws {
        let folder = try TemporaryDirectory()
        var generator = SeededGenerator(seed: UInt64(4_000 + round))
        let files = try (0..<12).map { try folder.write(Self.damaged(using: &generator), to: "\($0)").path }
        let script = """
            { \(Self.bounds); } || exit 99
            for file in "$@"; do "$PROGRAM" parse "$file" --json >/dev/null 2>&1; echo $?; done
            """
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script, "sh"] + files
        process.environment = Sanitizer.variables.merging(["PROGRAM": DotNewsProcess.executable.path]) { $1 }
        let output = folder.url.appending(path: "codes")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                process.waitUntilExit()
                continuation.resume()
            }
        }
        let codes = try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map(String.init)
        // Read, or refused with a sentence: not killed, not crashed.
        #expect(codes.count == files.count && Set(codes).isSubset(of: ["0", "1"]), "\(codes)")
        #expect(codes.contains("0"))
    }
}

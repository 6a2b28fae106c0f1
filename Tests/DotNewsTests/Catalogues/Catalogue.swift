import DotNews
import Foundation
import DotNewsTestSupport
import Testing

/// What the examples of the catalogues work with.
enum Catalogue {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        .standardizedFileURL
    static let sample = root.appending(path: "Examples/SampleEdition")

    /// Brings the sample edition into a store.
    static func fill(_ file: URL) async throws {
        let store = try ArticleStore(at: file)
        let client = NewsClient(edition: .dotdotnews, store: store, transport: DirectoryTransport(root: sample))
        _ = try await client.sync().report
        await store.close()
    }
}

/// The catalogues of the modules, from which the documentation is built.
@Suite struct CatalogueTests {
    /// The lines of a text that count when code is compared.
    private func lines(of text: Substring) -> [Substring] {
        text.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty && !$0.hasPrefix("import ") }
    }

    private func imports(of text: Substring) -> Set<Substring> {
        Set(text.split(separator: "\n").filter { $0.hasPrefix("import ") })
    }

    private func files(in folder: URL, ending: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == ending }.sorted { $0.path < $1.path }
    }

    /// The modules that have public symbols: those that apps import, and those that `import DotNews` brings.
    private func publicModules() throws -> [String] {
        let sources = Catalogue.root.appending(path: "Sources")
        return try FileManager.default.contentsOfDirectory(atPath: sources.path).filter { module in
            try files(in: sources.appending(path: module), ending: "docc").count > 0
        }
    }

    /// The libraries that apps may depend on.
    private func products() throws -> [String] {
        try String(contentsOf: Catalogue.root.appending(path: "Package.swift"), encoding: .utf8)
            .split(separator: ".library(name: \"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }

    /// The code of this folder.
    private func compiledSources() throws -> [Substring] {
        try files(in: URL(filePath: #filePath).deletingLastPathComponent(), ending: "swift")
            .map { Substring(try String(contentsOf: $0, encoding: .utf8)) }
    }

    @Test func `every example of a documentation comment is code that is compiled here`() throws {
        let compiled = try compiledSources().map { lines(of: $0) }
        let sources = Catalogue.root.appending(path: "Sources")
        var count = 0
        for case let file as URL in try #require(
            FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        where file.pathExtension == "swift" {
            let comments = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                .map { $0.drop { $0 == " " } }.map { $0.hasPrefix("///") ? $0.dropFirst(3).drop { $0 == " " } : "```" }
                .joined(separator: "\n")
            for block in comments.split(separator: "```swift\n").dropFirst() {
                let example = block.split(separator: "```", maxSplits: 1)[0]
                #expect(compiled.contains { $0.contains(lines(of: example)) }, "\(file.lastPathComponent): \(example)")
                count += 1
            }
        }
        #expect(count >= 10)
    }

    @Test func `every example of a catalogue is code that is compiled here`() throws {
        let sources = try compiledSources()
        for module in try publicModules() {
            let folder = Catalogue.root.appending(path: "Sources/\(module)/\(module).docc")
            var count = 0
            for page in try files(in: folder, ending: "md") {
                let text = try String(contentsOf: page, encoding: .utf8)
                for block in text.split(separator: "```swift\n").dropFirst() {
                    let example = block.split(separator: "```", maxSplits: 1)[0]
                    let isCompiled = sources.contains {
                        lines(of: $0).contains(lines(of: example))
                            && imports(of: $0).isSuperset(of: imports(of: example))
                    }
                    #expect(isCompiled, "\(page.lastPathComponent): \(example)")
                    count += 1
                }
            }
            #expect(count > 0, "\(module)")
        }
    }

    @Test func `every public module has a catalogue and is documented`() throws {
        let script = try String(contentsOf: Catalogue.root.appending(path: "Scripts/docs"), encoding: .utf8)
        let list = try #require(script.split(separator: "modules=(").dropFirst().first).prefix { $0 != ")" }
        let documented = list.split { $0 == " " || $0 == "\n" }.map(String.init)
        let modules = try publicModules()
        #expect(documented.sorted() == modules.sorted())
        #expect(Set(try products()).isSubset(of: modules))
        for module in modules {
            let page = Catalogue.root.appending(path: "Sources/\(module)/\(module).docc/\(module).md")
            #expect(FileManager.default.fileExists(atPath: page.path), "\(module)")
        }
    }
}

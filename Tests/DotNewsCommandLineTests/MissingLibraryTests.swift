#if os(Linux)
    import Foundation
    import DotNewsTestSupport
    import Testing

    /// libcurl is loaded when something is asked of the network, and not before.
    @Suite struct MissingLibraryTests {
        @Test func `without libcurl what is stored can be read, and a sync says what is missing`() async throws {
            let store = try await SampleStore()
            let libraries = try TemporaryDirectory()
            try Data("no library".utf8).write(to: libraries.url.appending(path: "libcurl.so.4"))
            let environment = ["DOTNEWS_DB": store.database, "LD_LIBRARY_PATH": libraries.url.path]

            for arguments in [["list"], ["search", "橋"], ["sync", "--from", SampleStore.edition.path]] {
                let outcome = try await DotNewsProcess.run(arguments, environment: environment)
                #expect(outcome.exitCode == 0, "\(outcome.errors)")
            }
            let sync = try await DotNewsProcess.run(
                ["sync", "--site", "https://news.example"], environment: environment)
            #expect(sync.exitCode == 1)
            #expect(sync.errors.contains("libcurl could not be loaded"))
            #expect(sync.errors.contains("7.68.0 or later"))
        }
    }
#endif

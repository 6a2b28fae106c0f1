import Testing

@testable import DotNewsNetworking

#if DOTNEWS_LIBCURL
    import CDotNewsCurl

    @Suite struct CurlLibraryTests {
        private let whole = CurlLibrary(
            version: "8.5.0", number: 0x08_05_00, features: CURL_VERSION_SSL | CURL_VERSION_LIBZ)

        @Test func `the installed libcurl has what the transport needs`() {
            #expect(CurlLibrary.installed.problem == nil)
            #expect(CurlLibrary.installed.version.first?.isNumber == true)
            #expect(whole.problem == nil)
        }

        @Test func `a libcurl that lacks something is named with what it lacks`() throws {
            var old = whole
            (old.version, old.number) = ("7.64.0", 0x07_40_00)
            #expect(try #require(old.problem).contains("7.64.0"))
            var plain = whole
            plain.features = CURL_VERSION_LIBZ
            #expect(try #require(plain.problem).contains("TLS"))
            var bare = whole
            bare.features = CURL_VERSION_SSL
            #expect(try #require(bare.problem).contains("zlib"))
        }

        @Test func `a libcurl that is not there is said to be missing`() throws {
            let missing = CurlLibrary(version: "unknown", number: 0, features: 0, missing: "no such file")
            let problem = try #require(missing.problem)
            #expect(problem.contains("no such file") && problem.contains("7.68.0"))
        }
    }
#endif

#if os(Linux)
    import Foundation
    import Testing

    @Suite struct LinkageTests {
        /// The rest of Foundation brings 50 MB along when it is linked statically, and its start takes milliseconds.
        @Test func `of Foundation, the program needs FoundationEssentials alone`() throws {
            let program = try Data(contentsOf: DotNewsProcess.executable, options: .alwaysMapped)
            #expect(program.range(of: Data("libFoundationEssentials.so".utf8)) != nil)
            for library in ["libFoundation.so", "libFoundationNetworking.so", "libFoundationInternationalization.so"] {
                #expect(program.range(of: Data(library.utf8)) == nil, "\(library) is needed")
            }
        }
    }
#endif

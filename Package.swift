// swift-tools-version: 6.2
import PackageDescription

// MARK: System libraries

// The manifest is evaluated on the host. On a Mac, which also builds for iOS, the package uses the SDK's libraries only:
// pkg-config would find Homebrew's, which are built for macOS alone and which no app can ship.
#if os(macOS)
    let systemLibraries: [Target] = ["CDotNewsSQLite", "CDotNewsZlib", "CDotNewsLibXML2", "CDotNewsIconv"].map {
        .systemLibrary(name: $0)
    }
    let linuxTargets: [Target] = []
    let urlSession: [String] = []
#else
    let systemLibraries: [Target] = [
        .systemLibrary(name: "CDotNewsSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CDotNewsZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CDotNewsLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CDotNewsIconv"),
        .systemLibrary(name: "CDotNewsIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .systemLibrary(name: "CDotNewsUnistring", providers: [.apt(["libunistring-dev"])]),
        .systemLibrary(name: "CDotNewsQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CDotNewsSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    ]
    // libcurl is loaded when a request is first sent, not linked.
    let linuxTargets: [Target] = [
        .target(name: "CDotNewsCurl"),
        // The transport of Apple systems, for the tests. A module of its own, because on Linux it needs all of Foundation.
        .target(
            name: "DotNewsURLSession", dependencies: ["DotNewsFoundation", "DotNewsModels", "DotNewsNetworking"],
            path: "Sources/DotNewsNetworking/HTTP/URLSession", swiftSettings: [.define("DOTNEWS_URLSESSION_MODULE")]),
    ]
    let urlSession = ["HTTP/URLSession"]
#endif

/// A system library that a target uses on Linux, and the compilation condition that says so to its sources.
struct LinuxLibrary {
    let target: String
    let condition: String

    static let curl = LinuxLibrary(target: "CDotNewsCurl", condition: "DOTNEWS_LIBCURL")
    static let idn2 = LinuxLibrary(target: "CDotNewsIDN2", condition: "DOTNEWS_LIBIDN2")
    static let unistring = LinuxLibrary(target: "CDotNewsUnistring", condition: "DOTNEWS_LIBUNISTRING")
    static let qrencode = LinuxLibrary(target: "CDotNewsQREncode", condition: "DOTNEWS_LIBQRENCODE")
    static let sodium = LinuxLibrary(target: "CDotNewsSodium", condition: "DOTNEWS_LIBSODIUM")
}

extension Target {
    /// This target with libraries that it uses on Linux, where Apple systems have something of their own.
    func using(_ libraries: LinuxLibrary...) -> Target {
        #if !os(macOS)
            dependencies += libraries.map { .target(name: $0.target) }
            swiftSettings = (swiftSettings ?? []) + libraries.map { .define($0.condition) }
        #endif
        return self
    }

    /// This target with its privacy manifest, which says why its sources ask for the dates of files.
    ///
    /// A resource on a Mac only: on Linux, a target with resources needs all of Foundation.
    func declaringPrivacy() -> Target {
        let file = "PrivacyInfo.xcprivacy"
        #if os(macOS)
            resources = (resources ?? []) + [.copy(file)]
        #else
            exclude.append(file)
        #endif
        return self
    }

    /// This target with the transport over `URLSession`, which is part of DotNewsNetworking except on Linux.
    func usingURLSession() -> Target {
        #if !os(macOS)
            dependencies.append("DotNewsURLSession")
        #endif
        return self
    }
}

// MARK: The package

let package = Package(
    name: "DotNews",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .library(name: "DotNews", targets: ["DotNews"]),
        .library(name: "DotNewsModels", targets: ["DotNewsModels"]),
        .library(name: "DotNewsMarkup", targets: ["DotNewsMarkup"]),
        .library(name: "DotNewsNetworking", targets: ["DotNewsNetworking"]),
        .library(name: "DotNewsSharing", targets: ["DotNewsSharing"]),
        .library(name: "DotNewsQRCode", targets: ["DotNewsQRCode"]),
        // Installed as "dotnews". On a file system that ignores case that name is DotNews's.
        .executable(name: "dotnews-cli", targets: ["DotNewsCommandLine"]),
    ],
    targets: systemLibraries + linuxTargets + [
        // Modules; arrows point one way, see docs/architecture.md
        .target(name: "DotNewsFoundation"),
        .target(name: "DotNewsCryptography", dependencies: ["DotNewsFoundation"]).using(.sodium),
        .target(name: "DotNewsModels", dependencies: ["DotNewsFoundation"]).using(.idn2, .unistring),
        .target(
            name: "DotNewsMarkup",
            dependencies: ["DotNewsFoundation", "DotNewsModels", "CDotNewsLibXML2", "CDotNewsIconv"],
            // Linux has it in its C library.
            linkerSettings: [.linkedLibrary("iconv", .when(platforms: [.macOS, .iOS]))]),
        .target(
            name: "DotNewsNetworking",
            dependencies: ["DotNewsFoundation", "DotNewsCryptography", "DotNewsModels", "DotNewsMarkup"],
            exclude: urlSession
        ).using(.curl).declaringPrivacy(),
        .target(name: "DotNewsDatabase", dependencies: ["DotNewsFoundation", "CDotNewsSQLite"]),
        .target(
            name: "DotNewsPersistence",
            dependencies: ["DotNewsFoundation", "DotNewsModels", "DotNewsDatabase", "CDotNewsSQLite", "CDotNewsZlib"]
        ).declaringPrivacy(),
        .target(
            name: "DotNewsSync",
            dependencies: ["DotNewsFoundation", "DotNewsModels", "DotNewsNetworking", "DotNewsPersistence"]),
        .target(
            name: "DotNewsReplication",
            dependencies: [
                "DotNewsFoundation", "DotNewsCryptography", "DotNewsModels", "DotNewsNetworking", "DotNewsPersistence",
                "CDotNewsLibXML2",
            ]
        ).declaringPrivacy(),
        .target(name: "DotNewsSharing", dependencies: ["DotNewsFoundation", "DotNewsModels"]),
        .target(name: "DotNewsQRCode", dependencies: ["DotNewsFoundation", "CDotNewsZlib"]).using(.qrencode),
        .target(
            name: "DotNews",
            dependencies: [
                "DotNewsFoundation", "DotNewsModels", "DotNewsMarkup", "DotNewsNetworking", "DotNewsPersistence",
                "DotNewsSync", "DotNewsReplication", "DotNewsSharing", "DotNewsQRCode",
            ]),

        // The command-line client: what an app can call, and no more
        .target(name: "CDotNewsMallocLimits", path: "Examples/CDotNewsMallocLimits"),
        .executableTarget(
            name: "DotNewsCommandLine", dependencies: ["DotNews", "CDotNewsMallocLimits"], path: "Examples/dotnews",
            packageAccess: false),

        // Tests
        .target(
            name: "DotNewsTestSupport",
            dependencies: ["DotNewsModels", "DotNewsMarkup", "DotNewsNetworking"],
            path: "Tests/DotNewsTestSupport"),
        .testTarget(name: "DotNewsFoundationTests", dependencies: ["DotNewsFoundation", "DotNewsTestSupport"]),
        .testTarget(name: "DotNewsCryptographyTests", dependencies: ["DotNewsCryptography", "DotNewsFoundation"]),
        .testTarget(name: "DotNewsModelsTests", dependencies: ["DotNewsModels", "DotNewsTestSupport"]),
        .testTarget(
            name: "DotNewsMarkupTests", dependencies: ["DotNewsFoundation", "DotNewsMarkup", "DotNewsTestSupport"]),
        .testTarget(
            name: "DotNewsNetworkingTests",
            dependencies: ["DotNewsFoundation", "DotNewsNetworking", "DotNewsTestSupport"]
        )
        .using(.curl).usingURLSession(),
        .target(name: "CDotNewsFaultyVFS", dependencies: ["CDotNewsSQLite"], path: "Tests/CDotNewsFaultyVFS"),
        .testTarget(
            name: "DotNewsDatabaseTests",
            dependencies: ["DotNewsDatabase", "DotNewsTestSupport", "CDotNewsSQLite", "CDotNewsFaultyVFS"]),
        .testTarget(
            name: "DotNewsPersistenceTests",
            dependencies: [
                "DotNewsFoundation", "DotNewsPersistence", "DotNewsDatabase", "DotNewsTestSupport", "CDotNewsSQLite",
                "CDotNewsFaultyVFS",
            ]),
        .testTarget(
            name: "DotNewsSyncTests", dependencies: ["DotNewsFoundation", "DotNewsSync", "DotNewsTestSupport"]),
        .testTarget(
            name: "DotNewsReplicationTests",
            dependencies: ["DotNewsFoundation", "DotNewsReplication", "DotNewsCryptography", "DotNewsTestSupport"]
        ).usingURLSession(),
        .testTarget(name: "DotNewsSharingTests", dependencies: ["DotNewsSharing", "DotNewsTestSupport"]),
        .testTarget(
            name: "DotNewsQRCodeTests", dependencies: ["DotNewsQRCode", "DotNewsTestSupport", "CDotNewsZlib"]),
        .testTarget(name: "DotNewsTests", dependencies: ["DotNews", "DotNewsFoundation", "DotNewsTestSupport"]),
        .testTarget(name: "DotNewsCommandLineTests", dependencies: ["DotNewsCommandLine", "DotNewsTestSupport"]),
        // A short run of each harness of Fuzzing.
        .testTarget(
            name: "DotNewsFuzzingTests",
            dependencies: [
                "DotNewsModels", "DotNewsMarkup", "DotNewsNetworking", "DotNewsPersistence", "DotNewsReplication",
                "DotNewsSharing", "DotNewsTestSupport",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// MARK: Tools

// Benchmarks and fuzzing, which Scripts/bench and Scripts/fuzz ask for. Nobody else builds them or needs their libraries.
if Context.environment["DOTNEWS_TOOLS"] != nil {
    package.targets += benchmarks + fuzzing
}

var benchmarks: [Target] {
    /// A measuring program, of one workload or a few.
    func program(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
        .executableTarget(name: name, dependencies: dependencies, path: "Benchmarks/Sources/\(name)")
    }
    return [
        .systemLibrary(
            name: "CDeflateBaseline", path: "Benchmarks/Sources/CDeflateBaseline", pkgConfig: "libdeflate",
            providers: [.apt(["libdeflate-dev"])]),
        // The peers in C
        .target(
            name: "CStoreBaseline", dependencies: ["CDotNewsSQLite", "CDeflateBaseline"],
            path: "Benchmarks/Sources/CStoreBaseline"),
        .target(
            name: "CMarkupBaseline", dependencies: ["CDotNewsLibXML2"], path: "Benchmarks/Sources/CMarkupBaseline"),
        .target(name: "BenchmarkSupport", path: "Benchmarks/Sources/BenchmarkSupport"),
        program("EmptyProgram"),
        program("FoundationProgram"),
        program(
            "MarkupBenchmark",
            ["BenchmarkSupport", "CMarkupBaseline", "DotNewsMarkup", "DotNewsModels", "DotNewsNetworking"]),
        program(
            "ReplicationBenchmark", ["BenchmarkSupport", "DotNewsModels", "DotNewsPersistence", "DotNewsReplication"]),
        program("ScaleSimulation", ["BenchmarkSupport", "DotNewsModels", "DotNewsNetworking", "DotNewsSync"]),
        program("SearchBenchmark", ["BenchmarkSupport", "CStoreBaseline", "DotNewsModels", "DotNewsPersistence"]),
        program("SharingBenchmark", ["BenchmarkSupport", "DotNewsModels", "DotNewsSharing"]),
        program("StoreBenchmark", ["BenchmarkSupport", "CStoreBaseline", "DotNewsModels", "DotNewsPersistence"]),
        program("SyncSoak", ["BenchmarkSupport", "DotNews"]),
    ]
}

var fuzzing: [Target] {
    [
        .target(name: "CFuzzerDriver", path: "Fuzzing/Sources/CFuzzerDriver"),
        // The tests compile the same files: with a target for both, which looks into the modules with @testable, no
        // ordinary release build would succeed.
        .target(
            name: "Harnesses",
            dependencies: [
                "DotNewsModels", "DotNewsMarkup", "DotNewsNetworking", "DotNewsPersistence", "DotNewsReplication",
                "DotNewsSharing", "DotNewsTestSupport",
            ],
            path: "Fuzzing/Sources/Harnesses"),
        .executableTarget(
            name: "Fuzzer", dependencies: ["CFuzzerDriver", "Harnesses"], path: "Fuzzing/Sources/Fuzzer"),
    ]
}

// One loop, so that no target is compiled with fewer checks than another.
for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ]
}

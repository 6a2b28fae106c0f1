// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that users of the library never build it. Run it with Scripts/bench.
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "DotNews", path: "..")],
    targets: [
        .systemLibrary(name: "CSQLiteBaseline", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CDeflateBaseline", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CLibXML2Baseline", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),

        // The peers in C
        .target(name: "CStoreBaseline", dependencies: ["CSQLiteBaseline", "CDeflateBaseline"]),
        .target(name: "CMarkupBaseline", dependencies: ["CLibXML2Baseline"]),

        // The measuring programs, one a workload
        .target(name: "BenchmarkSupport"),
        .executableTarget(
            name: "StoreBenchmark",
            dependencies: [
                "BenchmarkSupport", "CStoreBaseline",
                .product(name: "DotNewsModels", package: "DotNews"),
                .product(name: "DotNewsPersistence", package: "DotNews"),
            ]),
        .executableTarget(
            name: "SearchBenchmark",
            dependencies: [
                "BenchmarkSupport", "CStoreBaseline",
                .product(name: "DotNewsModels", package: "DotNews"),
                .product(name: "DotNewsPersistence", package: "DotNews"),
            ]),
        .executableTarget(name: "EmptyProgram"),
        .executableTarget(name: "FoundationProgram"),
        .executableTarget(
            name: "ReplicationBenchmark",
            dependencies: [
                "BenchmarkSupport",
                .product(name: "DotNewsModels", package: "DotNews"),
                .product(name: "DotNewsPersistence", package: "DotNews"),
                .product(name: "DotNewsReplication", package: "DotNews"),
            ]),
        .executableTarget(
            name: "SharingBenchmark",
            dependencies: [
                "BenchmarkSupport",
                .product(name: "DotNewsModels", package: "DotNews"),
                .product(name: "DotNewsSharing", package: "DotNews"),
            ]),
        .executableTarget(
            name: "ScaleSimulation",
            dependencies: [
                "BenchmarkSupport",
                .product(name: "DotNewsModels", package: "DotNews"),
                .product(name: "DotNewsNetworking", package: "DotNews"),
                .product(name: "DotNewsSync", package: "DotNews"),
            ]),
        .executableTarget(
            name: "SyncSoak", dependencies: ["BenchmarkSupport", .product(name: "DotNews", package: "DotNews")]),
        .executableTarget(
            name: "MarkupBenchmark",
            dependencies: [
                "BenchmarkSupport", "CMarkupBaseline",
                .product(name: "DotNewsMarkup", package: "DotNews"),
                .product(name: "DotNewsModels", package: "DotNews"),
                .product(name: "DotNewsNetworking", package: "DotNews"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

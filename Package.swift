// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "DotNews",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .library(name: "DotNews", targets: ["DotNews"]),
        .library(name: "DotNewsModels", targets: ["DotNewsModels"]),
        .library(name: "DotNewsMarkup", targets: ["DotNewsMarkup"]),
        .library(name: "DotNewsNetworking", targets: ["DotNewsNetworking"]),
        .library(name: "DotNewsURLSession", targets: ["DotNewsURLSession"]),
        .library(name: "DotNewsPersistence", targets: ["DotNewsPersistence"]),
        .library(name: "DotNewsSync", targets: ["DotNewsSync"]),
        .library(name: "DotNewsReplication", targets: ["DotNewsReplication"]),
        .library(name: "DotNewsSharing", targets: ["DotNewsSharing"]),
        .library(name: "DotNewsQRCode", targets: ["DotNewsQRCode"]),
        .executable(name: "dotnews", targets: ["dotnews"]),
    ],
    targets: [
        // System libraries
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .systemLibrary(
            name: "CIDN2", pkgConfig: "libidn2",
            providers: [.apt(["libidn2-dev"]), .brew(["libidn2"])]),
        .systemLibrary(
            name: "CUnistring",
            providers: [.apt(["libunistring-dev"]), .brew(["libunistring"])]),
        .systemLibrary(
            name: "CDeflate", pkgConfig: "libdeflate",
            providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .systemLibrary(
            name: "CQREncode", pkgConfig: "libqrencode",
            providers: [.apt(["libqrencode-dev"]), .brew(["qrencode"])]),
        .systemLibrary(
            name: "CPNG", pkgConfig: "libpng",
            providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]),

        // Libraries that are loaded when they are first needed
        .target(name: "CCurl"),

        // Modules; arrows point one way, see docs/architecture.md
        .target(
            name: "DotNewsModels",
            dependencies: [
                .target(name: "CIDN2", condition: .when(platforms: [.linux])),
                .target(name: "CUnistring", condition: .when(platforms: [.linux])),
            ]),
        .target(name: "DotNewsMarkup", dependencies: ["DotNewsModels", "CLibXML2"]),
        .target(
            name: "DotNewsNetworking",
            dependencies: [
                "DotNewsModels", "DotNewsMarkup",
                .target(name: "CCurl", condition: .when(platforms: [.linux, .macOS])),
            ]),
        // Apart, because on Linux it needs all of Foundation; see docs/architecture.md.
        .target(name: "DotNewsURLSession", dependencies: ["DotNewsModels", "DotNewsNetworking"]),
        .target(
            name: "DotNewsPersistence",
            dependencies: [
                "DotNewsModels", "CSQLite", "CZlib",
                .target(name: "CDeflate", condition: .when(platforms: [.linux])),
            ]),
        .target(
            name: "DotNewsSync",
            dependencies: ["DotNewsModels", "DotNewsNetworking", "DotNewsPersistence"]),
        .target(
            name: "DotNewsReplication",
            dependencies: [
                "DotNewsModels", "DotNewsNetworking", "DotNewsPersistence", "CLibXML2",
                .target(name: "CSodium", condition: .when(platforms: [.linux, .macOS])),
            ]),
        .target(name: "DotNewsSharing", dependencies: ["DotNewsModels"]),
        .target(
            name: "DotNewsQRCode",
            dependencies: [
                .target(name: "CQREncode", condition: .when(platforms: [.linux])),
                .target(name: "CPNG", condition: .when(platforms: [.linux])),
            ]),
        .target(
            name: "DotNews",
            dependencies: [
                "DotNewsModels", "DotNewsMarkup", "DotNewsNetworking", "DotNewsPersistence", "DotNewsSync",
                "DotNewsReplication", "DotNewsSharing", "DotNewsQRCode",
                .target(
                    name: "DotNewsURLSession",
                    condition: .when(platforms: [.macOS, .macCatalyst, .iOS, .tvOS, .watchOS, .visionOS])),
            ]),

        // The command-line client
        .target(name: "CMallocLimits", path: "Examples/CMallocLimits"),
        .executableTarget(name: "dotnews", dependencies: ["DotNews", "CMallocLimits"], path: "Examples/dotnews"),

        // Tests
        .target(
            name: "TestSupport",
            dependencies: ["DotNewsModels", "DotNewsNetworking"],
            path: "Tests/TestSupport"),
        .testTarget(name: "DotNewsModelsTests", dependencies: ["DotNewsModels", "TestSupport"]),
        .testTarget(name: "DotNewsMarkupTests", dependencies: ["DotNewsMarkup", "TestSupport"]),
        .testTarget(
            name: "DotNewsNetworkingTests", dependencies: ["DotNewsNetworking", "DotNewsURLSession", "TestSupport"]),
        .target(name: "CFaultyVFS", dependencies: ["CSQLite"], path: "Tests/CFaultyVFS"),
        .testTarget(
            name: "DotNewsPersistenceTests",
            dependencies: ["DotNewsPersistence", "TestSupport", "CSQLite", "CFaultyVFS"]),
        .testTarget(name: "DotNewsSyncTests", dependencies: ["DotNewsSync", "TestSupport"]),
        .testTarget(name: "DotNewsReplicationTests", dependencies: ["DotNewsReplication", "TestSupport"]),
        .testTarget(name: "DotNewsSharingTests", dependencies: ["DotNewsSharing", "TestSupport"]),
        .testTarget(name: "DotNewsQRCodeTests", dependencies: ["DotNewsQRCode", "TestSupport"]),
        .testTarget(name: "DotNewsTests", dependencies: ["DotNews", "DotNewsURLSession", "TestSupport"]),
        .testTarget(name: "CommandLineTests", dependencies: ["dotnews", "TestSupport"]),
        // The harnesses of Fuzzing, a package of its own, with a short run of each.
        .testTarget(
            name: "FuzzingTests",
            dependencies: [
                "DotNewsModels", "DotNewsMarkup", "DotNewsNetworking", "DotNewsPersistence", "DotNewsReplication",
                "DotNewsSharing", "TestSupport",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// One loop, so that no target is compiled with fewer checks than another.
for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ]
}

// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that users of the library never build it. Scripts/fuzz builds it, with the sanitizers' flags
// for all modules, and runs it.
let harnesses: [(name: String, modules: [String])] = [
    ("DateFuzzer", ["DotNewsModels", "DotNewsNetworking"]),
    ("LinkFuzzer", ["DotNewsModels", "DotNewsSharing"]),
    ("MarkupFuzzer", ["DotNewsModels", "DotNewsMarkup"]),
    ("PageFuzzer", ["DotNewsNetworking"]),
    ("PlaceFuzzer", ["DotNewsModels", "DotNewsNetworking", "DotNewsReplication"]),
    ("ReaderStateFuzzer", ["DotNewsPersistence"]),
    ("SearchFuzzer", ["DotNewsModels", "DotNewsPersistence"]),
    ("SharingFuzzer", ["DotNewsModels", "DotNewsSharing"]),
    ("StoryFuzzer", ["DotNewsNetworking"]),
]

let package = Package(
    name: "Fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "DotNews", path: "..")],
    targets: [
        .target(name: "CFuzzerDriver"),
        .target(name: "FuzzingSupport", dependencies: ["CFuzzerDriver"]),
        .target(
            name: "ContentInvariants",
            dependencies: [
                "FuzzingSupport",
                .product(name: "DotNewsModels", package: "DotNews"),
                .product(name: "DotNewsMarkup", package: "DotNews"),
                .product(name: "DotNewsNetworking", package: "DotNews"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

for harness in harnesses {
    let readsContent = ["MarkupFuzzer", "PageFuzzer", "StoryFuzzer"].contains(harness.name)
    package.targets.append(
        .executableTarget(
            name: harness.name,
            dependencies: ["FuzzingSupport"] + (readsContent ? ["ContentInvariants"] : [])
                + harness.modules.map { .product(name: $0, package: "DotNews") },
            // gold fails on the debugging information of instrumented Swift modules.
            linkerSettings: [.unsafeFlags(["-use-ld=lld"], .when(platforms: [.linux]))]))
}

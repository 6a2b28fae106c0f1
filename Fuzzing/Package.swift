// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that users of the library never build it. Scripts/fuzz builds it, with the sanitizers' flags
// for all modules and with testable imports, and runs it. The harnesses are also part of the tests: Tests/DotNewsFuzzingTests.
let modules = [
    "DotNewsModels", "DotNewsMarkup", "DotNewsNetworking", "DotNewsPersistence", "DotNewsReplication", "DotNewsSharing",
]

let package = Package(
    name: "Fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "DotNews", path: "..")],
    targets: [
        .target(name: "CFuzzerDriver"),
        .target(name: "Harnesses", dependencies: modules.map { .product(name: $0, package: "DotNews") }),
        .executableTarget(
            name: "Fuzzer", dependencies: ["CFuzzerDriver", "Harnesses"],
            // gold fails on the debugging information of instrumented Swift modules.
            linkerSettings: [.unsafeFlags(["-use-ld=lld"], .when(platforms: [.linux]))]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}

// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "DotNews", path: "..")],
    targets: [
        .systemLibrary(name: "CSQLiteBaseline", pkgConfig: "sqlite3"),
        .target(name: "CStoreBaseline", dependencies: ["CSQLiteBaseline"]),
        .executableTarget(
            name: "StoreBenchmark",
            dependencies: [
                "CStoreBaseline",
                .product(name: "DotNewsModels", package: "DotNews"),
                .product(name: "DotNewsPersistence", package: "DotNews"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

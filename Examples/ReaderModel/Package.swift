// swift-tools-version: 6.2
import PackageDescription

// A package of its own, which depends on DotNews as an app does.
let package = Package(
    name: "ReaderModel",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [.library(name: "ReaderModel", targets: ["ReaderModel"])],
    dependencies: [.package(name: "DotNews", path: "../..")],
    targets: [
        .target(
            name: "ReaderModel", dependencies: [.product(name: "DotNews", package: "DotNews")],
            swiftSettings: [.defaultIsolation(MainActor.self)]),
        .testTarget(
            name: "ReaderModelTests", dependencies: ["ReaderModel"], swiftSettings: [.defaultIsolation(MainActor.self)]),
    ]
)

import DotNewsNetworking
import Foundation
import Synchronization
import DotNewsTestSupport

/// Chromium without a window and with a profile of its own, to which the network is one origin of the test.
///
/// Addresses on 127.0.0.1 are asked directly. All others, whatever their scheme and host, go to the origin as their proxy, and no
/// host is looked up: what the browser asks for can be read from the origin's requests, and nothing leaves the machine.
final class Chromium: Sendable {
    /// The color scheme of the system, as the browser is told.
    enum ColorScheme: Int, Sendable, CaseIterable {
        case dark = 0
        case light = 1
    }

    /// The program; `nil` when it is not installed.
    static let program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Whether tests in a browser are to run: it is installed, and slow tests are asked for.
    static var isWanted: Bool {
        program != nil && ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"
    }

    /// Whether a request is none of a page: the browser asks its maker for the time, for updates and for accounts, and any
    /// site for its icon.
    static func isOwn(_ request: LoopbackRequest) -> Bool {
        let hosts = [".google.com", ".googleapis.com", ".gvt1.com"]
        let host = request.headers["Host"].map { $0.prefix { $0 != ":" } } ?? ""
        return request.path == "/favicon.ico" || hosts.contains { host.hasSuffix($0) }
    }

    private let profile: TemporaryDirectory
    private let process: ChildProcess
    /// Whether the process has been waited for, so that its number may belong to another by now.
    private let hasEnded = Mutex(false)

    /// Opens an address.
    init(_ address: String, proxy: LoopbackOrigin, colorScheme: ColorScheme = .light, _ more: String...) throws {
        profile = try TemporaryDirectory()
        process = try ChildProcess(
            Self.program ?? "/usr/bin/chromium",
            [
                // Tests run as root in containers, where the browser's own sandbox cannot.
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--user-data-dir=\(profile.url.path)", "--no-first-run", "--no-pings", "--disable-sync",
                "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
                "--disable-extensions", "--disable-domain-reliability", "--disable-client-side-phishing-detection",
                "--proxy-server=127.0.0.1:\(proxy.port)", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                "--blink-settings=preferredColorScheme=\(colorScheme.rawValue)",
            ] + more + [address])
    }

    deinit {
        guard !hasEnded.withLock({ $0 }) else { return }
        process.terminate()
        process.waitUntilExit()
    }

    private func waitUntilEnd() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                self.process.waitUntilExit()
                self.hasEnded.withLock { $0 = true }
                continuation.resume()
            }
        }
    }

    /// Draws an address into a PNG file.
    static func screenshot(
        of address: String, proxy: LoopbackOrigin, colorScheme: ColorScheme, to file: URL
    ) async throws -> Data {
        let browser = try Chromium(
            address, proxy: proxy, colorScheme: colorScheme, "--screenshot=\(file.path)", "--window-size=800,1000",
            "--timeout=30000")
        await browser.waitUntilEnd()
        return try Data(contentsOf: file)
    }
}

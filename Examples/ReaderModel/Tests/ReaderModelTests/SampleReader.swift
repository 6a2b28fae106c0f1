import DotNews
import Foundation
import ReaderModel

/// A reader of the sample edition, with a store in a folder of its own that goes with it.
final class SampleReader {
    let model: ReaderModel
    private let folder: URL

    /// - Parameter isOnline: Whether the site answers.
    init(isOnline: Bool = true) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "ReaderModel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let sample = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../SampleEdition")
            .standardizedFileURL
        let site = isOnline ? sample : folder.appending(path: "nowhere")
        let store = try ArticleStore(at: folder.appending(path: "news.sqlite"))
        model = ReaderModel(
            client: NewsClient(edition: .dotdotnews, store: store, transport: DirectoryTransport(root: site)))
    }

    isolated deinit { try? FileManager.default.removeItem(at: folder) }
}

/// Waits until something that a model follows has come, for at most ten seconds.
func eventually(_ condition: () -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while !condition() {
        guard ContinuousClock.now < end else { return false }
        await Task.yield()
        try? await Task.sleep(for: .milliseconds(2))
    }
    return true
}

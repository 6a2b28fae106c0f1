import DotNewsTestSupport
import DotNewsModels
import DotNewsPersistence
import Foundation

/// A store whose clock stands where a test puts it.
final class ReaderFixture: Sendable {
    let folder: TemporaryFolder
    let store: ArticleStore
    private let time = Shared(Sample.noon)

    init() throws {
        folder = try TemporaryFolder()
        var options = ArticleStoreOptions()
        options.now = { [time] in time.value }
        store = try ArticleStore(at: folder.database, options: options)
    }

    var now: Date { time.value }

    /// Puts the clock `seconds` after noon, or before it.
    func setClock(_ seconds: Double) { time.change { $0 = Sample.noon.addingTimeInterval(seconds) } }

    /// Everything that an export holds, with the clock at noon so that equal states give equal bytes.
    func export() async throws -> Data {
        setClock(0)
        return try await store.reader.exportData()
    }
}

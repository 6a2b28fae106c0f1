import Foundation
import Synchronization

/// A directory of this process alone, in memory where the system has such a place.
enum ScratchDirectory {
    private static let made = Mutex<URL?>(nil)

    /// Makes it; it goes when the process ends as it should.
    static func make() throws -> URL {
        let memory = URL(filePath: "/dev/shm", directoryHint: .isDirectory)
        let files = FileManager.default
        let parent = files.isWritableFile(atPath: memory.path) ? memory : files.temporaryDirectory
        let directory = parent.appending(path: "dotnews-fuzz-\(UUID().uuidString)")
        try files.createDirectory(at: directory, withIntermediateDirectories: true)
        made.withLock { $0 = directory }
        atexit {
            guard let directory = ScratchDirectory.made.withLock({ $0 }) else { return }
            try? FileManager.default.removeItem(at: directory)
        }
        return directory
    }
}

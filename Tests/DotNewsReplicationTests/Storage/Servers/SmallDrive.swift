import Foundation
import DotNewsTestSupport

/// A drive with room for very little; a tmpfs, which takes the superuser to mount. It goes with the last reference.
final class SmallDrive: Sendable {
    /// Where it is mounted.
    let url: URL
    private let directory: TemporaryDirectory

    /// Mounts a drive of some KiB; `nil` when that is not possible here.
    init?(kibibytes: Int) throws {
        directory = try TemporaryDirectory()
        url = directory.url
        guard geteuid() == 0, let mount = ServerProcess.program("mount"),
            try ChildProcess(mount, ["-t", "tmpfs", "-o", "size=\(kibibytes)k,mode=0777", "tmpfs", url.path])
                .waitUntilExit() == 0
        else { return nil }
    }

    /// Makes the drive one that can only be read.
    func makeReadOnly() throws {
        guard let mount = ServerProcess.program("mount") else { return }
        try ChildProcess(mount, ["-o", "remount,ro", url.path]).waitUntilExit()
    }

    deinit {
        guard let unmount = ServerProcess.program("umount") else { return }
        // Lazily, should a server still have a file open.
        _ = try? ChildProcess(unmount, ["-l", url.path]).waitUntilExit()
    }

    /// Whether such drives can be mounted here.
    static let isAvailable = (try? SmallDrive(kibibytes: 64)) != nil
}

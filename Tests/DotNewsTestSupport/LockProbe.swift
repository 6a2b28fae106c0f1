public import Foundation

/// A second process that wants the locks of a store, as an extension of an app does.
public enum LockProbe {
    private static let interpreter = "/usr/bin/python3"

    /// Whether there is what the second process runs on.
    public static var isAvailable: Bool { FileManager.default.isExecutableFile(atPath: interpreter) }

    /// Whether another process gets the exclusive lock on a lock file (`flock`).
    public static func canLock(_ file: URL) throws -> Bool {
        try run("import fcntl; fcntl.flock(open(path, 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)", file) == 0
    }

    /// Whether another process gets a database for itself, which takes that nobody has any lock on it.
    public static func canLockDatabase(_ file: URL) throws -> Bool {
        let script = """
            import sqlite3
            database = sqlite3.connect(path, timeout=0, isolation_level=None)
            database.execute("PRAGMA locking_mode = EXCLUSIVE")
            database.execute("BEGIN EXCLUSIVE")
            database.execute("ROLLBACK")
            database.close()
            """
        return try run(script, file) == 0
    }

    /// Starts a process that has the write lock of a database until it is terminated.
    ///
    /// - Returns: The process, once it has the lock.
    package static func holdWriteLock(of file: URL) async throws -> ChildProcess {
        let ready = file.appendingPathExtension("locked")
        let script = """
            import sqlite3, sys, time
            database = sqlite3.connect(path, timeout=10, isolation_level=None)
            database.execute("BEGIN IMMEDIATE")
            open(path + ".locked", "w").close()
            time.sleep(60)
            """
        let process = try ChildProcess(interpreter, ["-c", "import sys; path = sys.argv[1]\n" + script, file.path])
        while process.isRunning, !FileManager.default.fileExists(atPath: ready.path) {
            try await Task.sleep(for: .milliseconds(5))
        }
        return process
    }

    private static func run(_ script: String, _ file: URL) throws -> Int32 {
        try ChildProcess(interpreter, ["-c", "import sys; path = sys.argv[1]\n" + script, file.path]).waitUntilExit()
    }
}

public import DotNewsFoundation

/// Keeps secrets in a file that only its owner can read.
///
/// The file has the permissions 0600 from the moment it exists, and its folder, when it is made, 0700. A file or folder
/// that others could read or change is refused, with what to do about it. A change is written beside the file, brought
/// to the disk and put in its place, so that a crash leaves the one or the other; a lock lets processes take turns.
///
/// Secrets are not encrypted: whoever may act as the owner can read them.
public struct FileCredentialStore: CredentialStore {
    /// The file.
    public let file: URL
    private let lockTimeout: Duration

    /// The most secrets that a file holds.
    public static let maximumCount = 100
    /// The longest secret, in bytes of UTF-8.
    public static let maximumSecretLength = 8 << 10
    /// The longest name, in bytes of UTF-8.
    public static let maximumNameLength = 512
    /// The largest file that is read, in bytes; more than the most and longest secrets take.
    private static let maximumFileSize = 8 << 20

    /// Keeps secrets in `file`, which is made with the first one.
    public init(at file: URL) { self.init(at: file, lockTimeout: .seconds(10)) }

    /// Waits for other processes no longer than `lockTimeout`.
    package init(at file: URL, lockTimeout: Duration) {
        self.file = file
        self.lockTimeout = lockTimeout
    }

    /// The secret of this name; `nil` when there is none.
    public func secret(named name: CredentialName) throws(CredentialError) -> Secret? {
        try content(while: "reading a secret").secrets[name.rawValue].map { Secret($0) }
    }

    /// Keeps a secret under a name, in place of the one before; `nil` removes it.
    ///
    /// - Throws: ``CredentialError``; also for a name or secret that is empty or too long, and when the file is full.
    public func setSecret(_ secret: Secret?, named name: CredentialName) throws(CredentialError) {
        let activity = secret == nil ? "removing a secret" : "keeping a secret"
        guard (1...Self.maximumNameLength).contains(name.rawValue.utf8.count) else {
            throw failure(activity, "its name must have 1 to \(Self.maximumNameLength) bytes")
        }
        if let secret, !(1...Self.maximumSecretLength).contains(secret.revealed.utf8.count) {
            throw failure(activity, "it must have 1 to \(Self.maximumSecretLength) bytes")
        }
        if secret == nil, !FileManager.default.fileExists(atPath: file.path) { return }
        try makeFolder(while: activity)
        let lock = try acquireLock(while: activity)
        defer { lock.release() }
        var content = try content(while: activity)
        guard content.secrets[name.rawValue] != secret?.revealed else { return }
        content.secrets[name.rawValue] = secret?.revealed
        guard content.secrets.count <= Self.maximumCount else {
            throw failure(activity, "the file holds \(Self.maximumCount) secrets already; remove one first")
        }
        try save(content, while: activity)
    }

    // MARK: The file

    /// What is in the file.
    private struct Content: Codable {
        var version = 1
        var secrets: [String: String] = [:]
    }

    private func content(while activity: String) throws(CredentialError) -> Content {
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { return Content() }
            if code == ELOOP { throw failure(activity, "it is a symbolic link; put the file itself there") }
            throw failure(activity, Self.reason(code))
        }
        defer { close(descriptor) }
        try checkOwnership(of: descriptor, while: activity)
        try checkFolder(while: activity)
        var bytes = Data()
        var block = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &block, block.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure(activity, Self.reason(errno)) }
            if count == 0 { break }
            bytes.append(contentsOf: block[..<count])
            guard bytes.count <= Self.maximumFileSize else {
                throw failure(activity, "the file is larger than \(Self.maximumFileSize) bytes, so it is not ours")
            }
        }
        // The decoder's own error may quote what stands in the file, so it is not passed on.
        guard let content = try? JSONDecoder().decode(Content.self, from: bytes) else {
            throw failure(activity, "the file is damaged; remove it and sign in again")
        }
        guard content.version == 1 else {
            throw failure(activity, "the file was written by a newer version; update the application")
        }
        return content
    }

    private func save(_ content: Content, while activity: String) throws(CredentialError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        guard let bytes = try? encoder.encode(content) else { throw failure(activity, "it cannot be written as JSON") }
        // The lock is held, as replacing requires.
        do throws(SystemError) {
            try AtomicFile.replace(file.path, with: bytes)
        } catch {
            throw failure(activity, error.reason)
        }
    }

    private func acquireLock(while activity: String) throws(CredentialError) -> ProcessLock {
        let path = file.path + ".lock"
        do throws(ProcessLock.Failure) {
            if let lock = try ProcessLock.acquireBlocking(at: URL(filePath: path), timeout: lockTimeout) { return lock }
        } catch {
            throw CredentialError(while: activity, location: path, reason: error.reason)
        }
        throw CredentialError(while: activity, location: path, reason: "another process has it in use; try again")
    }

    // MARK: Who may read it

    private var folderPath: String { file.deletingLastPathComponent().path }

    private func checkOwnership(of descriptor: Int32, while activity: String) throws(CredentialError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(activity, Self.reason(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw failure(activity, "it is not a plain file") }
        guard status.st_uid == geteuid() else {
            throw failure(activity, "it belongs to another user; remove it and sign in again")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw failure(
                activity,
                "other users can read it; run: chmod 600 '\(file.path)', and change the secrets in it if they may have")
        }
    }

    /// Who may write the folder may put another file in place of this one.
    private func checkFolder(while activity: String) throws(CredentialError) {
        var status = stat()
        guard stat(folderPath, &status) == 0 else { throw failure(activity, Self.reason(errno)) }
        guard status.st_mode & 0o022 == 0 || status.st_mode & S_ISVTX != 0 else {
            throw failure(activity, "other users can write its folder; run: chmod 700 '\(folderPath)'")
        }
    }

    private func makeFolder(while activity: String) throws(CredentialError) {
        if !FileManager.default.fileExists(atPath: folderPath) {
            do {
                try FileManager.default.createDirectory(
                    atPath: folderPath, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw CredentialError(
                    while: activity, location: file.path, reason: "its folder cannot be made", underlying: error)
            }
        }
        try checkFolder(while: activity)
    }

    private func failure(_ activity: String, _ reason: String) -> CredentialError {
        CredentialError(while: activity, location: file.path, reason: reason)
    }

    private static func reason(_ code: Int32) -> String { SystemError(code).reason }
}

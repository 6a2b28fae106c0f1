import DotNewsDatabase
public import DotNewsFoundation
public import DotNewsModels
import Synchronization

/// Images on disk, within a bound, found by their address.
///
/// Files are named by their content, so two addresses with the same image share one file. The store's file keeps which
/// address has which file. What makes this safe against crashes and other processes: a file is put in its place, or
/// removed, only inside the write transaction that adds or removes its entry.
///
/// Backups leave the folder out, since its images can be fetched again: it has the mark for that on Apple systems, and a file
/// `CACHEDIR.TAG` on Linux.
///
/// When the cache grows beyond its limit, the images that have not been used for longest go first. Images of bookmarked
/// articles stay.
public final class ArticleImageCache: Sendable {
    /// The folder of the files.
    public let directory: URL
    /// The most bytes that the files may have together, images of bookmarked articles aside.
    public let limit: Int64

    private let articles: ArticleStore
    private let files: ImageFiles
    /// Uses that are not stored yet, so that reading an image does not write.
    private let uses = Mutex<[WebAddress: Date]>([:])
    /// How many bytes may be stored before the files must be counted again; `nil` when that is not known.
    private let room = Mutex<Int64?>(nil)
    private let now: @Sendable () -> Date

    /// How long an address at which there was no image is not asked again: a day, as with articles that are gone.
    public static let absence = Duration.seconds(86_400)
    /// How many such addresses are remembered.
    public static let maximumUnavailable = 10_000
    /// How many uses are collected before they are stored.
    private static let maximumUses = 256

    /// Opens the cache; makes its folder, readable by its owner only, when it does not exist.
    ///
    /// Removes what an earlier process left half-written.
    ///
    /// - Parameters:
    ///   - directory: The folder, which holds nothing else.
    ///   - store: The store that keeps which address has which file.
    ///   - limit: The most bytes that the files may have together.
    public init(in directory: URL, of store: ArticleStore, limit: Int64 = 256 << 20) throws(StoreError) {
        self.directory = directory
        articles = store
        self.limit = limit
        now = store.options.now
        files = ImageFiles(folder: directory.path)
        try files.prepare(now: now())
    }

    // MARK: Using

    /// Stores an image under its address, replacing one that is there; returns its file.
    ///
    /// - Throws: ``StoreError/Code/notAnImage`` when the content is not JPEG, PNG, GIF, WebP, AVIF or HEIC.
    @discardableResult
    public func store(_ data: Data, for address: WebAddress) async throws(StoreError) -> URL {
        guard let type = ImageType(data) else {
            throw StoreError(.notAnImage, while: "storing an image", file: directory.path)
        }
        let temporary = try await files.writeTemporary(data)
        let files = files
        let entry = ImageEntry(address: address, size: Int64(data.count), type: type, lastUse: now())
        let pending = takeUses()
        do throws(StoreError) {
            let name = try await articles.write("storing an image") { connection in
                let name = try files.place(temporary, content: data, type: type)
                try connection.recordImageUses(pending)
                try connection.putImage(entry, name: name, files: files)
                return name
            }
            // A little more than needed is evicted, so that it is not done for every image.
            if !takeRoom(entry.size) { try await evict(toFit: limit, target: limit - limit / 16) }
            return directory.appendingPathComponent(name.text)
        } catch {
            files.remove(temporary: temporary)
            throw error
        }
    }

    /// The file of an image under exactly this address; `nil` when it is not cached. Counts as a use.
    ///
    /// The file may be evicted at any later time; open it at once.
    public func file(for address: WebAddress) async throws(StoreError) -> URL? {
        let name = try await articles.read("looking for an image") { reader in
            try reader.connection.imageName(of: address)
        }
        guard let name else { return nil }
        guard try await isThere(name, for: address) else { return nil }
        try await noteUse(of: address)
        return directory.appendingPathComponent(name.text)
    }

    /// The file of an image in the width that suits best; `nil` when it is not cached. Counts as a use.
    ///
    /// The narrowest that is wide enough suits best, then the widest.
    ///
    /// - Parameters:
    ///   - address: The address that the article gives.
    ///   - width: The width in pixels; `nil` for the image's own width.
    /// - Returns: The file, to be opened at once, and whether it is as wide as wanted.
    public func file(
        for address: WebAddress, width: Int?
    ) async throws(StoreError) -> (file: URL, isWideEnough: Bool)? {
        let request = ImageRequest(address, width: width)
        let cached = try await articles.read("looking for an image") { reader in
            try reader.connection.images(for: request)
        }
        for image in cached where try await isThere(image.name, for: image.address) {
            try await noteUse(of: image.address)
            return (directory.appendingPathComponent(image.name.text), request.isSatisfied(by: image.address))
        }
        return nil
    }

    /// Whether an image's file is there; the entry of one that is lost is dropped.
    private func isThere(_ name: ImageName, for address: WebAddress) async throws(StoreError) -> Bool {
        guard !files.exists(name) else { return true }
        let files = files
        try await articles.write("dropping a lost image") { connection in
            // Asked again under the lock: it may have come back.
            guard try connection.imageName(of: address) == name, !files.exists(name) else { return }
            try connection.removeImages(named: name)
        }
        return false
    }

    /// Those of the addresses whose image is worth asking for, in their order, each once: it is not in the cache, and
    /// nobody said within ``absence`` that there is none, see ``noteUnavailable(_:)``.
    package func missing(from addresses: [WebAddress]) async throws(StoreError) -> [WebAddress] {
        try await missing(from: addresses.map { ImageRequest($0) }).map(\.address)
    }

    /// Those of the requests that are worth asking the site for, in their order, each once: the image is not in the cache in
    /// this width or a larger one, and nobody said within ``absence`` that there is none.
    package func missing(from requests: [ImageRequest]) async throws(StoreError) -> [ImageRequest] {
        let files = files
        let (earliest, latest) = (earliestAbsence, now())
        return try await articles.read("looking for missing images") { reader in
            let connection = reader.connection
            var seen: Set<ImageRequest> = []
            return try requests.filter { request in
                guard seen.insert(request).inserted else { return false }
                let cached = try connection.images(for: request)
                if cached.contains(where: { request.isSatisfied(by: $0.address) && files.exists($0.name) }) {
                    return false
                }
                return try !connection.isImageUnavailable(request.address, since: earliest, until: latest)
            }
        }
    }

    /// Whether it was noted within ``absence`` that there is no image at an address; see ``noteUnavailable(_:)``.
    package func isUnavailable(_ address: WebAddress) async throws(StoreError) -> Bool {
        let (earliest, latest) = (earliestAbsence, now())
        return try await articles.read("looking for an image") { reader in
            try reader.connection.isImageUnavailable(address, since: earliest, until: latest)
        }
    }

    /// Notes that there is no image at these addresses, or none that the cache keeps. A sync leaves them out
    /// for the time of ``absence``. The last ``maximumUnavailable`` are remembered; one that is in the cache stays there.
    public func noteUnavailable(_ addresses: [WebAddress]) async throws(StoreError) {
        guard !addresses.isEmpty else { return }
        let files = files
        let (earliest, time) = (earliestAbsence, now())
        try await articles.write("noting that images are missing") { connection in
            for address in addresses {
                if let name = try connection.imageName(of: address), files.exists(name) { continue }
                try connection.putUnavailableImage(address, at: time)
            }
            try connection.forgetUnavailableImages(before: earliest, keeping: Self.maximumUnavailable)
        }
    }

    private var earliestAbsence: Date { now().addingTimeInterval(-(Self.absence / .seconds(1))) }

    /// Stores when images were last used. Uses since the last time are lost when the process ends without it, which
    /// only makes eviction less exact.
    public func flush() async throws(StoreError) {
        let pending = takeUses()
        guard !pending.isEmpty else { return }
        try await articles.write("noting which images were used") { connection in
            try connection.recordImageUses(pending)
        }
    }

    private func noteUse(of address: WebAddress) async throws(StoreError) {
        let time = now()
        let isFull = uses.withLock { uses in
            uses[address] = time
            return uses.count >= Self.maximumUses
        }
        if isFull { try await flush() }
    }

    private func takeUses() -> [WebAddress: Date] {
        uses.withLock { uses in
            defer { uses = [:] }
            return uses
        }
    }

    // MARK: Keeping within bounds

    /// Removes the images that have not been used for longest until the files have at most `bytes` together; images of
    /// bookmarked articles stay, even when they are more. Returns how many bytes were removed.
    @discardableResult
    public func evict(toFit bytes: Int64) async throws(StoreError) -> Int64 {
        try await evict(toFit: bytes, target: bytes)
    }

    /// When the files have more than `bytes`, removes until they have at most `target`.
    @discardableResult
    private func evict(toFit bytes: Int64, target: Int64) async throws(StoreError) -> Int64 {
        let pending = takeUses()
        let files = files
        let (removed, left) = try await articles.write("evicting images") { connection in
            try connection.recordImageUses(pending)
            let total = try connection.imageBytes()
            guard total > bytes else { return (0 as Int64, total) }
            let kept = try connection.imageNamesOfBookmarkedArticles()
            var left = total
            for image in try connection.imagesByLastUse() where left > target && !kept.contains(image.name) {
                try connection.removeImages(named: image.name)
                files.remove(image.name)
                left -= image.size
            }
            return (total - left, left)
        }
        // Other processes store too, so what is left is not used up without counting again.
        room.withLock { $0 = max(0, (limit - left) / 2) }
        return removed
    }

    private func takeRoom(_ size: Int64) -> Bool {
        room.withLock { room in
            guard let left = room, left >= size else { return false }
            room = left - size
            return true
        }
    }

    /// Puts the cache in order: drops entries whose file is missing or has another size, and removes files that have no
    /// entry, as a process leaves that is killed between the two. Returns one sentence for each entry that was wrong,
    /// at most 100.
    public func verify() async throws(StoreError) -> [String] {
        let files = files
        return try await articles.write("verifying the images") { connection in
            var problems: [String] = []
            var known: Set<String> = []
            for image in try connection.imagesByLastUse() {
                if files.size(of: image.name) == image.size {
                    known.insert(image.name.text)
                } else {
                    problems.append("The image \(image.name.text) is missing or damaged; its entry has been dropped")
                    try connection.removeImages(named: image.name)
                    files.remove(image.name)
                }
            }
            for name in files.names() where !known.contains(name.text) { files.remove(name) }
            return Array(problems.prefix(100))
        }
    }
}

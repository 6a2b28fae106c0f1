import DotNewsFoundation
import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence
import Foundation
import DotNewsTestSupport
import Testing

@testable import DotNewsReplication

/// A round of replication, cancelled before and after every one of its jobs, at storages of every kind.
@Suite(.timeLimit(.minutes(10))) struct ReplicationCancellationTests {
    enum Kind: CaseIterable {
        case folder, encryptedFolder, webDAV, s3
    }

    /// A storage, and what must not be left in it.
    private struct Site {
        let storage: any RemoteStorage
        let leftovers: () throws -> [String]

        init(_ kind: Kind) throws {
            let folder = try TemporaryDirectory()
            let drive = try LoopbackDrive()
            let plain = FolderStorage(path: folder.url.path)
            switch kind {
            case .folder: storage = plain
            case .encryptedFolder: storage = EncryptedStorage(over: plain, secret: .recoveryCode(.random()))
            case .webDAV:
                storage = try WebDAVStorage(
                    folder: drive.origin.address("/dav/"), user: nil, password: nil, over: Self.transport,
                    allowsClearText: false, clock: TestClock(automatic: true))
            case .s3:
                let location = try #require(
                    S3Location(bucket: "bucket", prefix: "", endpoint: drive.origin.baseAddress))
                storage = try S3Storage(
                    location: location, accessKeyID: "KEY", secretKey: Secret("geheim"), over: Self.transport)
            }
            leftovers = {
                try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.hasPrefix(".") }
                    + drive.paths.filter { $0.contains(".claim") }
            }
        }

        private static let transport = PlatformTransport()
    }

    @Test(arguments: Kind.allCases)
    func `a round that is cancelled anywhere is made good by the next`(kind: Kind) async throws {
        let points = try await CancellationSweep(of: "a round (\(kind))", seed: 81).run { moment in
            try await replicate(kind, cancellingAt: moment)
        }
        #expect(points > 8)
    }

    private func replicate(
        _ kind: Kind, cancellingAt moment: CancellingTaskExecutor.Moment?
    ) async throws -> CancellingTaskExecutor.Outcome<ReplicationReport> {
        let site = try Site(kind)
        let (mine, other) = (try TestDevice("mine", at: site.storage), try TestDevice("other", at: site.storage))
        for number in 1...5 { _ = try await mine.store.reader.setBookmarked(true, for: articleID(number)) }
        try await mine.replicate()
        for number in 11...15 { _ = try await other.store.reader.setBookmarked(true, for: articleID(number)) }
        try await other.replicate()
        _ = try await mine.store.reader.setBookmarked(true, for: articleID(6))
        let storage: Testing.Comment = "cancelled \(moment.map { "\($0)" } ?? "never") at \(kind)"

        let replicator = Replicator(store: mine.store, storage: site.storage, deviceName: "mine")
        let outcome = await CancellingTaskExecutor.run(cancellingAt: moment) { try await replicator.replicate() }
        if case .failure(let error) = outcome.result {
            #expect(
                outcome.wasCancelled && (error as? ReplicationError)?.code == .cancelled, "\(storage): \(error)")
        }
        #expect(try await mine.store.verify().problems.isEmpty, storage)
        #expect(try await mine.store.reader.bookmarks(limit: 100).count >= 6, storage)
        #expect(try site.leftovers().isEmpty, storage)
        let lock = mine.store.file.appendingPathExtension("replicate-lock")
        #expect(try ProcessLock.tryAcquire(at: lock) != nil, storage)

        try await mine.replicate()
        try await other.replicate()
        #expect(try await mine.export() == other.export(), storage)
        #expect(try await other.store.reader.bookmarks(limit: 100).count == 11, storage)
        #expect(try await mine.replicate().objectsWritten == 0, storage)
        #expect(try site.leftovers().isEmpty, storage)
        await mine.store.close()
        await other.store.close()
        return outcome
    }
}

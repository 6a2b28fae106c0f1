import DotNewsFoundation
import DotNewsTestSupport
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct ProcessLockTests {
    private let folder: TemporaryDirectory
    private var file: URL { folder.url.appending(path: "lock") }

    init() throws { folder = try TemporaryDirectory() }

    @Test func `a lock is held until it is released, once`() throws {
        let lock = try #require(try ProcessLock.tryAcquire(at: file))
        #expect(try ProcessLock.tryAcquire(at: file) == nil)
        lock.release()
        let next = try #require(try ProcessLock.tryAcquire(at: file))
        // Must not close what another lock has opened since.
        lock.release()
        #expect(try ProcessLock.tryAcquire(at: file) == nil)
        next.release()
    }

    @Test func `a lock goes with its last reference`() throws {
        do { _ = try ProcessLock.tryAcquire(at: file) }
        #expect(try ProcessLock.tryAcquire(at: file) != nil)
    }

    @Test func `who waits looks less and less often, and gets the lock`() async throws {
        let lock = try #require(try ProcessLock.tryAcquire(at: file))
        let clock = TestClock()
        let (file, suspension) = (file, Suspension())
        let waiting = Task {
            _ = try await ProcessLock.acquire(at: file, suspension: suspension, clock: clock)
        }
        for _ in 0..<7 {
            await clock.waitForSleepers(1)
            clock.advance(by: .seconds(1))
        }
        await clock.waitForSleepers(1)
        lock.release()
        clock.advance(by: .seconds(1))
        try await waiting.value
        #expect(clock.sleeps == [10, 20, 40, 80, 160, 200, 200, 200].map { .milliseconds($0) })
    }

    @Test func `who waits and is cancelled says so`() async throws {
        let lock = try #require(try ProcessLock.tryAcquire(at: file))
        defer { lock.release() }
        let clock = TestClock()
        let (file, suspension) = (file, Suspension())
        let waiting = Task {
            _ = try await ProcessLock.acquire(at: file, suspension: suspension, clock: clock)
        }
        await clock.waitForSleepers(1)
        waiting.cancel()
        let error = await #expect(throws: ProcessLock.WaitFailure.self) { try await waiting.value }
        guard case .cancelled? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a thread waits no longer than it is told`() throws {
        let lock = try #require(try ProcessLock.tryAcquire(at: file))
        let start = ContinuousClock.now
        #expect(try ProcessLock.acquireBlocking(at: file, timeout: .milliseconds(50)) == nil)
        #expect(ContinuousClock.now - start >= .milliseconds(50))
        lock.release()
        #expect(try ProcessLock.acquireBlocking(at: file, timeout: .zero) != nil)
    }

    @Test func `a symbolic link and a missing folder are errors with the file's name`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: file.path, withDestinationPath: folder.url.appending(path: "target").path)
        #expect(throws: ProcessLock.Failure.self) { try ProcessLock.tryAcquire(at: file) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["lock"])
        let missing = folder.url.appending(path: "missing/lock")
        let error = #expect(throws: ProcessLock.Failure.self) { try ProcessLock.tryAcquire(at: missing) }
        #expect(error?.path == missing.path)
    }
}

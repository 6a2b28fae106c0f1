import DotNewsFoundation
import DotNewsTestSupport
import Foundation
import Testing

@Suite(.timeLimit(.minutes(1))) struct SuspensionTests {
    private enum Failure: Error { case suspended, cancelled, own }
    private let suspension = Suspension()

    private func operation(
        _ body: @escaping @Sendable () async throws(Failure) -> Int
    ) async throws(Failure) -> Int {
        try await suspension.perform(orThrow: .suspended, isPartial: { $0 < 0 }, body)
    }

    private func sleep() async throws(Failure) {
        do { try await Task.sleep(for: .seconds(50)) } catch { throw .cancelled }
    }

    @Test func `an operation returns its value or its own error`() async throws {
        #expect(try await operation { 1 } == 1)
        await #expect(throws: Failure.own) { try await operation { () async throws(Failure) in throw .own } }
    }

    @Test func `an operation under way is cancelled and ends with the error of a suspension`() async throws {
        let started = Gate()
        let running = Task {
            try await operation { () async throws(Failure) in
                started.open()
                try await sleep()
                return 1
            }
        }
        while !started.isOpen { await Task.yield() }
        _ = suspension.start()
        await suspension.waitForOperations()
        await #expect(throws: Failure.suspended) { try await running.value }
        await #expect(throws: Failure.suspended) { try await operation { 1 } }
        #expect(suspension.resume())
        #expect(try await operation { 1 } == 1)
    }

    @Test(arguments: [(7, true), (-1, false)])
    func `an operation that was complete keeps its value, one that was cut short does not`(
        value: Int, isComplete: Bool
    ) async throws {
        let started = Gate()
        let running = Task {
            try await operation {
                started.open()
                while !Task.isCancelled { await Task.yield() }
                return value
            }
        }
        while !started.isOpen { await Task.yield() }
        _ = suspension.start()
        if isComplete {
            #expect(try await running.value == value)
        } else {
            await #expect(throws: Failure.suspended) { try await running.value }
        }
    }

    @Test func `a cancelled caller is cancelled, not suspended`() async throws {
        let running = Task {
            try await operation { () async throws(Failure) in
                try await sleep()
                return 1
            }
        }
        running.cancel()
        await #expect(throws: Failure.cancelled) { try await running.value }
    }

    @Test func `locks that an operation keeps are taken away`() async throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "lock")
        let lock = try await ProcessLock.acquire(at: file, suspension: suspension, clock: ContinuousClock())
        let generation = suspension.start()
        #expect(try ProcessLock.tryAcquire(at: file) == nil)
        suspension.advance(to: .refusing, of: generation)
        #expect(try ProcessLock.tryAcquire(at: file) != nil)
        lock.release()
        await #expect(throws: ProcessLock.WaitFailure.self) {
            try await ProcessLock.acquire(at: file, suspension: suspension, clock: ContinuousClock())
        }
        #expect(try ProcessLock.tryAcquire(at: file) != nil)
    }

    @Test func `a suspension that was resumed does not go on`() {
        #expect(!suspension.resume())
        let first = suspension.start()
        #expect(suspension.start() == first)
        #expect(suspension.resume())
        suspension.advance(to: .stopping, of: first)
        #expect(!suspension.isRefusing && !suspension.isStopping)
        let second = suspension.start()
        suspension.advance(to: .stopping, of: first)
        #expect(!suspension.isRefusing)
        suspension.advance(to: .stopping, of: second)
        suspension.advance(to: .refusing, of: second)
        #expect(suspension.isRefusing && suspension.isStopping)
    }

    @Test func `waiting for work ends at the limit`() async {
        let gate = Gate()
        let duration = await ContinuousClock().measure {
            await waiting(atMost: .milliseconds(50)) {
                while !gate.isOpen { try? await Task.sleep(for: .milliseconds(1)) }
            }
        }
        #expect(duration >= .milliseconds(50))
        gate.open()
        await waiting(atMost: .seconds(60)) {}
    }
}

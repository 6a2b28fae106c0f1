import DotNewsFoundation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct AsyncSemaphoreTests {
    /// What tasks have done, under a lock.
    private final class Record<Value: Sendable>: Sendable {
        private let state: Mutex<Value>

        init(_ value: Value) { state = Mutex(value) }

        var value: Value { state.withLock { $0 } }

        func update(_ body: (inout Value) -> Void) { state.withLock { body(&$0) } }
    }

    private struct Counts: Equatable {
        var inside = 0
        var most = 0
        var served = 0
    }

    private func waitUntil(_ condition: @Sendable () -> Bool) async {
        while !condition() { await Task.yield() }
    }

    @Test func `only so many tasks hold it at a time, and each gets it`() async {
        let semaphore = AsyncSemaphore(count: 3)
        let state = Record(Counts())
        await withTaskGroup { group in
            for _ in 0..<500 {
                group.addTask {
                    guard await semaphore.wait() else { return }
                    state.update {
                        $0.inside += 1
                        $0.most = max($0.most, $0.inside)
                    }
                    await Task.yield()
                    state.update {
                        $0.inside -= 1
                        $0.served += 1
                    }
                    semaphore.signal()
                }
            }
        }
        #expect(state.value == Counts(inside: 0, most: 3, served: 500))
        #expect(semaphore.waiting == 0)
    }

    @Test func `those that wait are served in the order in which they came`() async {
        let semaphore = AsyncSemaphore(count: 1)
        #expect(await semaphore.wait())
        let order = Record<[Int]>([])
        await withTaskGroup { group in
            for number in 0..<200 {
                group.addTask {
                    guard await semaphore.wait() else { return }
                    order.update { $0.append(number) }
                    semaphore.signal()
                }
                await waitUntil { semaphore.waiting == number + 1 }
            }
            semaphore.signal()
        }
        #expect(order.value == Array(0..<200))
    }

    @Test func `a task that is cancelled takes nothing, and the next one is served`() async {
        let semaphore = AsyncSemaphore(count: 1)
        #expect(await semaphore.wait())
        let cancelled = Task { await semaphore.wait() }
        await waitUntil { semaphore.waiting == 1 }
        let next = Task { await semaphore.wait() }
        await waitUntil { semaphore.waiting == 2 }
        cancelled.cancel()
        #expect(await cancelled.value == false)
        #expect(semaphore.waiting == 1)
        semaphore.signal()
        #expect(await next.value)
        semaphore.signal()
        #expect(await Task { await semaphore.wait() }.value)
    }

    @Test func `cancelling at any moment neither loses nor doubles the semaphore`() async {
        let semaphore = AsyncSemaphore(count: 2)
        await withTaskGroup { group in
            for number in 0..<1_000 {
                group.addTask {
                    let task = Task {
                        guard await semaphore.wait() else { return }
                        await Task.yield()
                        semaphore.signal()
                    }
                    if number.isMultiple(of: 2) { task.cancel() }
                    await task.value
                }
            }
        }
        // Both are free again, and no third.
        #expect(await semaphore.wait())
        #expect(await semaphore.wait())
        let third = Task { await semaphore.wait() }
        await waitUntil { semaphore.waiting == 1 }
        third.cancel()
        #expect(await third.value == false)
    }
}

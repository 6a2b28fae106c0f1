import Foundation
import Synchronization
import Testing

@testable import DotNewsCommandLine

@Suite(.serialized, .timeLimit(.minutes(1))) struct InterruptHandlerTests {
    /// Works until it is told to stop, on a thread of Swift's tasks; `false` when nobody told it.
    private static func work(until isStopped: borrowing Atomic<Bool>) -> Bool {
        let end = ContinuousClock.now + .seconds(20)
        while !isStopped.load(ordering: .relaxed) { if ContinuousClock.now > end { return false } }
        return true
    }

    private final class Flag: Sendable {
        let isSet = Atomic(false)
    }

    @Test func `an interrupt is noticed while every thread of the tasks is busy`() async {
        let flag = Flag()
        let handler = InterruptHandler { flag.isSet.store(true, ordering: .relaxed) }
        defer { handler.stop() }
        let wasTold = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<ProcessInfo.processInfo.activeProcessorCount * 2 {
                group.addTask {
                    if number == 0 { kill(getpid(), SIGTERM) }
                    return Self.work(until: flag.isSet)
                }
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(wasTold)
    }
}

import Foundation
import Synchronization

/// Holds threads back until a test opens it; once open it stays open.
public final class Gate: Sendable {
    private let isOpened = Mutex(false)
    private let semaphore = DispatchSemaphore(value: 0)

    /// Makes a closed gate.
    public init() {}

    /// Lets everyone through, now and later.
    public func open() {
        isOpened.withLock { $0 = true }
        semaphore.signal()
    }

    /// Whether the gate is open.
    public var isOpen: Bool { isOpened.withLock { $0 } }

    /// Whether the gate has been opened; waits at most `duration` for it.
    func isOpen(within duration: Duration) -> Bool {
        if isOpened.withLock({ $0 }) { return true }
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
        guard semaphore.wait(timeout: .now() + seconds) == .success else { return isOpened.withLock { $0 } }
        // Hand the signal on to the next one waiting.
        semaphore.signal()
        return true
    }
}

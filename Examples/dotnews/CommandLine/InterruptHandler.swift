import Dispatch

/// Turns Ctrl-C (SIGINT) and SIGTERM into a call, once; a second signal of either ends the program at once.
struct InterruptHandler {
    private static let signals = [SIGINT, SIGTERM]
    private let sources: [any DispatchSourceSignal]

    init(_ action: @escaping @Sendable () -> Void) {
        sources = Self.signals.map { number in
            signal(number, SIG_IGN)
            // Not a queue whose threads run tasks, which may all be busy.
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
            source.setEventHandler {
                // Either signal ends the program from now on, also while the action runs.
                for number in Self.signals { signal(number, SIG_DFL) }
                action()
            }
            source.resume()
            return source
        }
    }

    /// Leaves the signals to end the program again.
    func stop() {
        for source in sources { source.cancel() }
        for number in Self.signals { signal(number, SIG_DFL) }
    }
}

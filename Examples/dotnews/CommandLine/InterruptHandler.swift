import Synchronization

/// Turns the first SIGINT (Ctrl-C), SIGTERM or SIGHUP into a call while it is in place; a second one ends the program at
/// once.
///
/// One is in place at a time.
struct InterruptHandler {
    fileprivate static let action = Mutex<(@Sendable () -> Void)?>(nil)

    /// Puts a handler in place. `action` is called on the main thread and must not wait.
    init(_ action: @escaping @Sendable () -> Void) { Self.action.withLock { $0 = action } }

    /// Leaves the signals to end the program again.
    func stop() { Self.action.withLock { $0 = nil } }
}

/// The signals that ask the program to end. The main thread waits for them and does nothing else, so that they are heard
/// while every thread of Swift's tasks is busy.
struct EndSignals {
    /// The time a command has for its end once it was asked to, in microseconds. What it has committed by then is kept.
    private static let grace: useconds_t = 800_000

    private let set: sigset_t

    /// Keeps the signals for ``wait(_:)``; those that the caller has had ignored, as `nohup` does, stay so. Called before there
    /// is another thread, which would take them.
    static func block() -> EndSignals {
        var set = sigset_t()
        sigemptyset(&set)
        for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        return EndSignals(set: set)
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        let earlier = signal(number, SIG_IGN)
        signal(number, earlier)
        return unsafeBitCast(earlier, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Waits until the program ends.
    func wait(_ terminal: Terminal) -> Never {
        var set = set
        var number: Int32 = 0
        // Nothing to wait for: all are ignored.
        while sigwait(&set, &number) != 0 { pause() }
        for number in [SIGINT, SIGTERM, SIGHUP] where sigismember(&set, number) == 1 { signal(number, SIG_DFL) }
        let action = InterruptHandler.action.withLock { $0 }
        // From here on a signal does what it does by default.
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        guard let action else {
            kill(getpid(), number)
            while true { pause() }
        }
        action()
        usleep(Self.grace)
        terminal.reportWithoutWaiting("dotnews: Stopped. What was committed is kept.")
        // Not `exit`, which waits for others.
        _exit(ExitCode.interrupted.rawValue)
    }
}

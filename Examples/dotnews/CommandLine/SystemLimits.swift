/// The limits that the caller has set for the process (`ulimit`).
///
/// Where they are too narrow, Swift's runtime and Dispatch end the process, or wait without end for a thread; so they are
/// looked at before either needs anything.
enum SystemLimits {
    /// The least number of files and connections open at once, besides those that are open already.
    private static let files = 32
    /// The number of them that is asked for when the limit can be raised.
    private static let wantedFiles: rlim_t = 256
    /// The least address space, in bytes; half of it is taken by the libraries.
    private static let memory: rlim_t = 384 << 20

    #if canImport(Glibc)
        private static let addressSpace = __rlimit_resource_t(RLIMIT_AS.rawValue)
        private static let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let addressSpace = RLIMIT_AS
        private static let openFiles = RLIMIT_NOFILE
    #endif

    /// Raises the limit of open files where that is allowed; returns what is too narrow nevertheless.
    static func problem() -> String? {
        var limit = rlimit()
        if getrlimit(addressSpace, &limit) == 0, limit.rlim_cur < memory {
            return "Memory is limited to \(limit.rlim_cur >> 20) MB (ulimit -v); \(memory >> 20) MB are needed."
        }
        raiseFiles()
        let free = freeDescriptors()
        guard free >= files else {
            return "Only \(free) more files may be open at once (ulimit -n); \(files) are needed."
        }
        return nil
    }

    /// Has Dispatch open its timers, which it cannot do without when no descriptors are left later on.
    static func openTimers() async {
        try? await Task.sleep(for: .nanoseconds(1), clock: .continuous)
        try? await Task.sleep(for: .nanoseconds(1), clock: .suspending)
    }

    private static func raiseFiles() {
        var limit = rlimit()
        guard getrlimit(openFiles, &limit) == 0, limit.rlim_cur < min(wantedFiles, limit.rlim_max) else { return }
        limit.rlim_cur = min(wantedFiles, limit.rlim_max)
        setrlimit(openFiles, &limit)
    }

    private static func freeDescriptors() -> Int {
        var opened: [Int32] = []
        while opened.count < files, case let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC), descriptor >= 0 {
            opened.append(descriptor)
        }
        for descriptor in opened { close(descriptor) }
        return opened.count
    }
}

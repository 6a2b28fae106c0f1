import DotNewsFoundation

/// Tells threads apart while they live.
struct ThreadIdentity: Hashable, Sendable {
    private let value: UInt

    /// The thread this is asked on.
    static var current: ThreadIdentity {
        #if canImport(Glibc)
            ThreadIdentity(value: pthread_self())
        #else
            ThreadIdentity(value: UInt(bitPattern: pthread_self()))
        #endif
    }
}

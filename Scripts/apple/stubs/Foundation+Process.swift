open class ProcessInfo: NSObject, @unchecked Sendable {
    open class var processInfo: ProcessInfo { fatalError() }
    open var environment: [String: String] { [:] }
    open var arguments: [String] { [] }
    open var hostName: String { "" }
    open var processIdentifier: Int32 { 0 }
    open var activeProcessorCount: Int { 1 }
    open var isLowPowerModeEnabled: Bool { false }
    open var systemUptime: TimeInterval { 0 }
}

open class Thread: NSObject, @unchecked Sendable {
    public override init() {}
    public init(block: @escaping @Sendable () -> Void) {}
    open class func detachNewThread(_ block: @escaping @Sendable () -> Void) {}
    open class func sleep(forTimeInterval: TimeInterval) {}
    open var name: String?
    open var stackSize = 0
    open func start() {}
}

open class Bundle: NSObject, @unchecked Sendable {
    open class var main: Bundle { fatalError() }
    open class var allBundles: [Bundle] { [] }
    open var bundleURL: URL { fatalError() }
    open var bundlePath: String { "" }
    open var executableURL: URL? { nil }
    open var resourceURL: URL? { nil }
    open var bundleIdentifier: String? { nil }
    open func url(forResource name: String?, withExtension ext: String?) -> URL? { nil }
}

open class NSLock: NSObject, @unchecked Sendable {
    public override init() {}
    open func lock() {}
    open func unlock() {}
    public func withLock<R>(_ body: () throws -> R) rethrows -> R { try body() }
}

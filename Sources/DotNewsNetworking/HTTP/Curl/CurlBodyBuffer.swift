import DotNewsFoundation

/// A growing block of bytes that keeps its memory from one transfer to the next, so that ten thousand small answers
/// cost one exact allocation each and none while they grow.
struct CurlBodyBuffer: ~Copyable {
    /// Memory above this is given back after the transfer that needed it.
    private static let keptCapacity = 256 << 10
    /// A server's word on the size of its answer is believed up to here; beyond, memory follows what really came.
    private static let largestReservation = 1 << 20

    private var bytes: UnsafeMutableRawPointer?
    private var capacity = 0
    private(set) var count = 0

    init() {}

    deinit { free(bytes) }

    /// Makes room for what a server announced.
    mutating func reserve(_ announced: Int) {
        let wanted = min(announced, Self.largestReservation)
        if wanted > capacity { grow(to: wanted) }
    }

    /// Adds bytes; `false` when memory is exhausted.
    mutating func append(_ source: UnsafeRawPointer, count added: Int) -> Bool {
        if count + added > capacity { grow(to: max(count + added, capacity * 2, 16 << 10)) }
        guard let bytes, count + added <= capacity else { return false }
        (bytes + count).copyMemory(from: source, byteCount: added)
        count += added
        return true
    }

    /// A copy of the bytes, without room to spare.
    func data() -> Data {
        guard let bytes, count > 0 else { return Data() }
        return Data(bytes: bytes, count: count)
    }

    /// Empties the buffer.
    mutating func clear() {
        count = 0
        if capacity > Self.keptCapacity {
            free(bytes)
            bytes = nil
            capacity = 0
        }
    }

    private mutating func grow(to size: Int) {
        guard let grown = realloc(bytes, size) else { return }
        bytes = grown
        capacity = size
    }
}

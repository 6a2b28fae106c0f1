/// How much of a body is read before the rest is left out, so that hostile markup costs bounded time and memory.
public struct MarkupLimits: Hashable, Sendable {
    /// The longest input read, in bytes of UTF-8. What follows is left out.
    public var inputBytes: Int
    /// The most elements read. What follows is left out.
    public var elements: Int
    /// The most blocks, list items and table cells made. What follows is left out.
    public var blocks: Int
    /// How deep elements may stand in each other. What is deeper is read as if it stood at the top.
    public var depth: Int
    /// How deep lists, quotations, tables and figures may stand in each other. What is deeper joins its parent.
    public var nestedBlocks: Int
    /// The processor time that reading a body may take; a body that takes longer is refused.
    public var processorTime: Duration

    /// Sets limits; none is taken lower than 1, and `nestedBlocks` not higher than 64, which is what recursion over
    /// blocks is built for.
    public init(
        inputBytes: Int = 4_194_304, elements: Int = 500_000, blocks: Int = 50_000, depth: Int = 256,
        nestedBlocks: Int = 16, processorTime: Duration = .seconds(10)
    ) {
        self.inputBytes = max(1, inputBytes)
        self.elements = max(1, elements)
        self.blocks = max(1, blocks)
        self.depth = max(1, depth)
        self.nestedBlocks = min(max(1, nestedBlocks), 64)
        self.processorTime = processorTime
    }

    /// 4 MiB, 500,000 elements, 50,000 blocks, 256 levels of elements and 16 of blocks: some 300 times a long article. 10
    /// seconds: some 10,000 times as long as a long article takes.
    public static let standard = MarkupLimits()
}

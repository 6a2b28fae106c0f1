public import Foundation

/// What is done with one input.
public typealias FuzzTarget = @Sendable (_ input: Data) -> Void

/// A kind of input from outside, and what has to hold of everything that is made of it. Whoever runs a harness decides
/// where the inputs come from, and what becomes of it when something does not hold: see ``onBroken``.
public struct Harness: Sendable {
    /// Its name, which is also that of its folder in Corpora and its file in Dictionaries.
    public let name: String
    /// Sets up what all inputs share; files go into the folder `scratch`.
    public let prepare: @Sendable (_ scratch: URL) throws -> FuzzTarget

    private init(_ name: String, prepare: @escaping @Sendable (URL) throws -> FuzzTarget) {
        self.name = name
        self.prepare = prepare
    }

    private init(_ name: String, check: @escaping FuzzTarget) { self.init(name) { _ in check } }

    /// All of them, by name.
    public static let all = [
        Harness("article", check: ArticleHarness.check),
        Harness("counting", check: CountingHarness.check),
        Harness("date", check: DateHarness.check),
        Harness("link", check: LinkHarness.check),
        Harness("markup", check: MarkupHarness.check),
        Harness("page", check: PageHarness.check),
        Harness("reader-state", prepare: ReaderStateHarness.prepare(in:)),
        Harness("replica-log", prepare: ReplicaLogHarness.prepare(in:)),
        Harness("search", prepare: SearchHarness.prepare(in:)),
        Harness("sharing", check: SharingHarness.check),
        Harness("storage", check: StorageHarness.check),
        Harness("tokenizer", check: TokenizerHarness.check),
    ]
}

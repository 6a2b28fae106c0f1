import DotNews

/// The arguments of `dotnews follow` and `dotnews mute`: topics to add or to remove; none to list those there are.
struct TopicChange {
    static let options: [Option] = [
        .value("column", "PATH", letter: "c", repeatable: true, help: "a column and those inside it"),
        .value("tag", "TAG", repeatable: true, help: "a tag"),
        .value(
            "word", "WORDS", letter: "w", repeatable: true,
            help: "words of title, keywords, tags or summary, in this order"),
        .value("author", "NAME", repeatable: true, help: "an author"),
        .flag("remove", help: "take these off the list"),
    ]

    private let topics: [ArticleTopic]
    private let isRemoved: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        isRemoved = arguments.has("remove")
        var topics: [ArticleTopic] = []
        for kind in ArticleTopic.Kind.allCases {
            for text in arguments.values(kind.rawValue) {
                guard let topic = ArticleTopic(kind, text) else {
                    throw UsageError(
                        kind == .column
                            ? "--column takes a path such as immed/hknews, not \"\(text)\""
                            : "--\(kind.rawValue) takes a text of 1 to 256 bytes without control characters")
                }
                topics.append(topic)
            }
        }
        guard !isRemoved || !topics.isEmpty else { throw UsageError("--remove goes with what is to be removed") }
        self.topics = topics
    }

    private struct Listing: Encodable {
        let topics: [ArticleTopic]
        let changed: Bool
    }

    /// Makes the change, and shows the list.
    ///
    /// - Parameters:
    ///   - list: The list.
    ///   - set: Adds a topic to it, or removes it; returns whether that changed anything.
    func run(
        _ context: CommandContext, _ list: KeyPath<Preferences, Set<ArticleTopic>>,
        _ set: (ReaderState, Bool, ArticleTopic) async throws -> Bool
    ) async throws -> ExitCode {
        // A change may come before the first sync.
        let store = try topics.isEmpty ? context.openExistingStore() : context.openStore()
        var isChanged = false
        for topic in topics where try await set(store.reader, !isRemoved, topic) { isChanged = true }
        let topics = try await store.reader.preferences()[keyPath: list].sorted()
        if context.options.isJSON {
            try context.printJSON(Listing(topics: topics, changed: isChanged))
        } else if self.topics.isEmpty || !context.options.isQuiet {
            for topic in topics {
                context.terminal.print("\(topic.kind.rawValue)\t\(TerminalText.sanitized(topic.name))")
            }
        }
        return .success
    }
}

import DotNews

/// `dotnews preferences`: how the reader wants to read.
struct PreferencesCommand: Command {
    static let name = "preferences"
    static let summary = "Show or set how you want to read."
    static let operands = "[KEY [VALUE]]"
    static let details = """
        Keys:
          appearance  light, dark or auto (as the system is set)
          textSize    percent, 50 to 300
          edition     an edition's name, such as dotdotnews-english
          images      always, unmetered or never
        An empty VALUE sets a key back to its default.
        """

    private enum Key: String, CaseIterable, CodingKey {
        case appearance, textSize, edition, images
    }

    private let key: Key?
    private let change: (@Sendable (inout Preferences) -> Void)?

    init(_ arguments: ParsedArguments) throws(UsageError) {
        guard let name = arguments.operands.first else {
            (key, change) = (nil, nil)
            return
        }
        guard let key = Key(rawValue: name) else {
            let names = Key.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageError("unknown preference \"\(name)\"; known are \(names)")
        }
        guard arguments.operands.count <= 2 else {
            throw UsageError("unexpected argument \"\(arguments.operands[2])\"")
        }
        self.key = key
        change =
            arguments.operands.count == 2 ? try Self.change(key, arguments.operands[1]) : nil
    }

    private static func change(
        _ key: Key, _ value: String
    ) throws(UsageError) -> @Sendable (inout Preferences) -> Void {
        let defaults = Preferences()
        switch key {
        case .appearance:
            // "system" is what the setting is called on many systems.
            let word = value == "system" ? Appearance.automatic.rawValue : value
            guard let appearance = value.isEmpty ? defaults.appearance : Appearance(rawValue: word) else {
                throw UsageError("appearance takes light, dark or auto, not \"\(value)\"")
            }
            return { $0.appearance = appearance }
        case .textSize:
            guard let percent = value.isEmpty ? defaults.textSize.percent : Int(value), (50...300).contains(percent)
            else { throw UsageError("textSize takes percents from 50 to 300, not \"\(value)\"") }
            return { $0.textSize = TextSize(percent: percent) }
        case .edition:
            guard value.isEmpty || Edition.named(value) != nil else {
                let names = Edition.builtIn.map(\.id).joined(separator: ", ")
                throw UsageError("unknown edition \"\(value)\"; known are \(names)")
            }
            return { $0.edition = value.isEmpty ? nil : value }
        case .images:
            let policy = value.isEmpty ? defaults.images : ImagePreference(rawValue: value)
            guard [.always, .unmetered, .never].contains(policy) else {
                throw UsageError("images takes always, unmetered or never, not \"\(value)\"")
            }
            return { $0.images = policy }
        }
    }

    private struct Listing: Encodable {
        let appearance: Appearance
        let textSize: Int
        let edition: String?
        let images: String

        init(_ preferences: Preferences) {
            appearance = preferences.appearance
            textSize = preferences.textSize.percent
            edition = preferences.edition
            images = preferences.images.rawValue
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(appearance, forKey: .appearance)
            try container.encode(textSize, forKey: .textSize)
            try container.encode(edition, forKey: .edition)
            try container.encode(images, forKey: .images)
        }

        func text(_ key: Key) -> String {
            switch key {
            case .appearance: appearance.rawValue
            case .textSize: String(textSize)
            case .edition: edition ?? ""
            case .images: images
            }
        }
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        // A change may come before the first sync.
        let store = try change == nil ? context.openExistingStore() : context.openStore()
        if let change { try await store.reader.updatePreferences(change) }
        let listing = Listing(try await store.reader.preferences())
        if context.options.isJSON {
            try context.printJSON(listing)
        } else if let key {
            if change == nil || !context.options.isQuiet {
                context.terminal.print(TerminalText.sanitized(listing.text(key)))
            }
        } else {
            for key in Key.allCases {
                let name = key.rawValue + String(repeating: " ", count: 12 - key.rawValue.count)
                context.terminal.print(name + TerminalText.sanitized(listing.text(key)))
            }
        }
        return .success
    }
}

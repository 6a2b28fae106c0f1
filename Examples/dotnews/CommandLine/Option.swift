/// An option of a command, as its help shows it and the parser reads it.
struct Option: Sendable {
    /// The long name without dashes, such as `column`.
    let name: String
    /// The one-letter name, if there is one.
    let letter: Character?
    /// What the value is called in the help; `nil` for an option without value.
    let valueName: String?
    /// Whether the option may be given more than once.
    let isRepeatable: Bool
    /// What the option does, for the help.
    let help: String
    /// The reason why this system refuses the option, which the help then leaves out; `nil` for an option that works.
    private(set) var refusal: String?

    static func flag(_ name: String, letter: Character? = nil, help: String) -> Option {
        Option(name: name, letter: letter, valueName: nil, isRepeatable: false, help: help)
    }

    static func value(
        _ name: String, _ valueName: String, letter: Character? = nil, repeatable: Bool = false, help: String
    ) -> Option {
        Option(name: name, letter: letter, valueName: valueName, isRepeatable: repeatable, help: help)
    }

    /// The same option, refused for a reason that completes "--name works …".
    func refused(_ reason: String?) -> Option {
        var option = self
        option.refusal = reason
        return option
    }

    /// The option as it is written in the help: `-o, --output FILE`.
    var usage: String {
        let short = letter.map { "-\($0), " } ?? "    "
        return short + "--" + name + (valueName.map { " " + $0 } ?? "")
    }
}

/// Wrong usage of the command line: reported with exit code 2.
struct UsageError: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

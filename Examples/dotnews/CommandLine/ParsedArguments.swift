/// Arguments sorted into options and operands, by the rules of `getopt_long`: `--name value`, `--name=value`,
/// `-n value`, `-nvalue`, letters without value joined (`-jq`), long names shortened as far as they stay unique, options
/// and operands in any order, everything after `--` an operand, and `-` alone an operand.
struct ParsedArguments {
    private(set) var operands: [String] = []
    private var values: [String: [String]] = [:]

    /// - Parameter acceptsMinusOperands: Whether what begins with one minus sign and is no option is an operand.
    init(
        _ arguments: some Sequence<String>, options: [Option], acceptsMinusOperands: Bool = false
    ) throws(UsageError) {
        var rest = Array(arguments)[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                operands += rest
                return
            } else if argument.hasPrefix("--") {
                try readLong(argument.dropFirst(2), &rest, options)
            } else if argument.hasPrefix("-"), argument != "-",
                !acceptsMinusOperands || Self.areLetters(argument.dropFirst(), of: options)
            {
                try readLetters(argument.dropFirst(), &rest, options)
            } else {
                operands.append(argument)
            }
        }
    }

    /// Whether the option was given.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The value of an option; the last one when it may only be given once.
    func value(_ name: String) -> String? { values[name]?.last }

    /// Every value of a repeatable option, in their order.
    func values(_ name: String) -> [String] { values[name] ?? [] }

    /// The value of an option as a number in a range.
    func number(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw UsageError(
                "--\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"")
        }
        return number
    }

    private mutating func readLong(
        _ text: Substring, _ rest: inout ArraySlice<String>, _ options: [Option]
    ) throws(UsageError) {
        let name = text.prefix { $0 != "=" }
        let exact = options.first { $0.name == name }
        let candidates = exact.map { [$0] } ?? options.filter { $0.name.hasPrefix(name) }
        guard let option = candidates.first, !name.isEmpty else {
            let nearest = options.map(\.name).min { $0.editDistance(to: name) < $1.editDistance(to: name) }
            let hint = nearest.flatMap { $0.editDistance(to: name) <= 2 ? "; did you mean --\($0)?" : nil } ?? ""
            throw UsageError("unknown option --\(name)\(hint)")
        }
        guard candidates.count == 1 else {
            let names = candidates.map { "--" + $0.name }.joined(separator: ", ")
            throw UsageError("--\(name) could be any of \(names)")
        }
        let inline = text.count > name.count ? String(text.dropFirst(name.count + 1)) : nil
        try record(option, inline: inline, &rest)
    }

    /// Whether a text is letters of options, the last one perhaps with its value.
    private static func areLetters(_ text: Substring, of options: [Option]) -> Bool {
        for letter in text {
            guard let option = options.first(where: { $0.letter == letter }) else { return false }
            if option.valueName != nil { return true }
        }
        return true
    }

    private mutating func readLetters(
        _ text: Substring, _ rest: inout ArraySlice<String>, _ options: [Option]
    ) throws(UsageError) {
        var letters = text
        while let letter = letters.popFirst() {
            guard let option = options.first(where: { $0.letter == letter }) else {
                throw UsageError("unknown option -\(letter)")
            }
            if option.valueName != nil {
                try record(option, inline: letters.isEmpty ? nil : String(letters), &rest)
                return
            }
            try record(option, inline: nil, &rest)
        }
    }

    private mutating func record(
        _ option: Option, inline: String?, _ rest: inout ArraySlice<String>
    ) throws(UsageError) {
        if let refusal = option.refusal { throw UsageError("--\(option.name) works \(refusal)") }
        guard let valueName = option.valueName else {
            guard inline == nil else { throw UsageError("--\(option.name) takes no value") }
            values[option.name] = [""]
            return
        }
        guard let value = inline ?? rest.popFirst() else {
            throw UsageError("--\(option.name) needs a value: --\(option.name) \(valueName)")
        }
        if values[option.name] != nil, !option.isRepeatable {
            throw UsageError("--\(option.name) was given more than once")
        }
        values[option.name, default: []].append(value)
    }
}

extension String {
    /// The number of single-character changes that turn this word into `other` (Levenshtein).
    func editDistance(to other: some StringProtocol) -> Int {
        let target = Array(other)
        var row = Array(0...target.count)
        for (i, character) in enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in target.indices {
                let substitution = diagonal + (target[j] == character ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = Swift.min(substitution, row[j] + 1, diagonal + 1)
            }
        }
        return row[target.count]
    }
}

import Testing

@testable import DotNewsCommandLine

@Suite struct ParsedArgumentsTests {
    private static let options: [Option] = [
        .value("column", "PATH", letter: "c", repeatable: true, help: ""), .value("limit", "N", letter: "n", help: ""),
        .flag("json", letter: "j", help: ""), .flag("quiet", letter: "q", help: ""), .flag("quick", help: ""),
    ]

    private func parse(_ arguments: String...) throws(UsageError) -> ParsedArguments {
        try ParsedArguments(arguments, options: Self.options)
    }

    @Test func `options and operands may come in any order`() throws {
        let parsed = try parse("one", "--limit", "5", "two", "-j", "--", "--three", "-")
        #expect(parsed.operands == ["one", "two", "--three", "-"])
        #expect(parsed.value("limit") == "5")
        #expect(parsed.has("json"))
        #expect(!parsed.has("quiet"))
    }

    @Test func `values may be joined, apart or behind an equals sign`() throws {
        for arguments in [["-n5"], ["-n", "5"], ["--limit=5"], ["--limit", "5"], ["--lim", "5"], ["-jn5"]] {
            let parsed = try ParsedArguments(arguments, options: Self.options)
            #expect(try parsed.number("limit", in: 1...9) == 5)
        }
        #expect(try parse("--limit=").value("limit") == "")
        #expect(try parse("--column=a=b").values("column") == ["a=b"])
    }

    @Test func `a repeatable option keeps every value in order`() throws {
        let parsed = try parse("-c", "immed", "--column=opinion/港", "-cfinance")
        #expect(parsed.values("column") == ["immed", "opinion/港", "finance"])
    }

    @Test func `an option that this system refuses is wrong usage, with the reason`() {
        let options: [Option] = [
            .value("certificates", "FILE", help: "").refused("on Linux only"), .flag("plain", help: "").refused(nil),
        ]
        for arguments in [["--certificates", "a"], ["--certificates=a"], ["--cert"]] {
            let error = #expect(throws: UsageError.self) { try ParsedArguments(arguments, options: options) }
            #expect(error?.message == "--certificates works on Linux only")
        }
        #expect(throws: Never.self) { try ParsedArguments(["--plain"], options: options) }
    }

    @Test func `the help leaves out an option that this system refuses`() {
        struct Example: Command {
            static let name = "example"
            static let summary = ""
            static let options: [Option] = [.flag("kept", help: ""), .flag("gone", help: "").refused("elsewhere")]
            init(_ arguments: ParsedArguments) {}
            func run(_ context: CommandContext) async throws -> ExitCode { .success }
        }
        #expect(Example.help.contains("--kept"))
        #expect(!Example.help.contains("--gone"))
    }

    @Test func `where words may begin with a minus sign, what is no option is an operand`() throws {
        let parsed = try ParsedArguments(
            ["-渡輪", "a", "-ferry", "-jq", "-n5", "-", "-jx", "－b"], options: Self.options, acceptsMinusOperands: true)
        #expect(parsed.operands == ["-渡輪", "a", "-ferry", "-", "-jx", "－b"])
        #expect(parsed.has("json") && parsed.has("quiet"))
        #expect(try parsed.number("limit", in: 1...9) == 5)
        #expect(throws: UsageError.self) {
            try ParsedArguments(["--ferry"], options: Self.options, acceptsMinusOperands: true)
        }
    }

    @Test(arguments: [
        (["--nope"], "unknown option --nope"),
        (["--colum", "x", "--jsn"], "unknown option --jsn; did you mean --json?"),
        (["-x"], "unknown option -x"), (["--limit"], "--limit needs a value: --limit N"),
        (["-n"], "--limit needs a value: --limit N"), (["--json=yes"], "--json takes no value"),
        (["--qui"], "--qui could be any of --quiet, --quick"), (["-n1", "-n2"], "--limit was given more than once"),
    ])
    func `wrong usage says what is wrong`(arguments: [String], message: String) {
        let error = #expect(throws: UsageError.self) { try ParsedArguments(arguments, options: Self.options) }
        #expect(error?.message == message)
    }

    @Test(arguments: ["0", "10", "x", "", "1.5", "99999999999999999999"])
    func `a number outside its range is refused`(text: String) throws {
        let parsed = try parse("--limit", text)
        #expect(throws: UsageError.self) { try parsed.number("limit", in: 1...9) }
    }
}

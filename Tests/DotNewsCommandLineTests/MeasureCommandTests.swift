import Foundation
import DotNewsTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct MeasureCommandTests {
    private func measure(_ arguments: String..., input: String) async throws -> DotNewsProcess.Outcome {
        try await DotNewsProcess.run(["measure"] + arguments, input: input)
    }

    private func line(_ text: String) throws -> String {
        String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    }

    private func objects(_ output: String) throws -> [[String: Any]] {
        try output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    // MARK: One text

    @Test(arguments: [
        ("x", 32, 280, "weighted", ["香港"]), ("weibo", 15, 140, "weibo", []), ("wechat", 33, 10_240, "bytes", []),
    ])
    func `a text is measured as the service counts`(
        service: String, length: Int, limit: Int, unit: String, hashtags: [String]
    ) async throws {
        let outcome = try await measure("--for", service, "--json", input: "看 https://example.com/a #香港\n")
        #expect(outcome.exitCode == 0)
        let result = try outcome.json()
        #expect(result["length"] as? Int == length && result["limit"] as? Int == limit)
        #expect(result["remainder"] as? Int == limit - length && result["unit"] as? String == unit)
        #expect(result["valid"] as? Bool == true)
        let links = try #require(result["links"] as? [[String: Any]])
        #expect(links as NSArray == [["text": "https://example.com/a", "start": 2, "end": 23]])
        let tags = try #require(result["hashtags"] as? [[String: Any]])
        #expect(tags.map { $0["text"] as? String } == hashtags)
        if service == "x" { #expect(tags as NSArray == [["text": "香港", "start": 24, "end": 27]]) }
    }

    @Test func `Weibo's topics stand between two signs`() async throws {
        let result = try await measure("--for", "weibo", "--json", input: "#香港# 𠮷 #東橋#").json()
        #expect(
            result["hashtags"] as? NSArray == [
                ["text": "香港", "start": 0, "end": 4], ["text": "東橋", "start": 8, "end": 12],
            ])
    }

    @Test func `people read a length, links and hashtags`() async throws {
        let outcome = try await measure("--for", "x", input: "看 https://example.com/a #香港\n")
        #expect(outcome.output == "32 of 280\nlink     https://example.com/a\nhashtag  香港\n")
        let long = try await measure("--for", "x", "--limit", "10", input: "eleven units")
        #expect(long.exitCode == 0 && long.output == "12 of 10, not valid\n")
    }

    /// Comparing the last character would take minutes.
    @Test(.timeLimit(.minutes(1))) func `a letter with a million marks is measured`() async throws {
        for service in ["x", "weibo", "wechat"] {
            let outcome = try await measure(
                "--for", service, "--json", input: "a" + String(repeating: "\u{301}\u{327}", count: 500_000) + "\n")
            #expect(outcome.exitCode == 0)
            #expect(try outcome.json()["valid"] as? Bool == false)
        }
    }

    @Test(arguments: [
        ("", 0, false), ("\n", 0, false), (" ", 1, false), ("a\n", 1, true), ("a\r\n", 1, true), ("a\nb\n\n", 4, true),
    ])
    func `the last line break is none of the text`(input: String, length: Int, valid: Bool) async throws {
        let result = try await measure("--for", "x", "--json", input: input).json()
        #expect(result["length"] as? Int == length && result["valid"] as? Bool == valid)
    }

    @Test func `what is not UTF-8 is a sentence and exit code 1`() async throws {
        for script in [
            #"printf 'a\377' | "$DOTNEWS" measure --for x"#,
            #"printf '"\355\240\200"' | "$DOTNEWS" measure --for x --lines"#,
        ] {
            let outcome = try await Shell.run(script)
            #expect(
                outcome.exitCode == 1 && outcome.output.isEmpty && outcome.errors.hasPrefix("dotnews: "), "\(script)")
        }
    }

    @Test func `a text of a megabyte is measured`() async throws {
        let outcome = try await Shell.run(
            #"yes '點 a.b #c ' | head -c 1000000 | "$DOTNEWS" measure --for weibo --json"#)
        #expect(outcome.exitCode == 0)
        let result = try #require(try objects(outcome.output).first)
        #expect(result["valid"] as? Bool == false && result["length"] as? Int ?? 0 > 400_000)
    }

    @Test(arguments: [
        [], ["--for", "facebook"], ["--for"], ["--for", "x", "text"], ["--for", "x", "--limit", "0"],
        ["--for", "x", "--limit", "many"], ["--for", "x", "--line", "--for", "x"],
    ])
    func `wrong usage is exit code 2`(arguments: [String]) async throws {
        let outcome = try await DotNewsProcess.run(["measure"] + arguments)
        #expect(outcome.exitCode == 2 && outcome.output.isEmpty)
        #expect(outcome.errors.hasSuffix("Try \"dotnews measure --help\".\n"))
    }

    // MARK: Many texts

    @Test func `each line is a text, and gives the line that it gives alone`() async throws {
        let texts = [
            "", " ", "Hong Kong", "點觀香港｜東橋", "简体 #话题 ", "a\nb\r\n\t\"\\/\u{8}\u{C}\u{1}", "👨‍👩‍👧‍👦🇭🇰1️⃣", "cafe\u{301}",
            "https://example.com/社會 readme.md", "مرحبا #العربية", "\u{2028}\u{FEFF}", "𠮷野家 #𠮷",
        ]
        for service in ["x", "weibo", "wechat"] {
            let outcome = try await measure(
                "--for", service, "--lines", "--json", input: try texts.map { try line($0) + "\n" }.joined())
            #expect(outcome.exitCode == 0 && outcome.errors.isEmpty)
            let lines = outcome.output.split(separator: "\n")
            #expect(lines.count == texts.count)
            for (text, result) in zip(texts, lines) where !text.hasSuffix("\n") {
                #expect(try await measure("--for", service, "--json", input: text).output == result + "\n")
            }
        }
    }

    @Test func `escapes are read, and half a surrogate pair counts as one unit`() async throws {
        let input = #"""
            "\u9ede\ud83d\ude00\"\\\/\b\f\n\r\t"
              "spaces around"  
            "\ud800"
            "\ud83dx"
            "\udc00\ud83d\ude00"
            """#
        let outcome = try await measure("--for", "x", "--lines", "--json", input: input)
        #expect(outcome.exitCode == 0)
        #expect(try objects(outcome.output).map { $0["length"] as? Int } == [12, 13, 2, 3, 4])
    }

    @Test func `lines may end with CR LF, the last one with nothing`() async throws {
        let outcome = try await measure("--for", "x", "--lines", input: "\"a\"\r\n\"bc\"\r\n\"def\"")
        #expect(outcome.exitCode == 0)
        #expect(try objects(outcome.output).map { $0["length"] as? Int } == [1, 2, 3])
    }

    @Test func `no line gives no result`() async throws {
        let outcome = try await measure("--for", "x", "--lines", "--json", input: "")
        #expect(outcome.exitCode == 0 && outcome.output.isEmpty && outcome.errors.isEmpty)
    }

    @Test(arguments: [
        "", "a", "\"a", "a\"", "\"", "\"a\" \"b\"", "\"a\"b\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\\"",
        "\"a\tb\"",
        "[\"a\"]", "null", "1", "\"\\ud83d\\u\"",
    ])
    func `a line that is no JSON string ends the run, after the results before it`(bad: String) async throws {
        let outcome = try await measure("--for", "x", "--lines", "--json", input: "\"a\"\n\(bad)\n\"b\"\n")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors == "dotnews: Line 2 is not a JSON string.\n")
        #expect(try objects(outcome.output).map { $0["length"] as? Int } == [1])
    }

    @Test func `a result is not kept back while more input is waited for`() async throws {
        // The second line is written only once the first result has been read.
        let outcome = try await Shell.run(
            #"""
            mkfifo in out
            "$DOTNEWS" measure --for x --lines --json <in >out &
            exec 3>in 4<out
            echo '"one"' >&3
            read -r first <&4
            echo '"two!"' >&3
            exec 3>&-
            cat <&4
            wait
            """#)
        #expect(outcome.exitCode == 0)
        #expect(try objects(outcome.output).map { $0["length"] as? Int } == [4])
    }

    @Test func `when nobody reads on, the program ends`() async throws {
        let outcome = try await Shell.run(#"yes '"點新聞"' | "$DOTNEWS" measure --for x --lines --json | head -n 1"#)
        #expect(outcome.exitCode == 0)
        #expect(try objects(outcome.output).map { $0["length"] as? Int } == [6])
        let share = try await Shell.run(#""$DOTNEWS" share https://example.com/ --to all | head -n 1"#)
        #expect(share.exitCode == 0 && share.output == "— X —\n")
    }

    @Test func `many lines give as many results`() async throws {
        let outcome = try await Shell.run(
            #"yes '"Hong Kong 點新聞 https://example.com/a"' | head -n 5000 | "$DOTNEWS" measure --for x --lines | sort | uniq -c"#
        )
        #expect(outcome.output.split(separator: "\n").count == 1 && outcome.output.contains("5000 {"))
    }
}

/// Scripts of the shell in which `$DOTNEWS` is the program.
private enum Shell {
    /// Runs a script to its end, in a folder of its own. One that hangs ends with 124.
    static func run(_ script: String) async throws -> DotNewsProcess.Outcome {
        let folder = try TemporaryDirectory()
        return try await DotNewsProcess.shell(
            #"cd "$FOLDER" && exec timeout 300 /bin/sh -c "$SCRIPT""#,
            environment: ["FOLDER": folder.url.path, "SCRIPT": script])
    }
}

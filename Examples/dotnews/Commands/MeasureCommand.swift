import DotNews

/// `dotnews measure`: the length of a text as a service counts it.
struct MeasureCommand: Command {
    static let name = "measure"
    static let summary = "Measure a text on standard input as X, Weibo or WeChat count it."
    static let options: [Option] = [
        .value("for", "x|weibo|wechat", help: "who counts"),
        .value("limit", "N", letter: "n", help: "the limit, in the service's unit, instead of its usual one"),
        .flag("lines", help: "each input line is a JSON string; measure each, one result a line"),
    ]

    private enum Service: String, CaseIterable {
        case x, weibo, wechat
    }

    private let measurer: any TextMeasurer
    private let readsLines: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        guard let service: Service = try arguments.choice("for") else {
            throw UsageError("measure needs --for x, --for weibo or --for wechat")
        }
        let limit = try arguments.number("limit", in: 1...1_000_000)
        measurer =
            switch service {
            case .x: limit.map { XTextMeasurer(limit: $0) } ?? XTextMeasurer()
            case .weibo: limit.map { WeiboTextMeasurer(limit: $0) } ?? WeiboTextMeasurer()
            case .wechat: limit.map { WeChatTextMeasurer(limit: $0) } ?? WeChatTextMeasurer()
            }
        readsLines = arguments.has("lines")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        if readsLines { return try measureLines(context) }
        let text = try StandardInput.text()
        // The line break with which every text file ends is not part of a post.
        let measurement = measurer.measure(String(Self.withoutLineBreak(text)))
        if context.options.isJSON {
            try context.printJSON(measurement)
        } else {
            context.terminal.print(
                "\(measurement.measure)\(measurement.isValid ? "" : context.terminal.words(", not valid", hant: "，不符合要求", hans: "，不符合要求"))"
            )
            for link in measurement.links { context.terminal.print("link     \(TerminalText.sanitized(link.text))") }
            for tag in measurement.hashtags { context.terminal.print("hashtag  \(TerminalText.sanitized(tag.text))") }
        }
        return .success
    }

    /// By bytes, as the last character may be made of any number of marks.
    private static func withoutLineBreak(_ text: String) -> Substring {
        guard text.utf8.last == 0x0A else { return text[...] }
        let bytes = text.utf8.dropLast()
        return Substring(bytes.last == 0x0D ? bytes.dropLast() : bytes)
    }

    private func measureLines(_ context: CommandContext) throws -> ExitCode {
        var input = StandardInput()
        // Many results go out at once, but none is kept back while more input is waited for: someone may be waiting for
        // it before writing on.
        let encoder = CommandContext.jsonEncoder
        var results = Data(capacity: Self.outputSize + 4_096)
        func flush() {
            if !results.isEmpty { context.terminal.print([UInt8](results)) }
            results.removeAll(keepingCapacity: true)
        }
        var number = 0
        while let line = try input.nextLine(beforeWaiting: flush) {
            number += 1
            guard let text = JSONString.text(of: line) else {
                flush()
                throw CommandFailure(
                    "Line \(number) is not a JSON string.", hant: "第 \(number) 行不是 JSON 字串。",
                    hans: "第 \(number) 行不是 JSON 字符串。")
            }
            results.append(try encoder.encode(measurer.measure(text)))
            results.append(UInt8(ascii: "\n"))
            if results.count >= Self.outputSize { flush() }
        }
        flush()
        return .success
    }

    /// How many bytes of results are collected before they are printed.
    private static let outputSize = 64 << 10
}

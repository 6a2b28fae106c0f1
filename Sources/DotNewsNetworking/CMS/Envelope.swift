import DotNewsFoundation
import DotNewsModels

/// The wrapping of the CMS's JSON: `{"code":0,"msg":"…","data":…}`, of which `code` and `msg` may be missing.
struct Envelope {
    private var code = JSONScalar.null
    private var message: String?
    /// Whether there was something in it.
    private(set) var hasContent = false

    private enum Field: String, CaseIterable {
        case code, msg, message, data

        static let named = JSONNameTable<Field>()
    }

    /// Reads a whole answer. `content` reads the value that is wrapped; an array without wrapping is taken as content.
    /// What was read before a fault stays.
    mutating func read(
        from scanner: inout JSONScanner, content: (inout JSONScanner) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        if try scanner.nextKind() == .array {
            hasContent = true
            try content(&scanner)
            return try scanner.finish()
        }
        try scanner.enterObject()
        while let name = try scanner.nextName() {
            switch Field.named[name] {
            case .code: code = try scanner.scalar()
            case .msg, .message: message = try scanner.text() ?? message
            case .data:
                hasContent = true
                try content(&scanner)
            case nil: try scanner.skip()
            }
        }
        try scanner.finish()
    }

    /// Whether the code is one of success: 0 and 200, or none.
    var isSuccess: Bool {
        if code == .null || code == .other { return true }
        if let number = code.number, number == 0 || number == 200 { return true }
        if case .string(let word) = code { return ["", "ok", "success"].contains(word.trimmingSpaces().lowercased()) }
        return false
    }

    /// The code, where it is a whole number.
    var codeNumber: Int? { code.number.flatMap { Int(exactly: $0) } }

    /// The message, cleaned and at most 200 characters long.
    var text: String { message?.plainLine(maximumLength: 200) ?? "" }

    /// The error that the answer says it is; `nil` for the codes of success.
    func failure(at address: WebAddress) -> CMSError? {
        isSuccess
            ? nil : .envelope(code: code.text?.plainLine(maximumLength: 40) ?? "true", message: text, address)
    }
}

extension Data {
    /// Scans the bytes, which are not copied.
    func scanningJSON<Value>(
        _ body: (inout JSONScanner) throws(JSONFault) -> Value
    ) throws(JSONFault) -> Value {
        let result = withUnsafeBytes { raw -> Result<Value, JSONFault> in
            var scanner = JSONScanner(raw.bindMemory(to: UInt8.self))
            do throws(JSONFault) {
                return .success(try body(&scanner))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

import DotNewsFoundation
import Foundation
import DotNewsTestSupport
import Testing

@Suite struct JSONScannerTests {
    // MARK: Values

    @Test(arguments: [
        (#""plain""#, "plain"), (#""點新聞　頭條""#, "點新聞　頭條"), (#""""#, ""),
        (#""a\"b\\c\/d\b\f\n\r\t""#, "a\"b\\c/d\u{8}\u{C}\n\r\t"),
        (#""\u9ede\u65b0\u805E""#, "點新聞"), (#""\ud83d\ude80 \uD842\uDFB7""#, "🚀 𠮷"),
        (#""\u0000x""#, "\0x"), ("\"raw\ttab\"", "raw\ttab"),
    ])
    func `strings are decoded`(json: String, text: String) throws {
        #expect(try read(json) == .string(text))
    }

    @Test(arguments: [
        (#""\ud83d""#, "\u{FFFD}"), (#""\ude80x""#, "\u{FFFD}x"), (#""\ud83d\ud83d\ude80""#, "\u{FFFD}🚀"),
        (#""\ud83dA""#, "\u{FFFD}A"), (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\x41""#, "x41"), (#""\u12""#, "u12"),
        (#""\u12g4""#, "u12g4"), (#""\u""#, "u"),
    ])
    func `broken escapes are repaired and counted`(json: String, text: String) throws {
        let bytes = Array(json.utf8)
        let (value, repairs) = try bytes.withScanner { scanner throws(JSONFault) in
            (try scanner.scalar(), scanner.repairs)
        }
        #expect(value == .string(text))
        #expect(repairs == 1)
    }

    @Test func `invalid UTF-8 becomes the replacement character`() throws {
        let cut: [UInt8] = [0x22, 0x41, 0xE9, 0xBB, 0x22]
        #expect(try cut.withScanner { scanner throws(JSONFault) in try scanner.scalar() } == .string("A\u{FFFD}"))
        let escaped: [UInt8] = [0x22, 0x5C, 0x6E, 0xFF, 0x22]
        #expect(try escaped.withScanner { scanner throws(JSONFault) in try scanner.scalar() } == .string("\n\u{FFFD}"))
    }

    @Test(arguments: [
        ("0", JSONScalar.integer(0)), ("-0", .integer(0)), ("1762154940000000", .integer(1_762_154_940_000_000)),
        ("-17", .integer(-17)), ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(0x1p63)),
        ("2.0", .number(2)), ("-1.5e2", .number(-150)), ("1E+2", .number(100)), ("true", .boolean(true)),
        ("false", .boolean(false)), ("null", .null), ("{\"a\":[1]}", .other), ("[]", .other),
    ])
    func `numbers and words are decoded`(json: String, value: JSONScalar) throws {
        #expect(try read(json) == value)
    }

    @Test(arguments: [
        "NaN", "Infinity", "-Infinity", "undefined", "True", "nul", "01", "1.", ".5", "+1", "-", "1e", "0x10", "1e999",
        "'text'", "無",
    ])
    func `what JSON does not know says nothing and is counted`(word: String) throws {
        let bytes = Array("[\(word),7]".utf8)
        let (first, second, repairs) = try bytes.withScanner { scanner throws(JSONFault) in
            try scanner.enterArray()
            _ = try scanner.nextElement()
            let first = try scanner.scalar()
            _ = try scanner.nextElement()
            return (first, try scanner.scalar(), scanner.repairs)
        }
        #expect(first == .other)
        #expect(second == .integer(7))
        #expect(repairs == 1)
    }

    @Test func `a number is text too, and a truth value is not`() {
        #expect(JSONScalar.string("a").text == "a")
        #expect(JSONScalar.integer(12).text == "12")
        #expect(JSONScalar.number(2.5).text == "2.5")
        #expect(JSONScalar.boolean(true).text == nil)
    }

    // MARK: Structure

    @Test(arguments: [
        "{", "[", "[1", "[1,", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "\"open", "\"open\\", "\"open\\\"", "",
        "  ",
        "[[[[", "{\"a\":{\"b\":[",
    ])
    func `an early end is told from other faults`(json: String) {
        #expect(fault(json)?.kind == .truncated)
    }

    @Test(arguments: [
        "[1 2]", "[1,,2]", "[,1]", "[,]", "{\"a\" 1}", "{\"a\":1,2}", "{a:1}", "{\"a\":}", "[1}", "{\"a\":1]", "]",
        "[]]", "{}{}",
        "[1]x", "[\u{1}1]", "{1:2}", "{\"a\":1 \"b\":2}", "[\\]", "[1:2]",
    ])
    func `structure out of place is a fault`(json: String) throws {
        let found = try #require(fault(json))
        guard case .malformed = found.kind else {
            Issue.record("\(found) is no malformed structure")
            return
        }
        #expect(found.offset <= json.utf8.count)
    }

    @Test(arguments: ["[1,]", "[1 , ]", "{\"a\":1,}", "[[2,],]"])
    func `a comma behind the last element is repaired and counted`(json: String) throws {
        let bytes = Array(json.utf8)
        let (read, passed) = try bytes.withScanner { scanner throws(JSONFault) in
            var other = scanner
            _ = try JSONTree(from: &scanner)
            try scanner.finish()
            try other.skip()
            try other.finish()
            return (scanner.repairs, other.repairs)
        }
        #expect(read > 0)
        #expect(passed == read)
    }

    @Test func `a byte order mark is passed over`() throws {
        #expect(try tree("\u{FEFF}[1]") == .array([.number(1)]))
    }

    @Test func `nesting has a limit, also in what is passed over`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(fault(nested(64)) == nil)
        #expect(fault(nested(65))?.kind == .tooDeep)
        for depth in [65, 100_000] {
            let bytes = Array(nested(depth).utf8)
            #expect(throws: JSONFault.self) {
                try bytes.withScanner { scanner throws(JSONFault) in try scanner.skip() }
            }
        }
        let mixed = Array(("{\"a\":[" + String(repeating: "{\"b\":", count: 63) + "1").utf8)
        #expect(throws: JSONFault(.tooDeep, at: 6 + 62 * 5)) {
            try mixed.withScanner { scanner throws(JSONFault) in
                try scanner.enterObject()
                _ = try scanner.nextName()
                try scanner.skip()
            }
        }
    }

    @Test func `names are told apart up to sixteen bytes, escaped or not`() throws {
        let json = #"{"id":1,"\u0069d":2,"publishStatus":3,"publishStatus1234":4,"":5,"標題":6,"id\u0000":7}"#
        let bytes = Array(json.utf8)
        let names = try bytes.withScanner { scanner throws(JSONFault) in
            var names = [(JSONName, String)]()
            try scanner.enterObject()
            while let name = try scanner.nextName() {
                names.append((name, scanner.currentName))
                try scanner.skip()
            }
            return names
        }
        #expect(names.map(\.0) == ["id", "id", "publishStatus", .other, "", "標題", "id\0"])
        #expect(names.map(\.1) == ["id", "id", "publishStatus", "publishStatus1234", "", "標題", "id\0"])
        #expect(names[0].0 != names[6].0)
    }

    @Test func `elements takes a single value for a list of one`() throws {
        func texts(_ json: String) throws -> [String?] {
            let bytes = Array(json.utf8)
            return try bytes.withScanner { scanner throws(JSONFault) in
                var texts = [String?]()
                try scanner.elements { (scanner: inout JSONScanner) throws(JSONFault) in
                    texts.append(try scanner.text())
                }
                try scanner.finish()
                return texts
            }
        }
        #expect(try texts(#"["a",1,null,{"b":2},[]]"#) == ["a", "1", nil, nil, nil])
        #expect(try texts(#""a""#) == ["a"])
        #expect(try texts("null").isEmpty)
        #expect(try texts("7").isEmpty)
    }

    // MARK: Against Foundation

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `valid JSON is read as Foundation reads it`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let text = JSONTree.random(using: &generator, depth: 0).text(using: &generator)
            let expected = try JSONTree(JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed))
            #expect(try tree(text) == expected, "\(text)")
            #expect(try end(text) == text.utf8.count, "skipping \(text)")
        }
    }

    @Test(arguments: [5, 6, 7, 8] as [UInt64])
    func `of damaged JSON the same is accepted as by Foundation, repairs apart`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let palette = Array("{}[]\",:\\u0123456789abcdefnrtlsE+-. ".utf8)
        for _ in 0..<1_500 {
            var bytes = Array(JSONTree.random(using: &generator, depth: 1).text(using: &generator).utf8)
            for _ in 0..<Int.random(in: 1...2, using: &generator) where !bytes.isEmpty {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = palette.randomElement(using: &generator)!
                case 1: bytes.remove(at: index)
                default: bytes.insert(palette.randomElement(using: &generator)!, at: index)
                }
            }
            guard let text = String(validating: bytes, as: UTF8.self) else { continue }
            let expected = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            let ours = try? bytes.withScanner { scanner throws(JSONFault) in
                let tree = try JSONTree(from: &scanner)
                try scanner.finish()
                return (tree, scanner.repairs)
            }
            if let expected {
                // Foundation lets a last comma pass as well.
                #expect(ours != nil && (ours?.1 == 0 || text.contains(",")), "\(text)")
                if let tree = ours?.0, !tree.hasDuplicates { #expect(try tree == JSONTree(expected), "\(text)") }
            } else {
                #expect(ours == nil || ours!.1 > 0, "accepted: \(text)")
            }
            if let ours, ours.1 == 0 { #expect(try end(text) == bytes.count, "skipping \(text)") }
        }
    }

    @Test func `every beginning of a document is cut off, not malformed`() throws {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<60 {
            let bytes = Array("[\(JSONTree.random(using: &generator, depth: 0).text(using: &generator))]".utf8)
            for count in 0..<bytes.count {
                let prefix = Array(bytes[..<count])
                #expect(throws: JSONFault(.truncated, at: count)) {
                    try prefix.withScanner { scanner throws(JSONFault) in _ = try JSONTree(from: &scanner) }
                }
                #expect(throws: JSONFault(.truncated, at: count)) {
                    try prefix.withScanner { scanner throws(JSONFault) in try scanner.skip() }
                }
            }
        }
    }

    @Test func `arbitrary bytes never read past their end`() {
        var generator = SeededGenerator(seed: 10)
        let palette = Array("{}[]\",:\\u0d8tfn1-e ".utf8) + [0, 0x0A, 0xC3, 0xE9, 0xFF]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                palette.randomElement(using: &generator)!
            }
            let position = bytes.withScannerAtStart { scanner in
                while (try? JSONTree(from: &scanner)) != nil, scanner.position < bytes.count {}
                return scanner.position
            }
            #expect(position <= bytes.count)
        }
    }

    // MARK: Help

    private func read(_ json: String) throws -> JSONScalar {
        let bytes = Array(json.utf8)
        return try bytes.withScanner { scanner throws(JSONFault) in
            let value = try scanner.scalar()
            try scanner.finish()
            return value
        }
    }

    private func tree(_ json: String) throws(JSONFault) -> JSONTree {
        let bytes = Array(json.utf8)
        return try bytes.withScanner { scanner throws(JSONFault) in
            let tree = try JSONTree(from: &scanner)
            try scanner.finish()
            return tree
        }
    }

    private func end(_ json: String) throws -> Int {
        let bytes = Array(json.utf8)
        return try bytes.withScanner { scanner throws(JSONFault) in
            try scanner.skip()
            try scanner.finish()
            return scanner.position
        }
    }

    private func fault(_ json: String) -> JSONFault? {
        do {
            _ = try tree(json)
            return nil
        } catch {
            return error
        }
    }
}

extension Array where Element == UInt8 {
    /// Scans the bytes.
    fileprivate func withScanner<Value>(
        _ body: (inout JSONScanner) throws(JSONFault) -> Value
    ) throws(JSONFault) -> Value {
        let result = withUnsafeBufferPointer { bytes -> Result<Value, JSONFault> in
            var scanner = JSONScanner(bytes)
            do throws(JSONFault) { return .success(try body(&scanner)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    fileprivate func withScannerAtStart<Value>(_ body: (inout JSONScanner) -> Value) -> Value {
        withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(bytes)
            return body(&scanner)
        }
    }
}

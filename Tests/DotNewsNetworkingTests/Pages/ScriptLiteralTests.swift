@testable import DotNewsNetworking
import DotNewsFoundation
import DotNewsModels
import Foundation
import Testing

@Suite("Values in scripts")
struct ScriptLiteralTests {
    @Test(arguments: [
        (#"{'a':'b'}"#, #"{"a":"b"}"#),
        (#"{'a':'it\'s \"so\"'}"#, #"{"a":"it's \"so\""}"#),
        (#"{'p':'<p>\u6771\u6A4B<\/p>'}"#, #"{"p":"<p>東橋</p>"}"#),
        (#"{a:1,"b":-2.5e3,'c':true,d:null,}"#, #"{"a":1,"b":-2500,"c":true,"d":null}"#),
        (#"[1,,2,]"#, "[1,2]"),
        (
            #"/*<![CDATA[*/ // first"# + "\n" + #"{"u":"http://x/*no*/" /* a */ , // b"# + "\n" + #" "v":[] } /*]]>*/"#,
            #"{"u":"http://x/*no*/","v":[]}"#
        ),
        (
            #"{'x':'\x41\u{1F600}\0z','y':undefined,'z':!0,'w':!1}"#,
            "{\"w\":false,\"x\":\"A😀\\u0000z\",\"y\":null,\"z\":true}"
        ),
        (
            #"{'d':new Date(2025,1,(2)),'e':'a'+'b','f':function(){return {a:'}'}},'g':3}"#,
            #"{"d":null,"e":null,"f":null,"g":3}"#
        ),
        ("{'a':'one\ntwo','b':`three`}", #"{"a":"one\ntwo","b":"three"}"#),
        ("\u{FEFF}<!-- x\n ['a\\\nb']", #"["ab"]"#),
        (#"{'s':'\uD83D\uDE00\uD83D'}"#, #"{"s":"😀�"}"#),
    ])
    func `a literal becomes the JSON of the same value`(_ script: String, _ json: String) throws {
        let bytes = try #require(ScriptLiteral.json(from: script))
        #expect(try tree(bytes) == tree(Array(json.utf8)))
    }

    private func tree(_ json: [UInt8]) throws -> String {
        // The scanner's reading, which is what decoders see, written as canonical JSON.
        try json.withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(bytes)
            return try describe(&scanner)
        }
    }

    private func describe(_ scanner: inout JSONScanner) throws -> String {
        switch try scanner.nextKind() {
        case .object:
            var members: [String] = []
            try scanner.enterObject()
            while try scanner.nextName() != nil {
                let name = scanner.currentName
                members.append("\(name)=\(try describe(&scanner))")
            }
            return "{\(members.sorted().joined(separator: ";"))}"
        case .array:
            var elements: [String] = []
            try scanner.enterArray()
            while try scanner.nextElement() { elements.append(try describe(&scanner)) }
            return "[\(elements.joined(separator: ";"))]"
        case .string: return "'\(try scanner.text() ?? "?")'"
        case .word:
            let scalar = try scanner.scalar()
            return scalar.number.map { "\($0)" } ?? "\(scalar)"
        }
    }

    @Test(arguments: [
        "", "  // nothing", "{'a':", "{'a':'b", "['x'", "{'a' 'b'}", "{]", String(repeating: "[", count: 100),
    ])
    func `what is cut off, malformed or too deep is no value`(_ script: String) {
        #expect(ScriptLiteral.json(from: script) == nil)
    }

    @Test func `assignments are found past strings, comments and comparisons`() throws {
        let script = """
            // var story = {'title':'commented out'};
            var text = "var story = {'title':'in a string'}", it = 'isn\\'t';
            if (story == null || story === 1) { f(story => 1) }
            don't be fooled
            window.settings = {story: 1}; var keyword=['a','b'];
            var story = {'title':'the one'};
            """
        let found = ScriptLiteral.variables(["story", "keyword"], in: script)
        #expect(found["story"]?.json.map { String(decoding: $0, as: UTF8.self) } == #"{"title":"the one"}"#)
        #expect(found["keyword"]?.json.map { String(decoding: $0, as: UTF8.self) } == #"["a","b"]"#)
    }

    @Test func `a first assignment that cannot be read does not hide a second`() {
        let found = ScriptLiteral.variables(["story"], in: "var story = {'a' 1}; story = {'a':2};")
        #expect(found["story"]?.json.map { String(decoding: $0, as: UTF8.self) } == #"{"a":2}"#)
    }

    @Test func `linked data is found in graphs and arrays, with what stands for a text`() throws {
        let objects = try #require(
            LinkedData.objects(
                in: """
                    /*<![CDATA[*/ [{"@type":"WebSite","headline":"no","url":"https://x.example/"},
                    {"@graph":[{"@type":["Thing","NewsArticle"],"headline":"Yes", // here
                    "author":[{"@type":"Person","name":"Ada"},"Bo"],"image":{"@type":"ImageObject","name":"n","url":"https://x.example/a.jpg"},
                    "mainEntityOfPage":{"@type":"WebPage","@id":"https://x.example/a"},"keywords":"a"}]}] /*]]>*/
                    """))
        let address = try #require(WebAddress("https://x.example/a"))
        let data = try #require(
            LinkedData.describing(PageIdentity(addresses: [address], titles: ["Yes"]), among: objects))
        #expect(data.headline == "Yes")
        #expect(data.authors == ["Ada", "Bo"])
        #expect(data.images == ["https://x.example/a.jpg"])
        #expect(data.addresses.contains("https://x.example/a"))
    }
}

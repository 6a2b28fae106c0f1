import DotNewsFoundation
import Foundation
import Testing

@Suite struct CharacterReferencesTests {
    private func normalized(_ markup: String) -> String {
        var markup = markup
        return markup.withUTF8 { CharacterReferences.normalized($0) }.map { String(decoding: $0, as: UTF8.self) }
            ?? markup
    }

    @Test(arguments: [
        ("It&#8217;s", "It’s"), ("Don&#x27;t", "Don't"), ("&#128512;&#X1f600", "😀😀"),
        ("&hellip;&mdash;&ensp;", "…—\u{2002}"),
        ("&#146;&#x80;&#129;", "’€\u{81}"),
        ("&#0;&#xD800;&#x110000;&#99999999999999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
        ("&amp;amp;", "&amp;"), ("&CounterClockwiseContourIntegral;&bne;", "∳=\u{20E5}"),
        ("A&B R&D &;&#;&#x; &", "A&B R&D &;&#;&#x; &"),
        ("R&Damp &ampx &amp x", "R&Damp &ampx & x"), ("?a=1&copy=2&lt=3", "?a=1&copy=2&lt=3"), ("&copy 2025", "© 2025"),
    ])
    func `a plain text has its references resolved once`(text: String, resolved: String) {
        #expect(CharacterReferences.resolved(text) == resolved)
    }

    @Test(arguments: [
        ("<p>&hellip; &amp; &lt;</p>", "<p>… &amp; &lt;</p>"), ("&lpar;&#60;&Tab;", "&#40;&#60;&#9;"),
        ("<a href=\"?a&copy=1&amp;b&hellip;\">", "<a href=\"?a&copy=1&amp;b…\">"),
        ("<a title=&quot;&Tab;x>", "<a title=&quot;&#9;x>"),
        ("<script>a='&hellip;'</script>&hellip;", "<script>a='&hellip;'</script>…"),
        ("<STYLE>&hellip;</Style >&hellip;<script", "<STYLE>&hellip;</Style >…<script"),
        ("<!-- &hellip; -->&hellip;<!DOCTYPE x &hellip;>", "<!-- &hellip; -->…<!DOCTYPE x &hellip;>"),
        ("<a title='>&hellip;'>&notit;", "<a title='>…'>¬it;"), ("a < b &hellip; <3 &hellip;", "a < b … <3 …"),
        ("<p>&amp;</p>", "<p>&amp;</p>"),
    ])
    func `markup keeps its meaning, with references that every parser reads`(markup: String, expected: String) {
        #expect(normalized(markup) == expected)
    }

    @Test func `no reference writes markup`() {
        for value in 1..<0x100 {
            for tail in [";", " "] {
                let result = normalized("<p>&#\(value)\(tail)</p>")
                #expect(result.count { $0 == "<" } == 2 && result.count { $0 == ">" } == 2, "\(value)")
            }
        }
    }
}

import DotNewsFoundation
import DotNewsTestSupport
import Foundation
import Testing

@testable import DotNewsModels

/// Texts that would take minutes, were anything done to the whole of them for each of their parts.
@Suite(.timeLimit(.minutes(1))) struct WorstInputTests {
    @Test(arguments: WorstInput.all(.marks) + WorstInput.all(.text))
    func `a text is judged in a time that grows with its size`(_ input: WorstInput) {
        let text = input.text()
        let base = WebAddress(normalized: "https://www.dotdotnews.com/a/b")
        _ = (WebAddress(text), WebAddress(text, relativeTo: base))
        _ = (DeepLink(text), DeepLink("dotnews://" + text), DeepLink("dotnews://article/" + text + "?x=" + text))
        _ = (ArticleID(text), ColumnID(text), ColumnPath(text), CommentID(text), BookmarkLabel(text))
        _ = (PublicationTime.date(from: text), PublicationTime.date(fromRelative: text, to: Date()))
        _ = (ArticleTitle(text), SearchQuery(text).terms, ReaderWord.normalized(text))
        _ = (try? CommentText(text), CommentText.received(text))
        _ = (text.canonicallyComposed, text.trimmingSpaces())
    }
}

import ContentInvariants
import FuzzingSupport

/// The site's pages: articles, lists, search results, in the encodings that such sites have.
@main enum PageFuzzer {
    private static let charsets: [String?] = [nil, "utf-8", "big5", "gb18030"]

    static func main() {
        fuzz { input in
            var input = input
            let charset = charsets[input.takeByte() % charsets.count]
            Content.checkWire(input, as: [.auto, .article, .list, .search], charset: charset)
        }
    }
}

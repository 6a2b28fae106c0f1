import DotNewsNetworking
import Foundation

/// The site's pages: articles, lists, search results, in the encodings that such sites have.
enum PageHarness {
    private static let charsets: [String?] = [nil, "utf-8", "big5", "gb18030"]

    static func check(_ input: Data) {
        var input = input
        let charset = charsets[input.takeByte() % charsets.count]
        Content.checkWire(input, as: [.auto, .article, .list, .search], charset: charset)
    }
}

import DotNewsNetworking
import Foundation

/// The CMS's JSON: an article, lists, columns.
enum ArticleHarness {
    static func check(_ input: Data) {
        Content.checkWire(input, as: [.auto, .articleJSON, .listJSON, .columns, .hotlist])
    }
}

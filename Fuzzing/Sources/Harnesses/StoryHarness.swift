import DotNewsNetworking
import Foundation

/// The CMS's JSON: a story, lists, columns.
enum StoryHarness {
    static func check(_ input: Data) {
        Content.checkWire(input, as: [.auto, .story, .stories, .columns, .hotlist])
    }
}

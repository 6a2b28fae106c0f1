import ContentInvariants
import FuzzingSupport

/// The CMS's JSON: a story, lists, columns.
@main enum StoryFuzzer {
    static func main() {
        fuzz { Content.checkWire($0, as: [.auto, .story, .stories, .columns, .hotlist]) }
    }
}

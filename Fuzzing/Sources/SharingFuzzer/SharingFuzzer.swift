import DotNewsModels
import DotNewsSharing
import Foundation
import FuzzingSupport

/// Posts: within their limits as the service counts, cut between characters, the same twice.
@main enum SharingFuzzer {
    static func main() {
        fuzz { input in
            var input = input
            var options = ShareOptions()
            options.x.limit = 30 + input.takeByte() * 2
            options.x.includesSummary = input.takeByte() % 2 == 1
            options.x.maximumThreadParts = 2 + input.takeByte() % 24
            options.weibo.limit = 30 + input.takeByte() * 4
            let fields = input.fields(5)
            count(fields[0] + " " + fields[2])
            var content = ShareContent(
                title: fields[0], summary: fields[2], keywords: fields[3].split(separator: ",").map(String.init),
                body: fields[4])
            content.articleAddress = WebAddress(fields[1])
            let posts = Posts(content: content, composer: ShareComposer(edition: .dotdotnews, options: options))
            posts.check()
        }
    }

    private static func count(_ text: String) {
        let measurers: [any TextMeasurer] = [XTextMeasurer(), WeiboTextMeasurer(), WeChatTextMeasurer()]
        for measurer in measurers {
            let found = measurer.measure(text)
            require(found.measure.length >= 0 && found.measure.length == measurer.length(of: text), "\(found.measure)")
            for entities in [found.links, found.hashtags] {
                var end = 0
                for entity in entities {
                    require(
                        entity.start >= end && entity.end > entity.start && entity.end <= text.utf16.count,
                        "\(entity.start)..<\(entity.end) of \(text.utf16.count)")
                    end = entity.end
                }
            }
        }
    }
}

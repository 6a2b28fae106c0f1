import DotNewsFoundation
import Foundation
import Testing

@Suite struct StandardFolderTests {
    #if os(Linux)
        @Test func `folders are where the XDG specification has them`() {
            let home = ["HOME": "/home/讀者"]
            #expect(StandardFolder.data.url(in: nil, environment: home).path == "/home/讀者/.local/share/dotnews")
            #expect(StandardFolder.cache.url(in: nil, environment: home).path == "/home/讀者/.cache/dotnews")
            let named = home.merging(["XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "/cache"]) { $1 }
            #expect(StandardFolder.data.url(in: nil, environment: named).path == "/data/dotnews")
            #expect(StandardFolder.cache.url(in: nil, environment: named).path == "/cache/dotnews")
        }

        @Test(arguments: ["", "relative"]) func `a folder that is not absolute is passed over`(value: String) {
            let environment = ["HOME": "/home/a", "XDG_CACHE_HOME": value]
            #expect(StandardFolder.cache.url(in: nil, environment: environment).path == "/home/a/.cache/dotnews")
        }
    #endif

    @Test func `a container has folders of both kinds`() {
        let group = URL(filePath: "/groups/news")
        #expect(
            StandardFolder.data.url(in: group, environment: [:]).path
                == "/groups/news/Library/Application Support/dotnews")
        #expect(StandardFolder.cache.url(in: group, environment: [:]).path == "/groups/news/Library/Caches/dotnews")
    }
}

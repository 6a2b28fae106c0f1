import DotNewsModels
import Testing

@Suite struct DotNewsModelsExample {
    @Test func `the example of the models says what comes out`() {
        let link = DeepLink("https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html?from=timeline")
        print(link?.appAddress ?? "no link of the site")
        // dotnews://article/AP690800aae4b0e343b0e2aa01?date=20251103&site=www.dotdotnews.com

        let title = ArticleTitle("點觀香港｜東橋重開")
        print(title.kicker)  // 點觀香港｜
        print(title.headline)  // 東橋重開

        #expect(
            link?.appAddress == "dotnews://article/AP690800aae4b0e343b0e2aa01?date=20251103&site=www.dotdotnews.com")
        #expect(title.kicker == "點觀香港｜" && title.headline == "東橋重開")
    }
}

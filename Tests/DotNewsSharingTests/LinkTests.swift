import DotNewsModels
import DotNewsSharing
import Foundation
import Testing

@Suite struct LinkTests {
    @Test(arguments: [
        ("https://example.com/a?utm_source=x&id=1&UTM_Medium=y", "https://example.com/a?id=1"),
        ("https://example.com/a?id=1&&b=%20+&fbclid=2&c", "https://example.com/a?id=1&&b=%20+&c"),
        ("https://example.com/a?gclid=1", "https://example.com/a"),
        ("https://example.com/a?gclid=1#f?utm_source=x", "https://example.com/a#f?utm_source=x"),
        ("https://example.com/a?utm%5Fsource=x", "https://example.com/a"),
        ("https://www.dotdotnews.com/a?from=timeline&isappinstalled=0&scene=1&x=2", "https://www.dotdotnews.com/a?x=2"),
        (
            "https://mp.weixin.qq.com/s?__biz=1&mid=2&scene=3&from=4&chksm=5",
            "https://mp.weixin.qq.com/s?__biz=1&mid=2&chksm=5"
        ),
        (
            "https://example.com/a?gad_source=1&gad_campaignid=2&ScCid=3&hsa_acc=4&rdt_cid=5&wt_mc=6&a=7",
            "https://example.com/a?a=7"
        ),
        ("https://www.dotdotnews.com/a?nsukey=1&clicktime=2&enterid=3", "https://www.dotdotnews.com/a"),
        ("https://www.facebook.com/a?mibextid=1", "https://www.facebook.com/a"),
        ("https://x.com/a/status/1?s=20&t=abc", "https://x.com/a/status/1"),
    ])
    func `tracking is taken out`(text: String, expected: String) throws {
        #expect(LinkCleaner().clean(try #require(WebAddress(text))).address.string == expected)
    }

    @Test(arguments: [
        "https://example.com/a?from=1&scene=2&isappinstalled=0&s=3&t=4&ref=5", "https://example.com/a",
        "https://example.com/a?", "https://example.com/a?&&", "https://example.com/a?utm=1&xutm_source=2",
        "https://evil-dotdotnews.com/?from=1", "https://example.com/utm_source=x?a", "https://notx.com/?s=1",
    ])
    func `what may be content stays, to the byte`(text: String) throws {
        let address = try #require(WebAddress(text))
        let result = LinkCleaner().clean(address)
        #expect(result.address == address && result.removed.isEmpty)
    }

    @Test func `a campaign goes to the end, in place of another`() throws {
        let campaign = Campaign(name: "autumn & 秋")
        let address = try #require(WebAddress("https://example.com/a?x=%20&utm_campaign=old#f"))
        #expect(
            campaign.applied(to: address, fallbackSource: "weibo").string
                == "https://example.com/a?x=%20&utm_source=weibo&utm_medium=social"
                + "&utm_campaign=autumn%20%26%20%E7%A7%8B#f")
    }

    @Test func `each target gets its own campaign and the address it was promised`() throws {
        var options = ShareOptions()
        options.campaign = Campaign(name: "c")
        options.linkChoices = [.plain: .canonical, .html: .article]
        var content = Articles.traditional
        content.canonicalAddress = WebAddress("https://www.dotdotnews.com/canonical")
        let composer = ShareComposer(edition: .dotdotnews, options: options)
        func link(_ target: ShareTarget) -> String? { composer.link(of: content, for: target)?.string }
        let query = "?utm_source=%@&utm_medium=social&utm_campaign=c"
        #expect(link(.x) == Articles.share.string + query.replacing("%@", with: "x"))
        #expect(link(.plain) == "https://www.dotdotnews.com/canonical" + query.replacing("%@", with: "plain"))
        #expect(link(.html) == Articles.page.string + query.replacing("%@", with: "html"))
        #expect(try composer.plain(content).link == link(.plain))
        for unacceptable in ["https://www.dotdotnews.com/", "https://evil.example/a"] {
            content.canonicalAddress = WebAddress(unacceptable)
            #expect(link(.plain)?.hasPrefix(Articles.page.string) == true)
        }
    }

    @Test func `removed tracking is reported`() throws {
        let content = try ShareContent(title: "題", link: Articles.page.string + "?from=timeline&utm_source=x&id=1")
        let draft = try ShareComposer(edition: .dotdotnews).x(content)
        #expect(draft.link == Articles.page.string + "?id=1")
        #expect(draft.changes.map(\.description) == ["link changed: tracking was removed: from, utm_source"])
    }
}

@Suite struct AppOfferTests {
    private static let fingerprint = Array(repeating: "aB", count: 32).joined(separator: ":")
    private static let identity = AppOffer.Identity(
        appStoreID: "1234567890", providerToken: "42", teamID: "ABCDE12345", bundleID: "com.example.news",
        packageName: "com.example.news_app", certificateFingerprints: [fingerprint])

    @Test func `the banner hands the page to the app`() throws {
        let offer = try AppOffer(edition: .dotdotnews, identity: Self.identity)
        let link = DeepLink("https://www.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html")
        #expect(
            offer.smartAppBanner(opening: link)
                == "<meta name=\"apple-itunes-app\" content=\"app-id=1234567890, app-argument=\(Articles.page)\">")
        #expect(offer.page?.string == "https://www.dotdotnews.com/share/")
    }

    @Test func `store addresses carry the campaign`() throws {
        let offer = try AppOffer(edition: .dotdotnews, identity: Self.identity)
        #expect(
            try offer.appStoreAddress(campaign: "article page")
                == "https://apps.apple.com/app/apple-store/id1234567890?pt=42&ct=article%20page&mt=8")
        #expect(try offer.appStoreAddress() == "https://apps.apple.com/app/apple-store/id1234567890")
        #expect(try offer.appStoreAddress(campaign: String(repeating: "a", count: 30)) != nil)
        #expect(throws: ShareError.self) { try offer.appStoreAddress(campaign: String(repeating: "a", count: 31)) }
        #expect(throws: ShareError.self) { try offer.appStoreAddress(campaign: String(repeating: "點", count: 14)) }
        #expect(
            offer.playAddress(campaign: Campaign(name: "a b", source: "page"))
                == "https://play.google.com/store/apps/details?id=com.example.news_app"
                + "&referrer=utm_source%3Dpage%26utm_medium%3Dsocial%26utm_campaign%3Da%2520b")
    }

    @Test func `association files name the app`() throws {
        let offer = try AppOffer(edition: .dotdotnews, identity: Self.identity)
        let apple = try #require(offer.appleAppSiteAssociation())
        let object = try JSONSerialization.jsonObject(with: Data(apple.utf8)) as? [String: [String: [[String: Any]]]]
        let details = try #require(object?["applinks"]?["details"]?.first)
        #expect(details["appIDs"] as? [String] == ["ABCDE12345.com.example.news"])
        let paths = (details["components"] as? [[String: Any]])?.compactMap { $0["/"] as? String }
        #expect(paths?.contains("/s/*") == true)
        let android = try #require(offer.assetLinks())
        let links = try JSONSerialization.jsonObject(with: Data(android.utf8)) as? [[String: Any]]
        let target = try #require(links?.first?["target"] as? [String: Any])
        #expect(target["sha256_cert_fingerprints"] as? [String] == [Self.fingerprint.uppercased()])
        let nothing = try AppOffer(edition: .dotdotnews, identity: .init())
        #expect(nothing.appleAppSiteAssociation() == nil && nothing.assetLinks() == nil)
        #expect(nothing.smartAppBanner() == nil && nothing.playAddress() == nil)
    }

    @Test(arguments: [
        AppOffer.Identity(appStoreID: "12a"), .init(appStoreID: ""), .init(teamID: "abcde12345"),
        .init(bundleID: "news"), .init(packageName: "com..x"), .init(certificateFingerprints: ["AA:BB"]),
        .init(appStoreID: "1\" onload="), .init(providerToken: "１２"),
    ])
    func `ids that the stores would not take are refused`(identity: AppOffer.Identity) {
        let error = #expect(throws: ShareError.self) { try AppOffer(edition: .dotdotnews, identity: identity) }
        #expect(error?.code == .unacceptableValue)
    }
}

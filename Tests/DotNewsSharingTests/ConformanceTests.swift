import DotNewsSharing
import Testing

@Suite(.disabled(if: ConformanceSuite.isAbsent, "the conformance cases of twitter-text are not beside this checkout"))
struct ConformanceTests {
    @Test(arguments: [
        ("WeightedTweetsCounterTest", XTextRules.version2, 20),
        ("WeightedTweetsWithDiscountedEmojiCounterTest", .version3, 22),
        ("UnicodeDirectionalMarkerCounterTest", .version3, 2),
    ])
    func `posts are counted as the reference counts them`(section: String, rules: XTextRules, count: Int) throws {
        let cases = try ConformanceSuite.cases("validate.json", section, as: ExpectedCount.self)
        #expect(cases.count == count)
        for test in cases {
            let result = XTextMeasurer(rules: rules).count(test.text)
            let actual = ExpectedCount(
                weightedLength: result.weightedLength, valid: result.isValid, permillage: result.permillage,
                displayRangeStart: 0, displayRangeEnd: result.displayRangeEnd, validRangeStart: 0,
                validRangeEnd: result.validRangeEnd)
            #expect(actual == test.expected, "\(test.description)")
        }
    }

    @Test func `hashtags are valid when the reference says so`() throws {
        let cases = try ConformanceSuite.cases("validate.json", "hashtags", as: Bool.self)
        #expect(cases.count == 7)
        for test in cases {
            #expect(XHashtag.isValid(test.text) == test.expected, "\(test.description)")
        }
    }

    @Test(arguments: [("extract.json", "urls", 91), ("extract.json", "tco_urls_with_params", 5)])
    func `links are found as the reference finds them`(file: String, section: String, count: Int) throws {
        try expectLinks(file, section, count)
    }

    @Test(arguments: [("tlds.json", "country", 315), ("tlds.json", "generic", 1_259)])
    func `every top-level domain of the list makes a link`(file: String, section: String, count: Int) throws {
        try expectLinks(file, section, count)
    }

    @Test(arguments: [("urls_with_indices", 10), ("urls_with_directional_markers", 2)])
    func `links are found where the reference finds them`(section: String, count: Int) throws {
        let cases = try ConformanceSuite.cases("extract.json", section, as: [ExpectedEntity].self)
        #expect(cases.count == count)
        for test in cases {
            let links = XTextMeasurer().measure(test.text).links
            #expect(links.map(\.text) == test.expected.map(\.url), "\(test.description)")
            #expect(links.map { [$0.start, $0.end] } == test.expected.map(\.indices), "\(test.description)")
        }
    }

    @Test(arguments: [("hashtags", 65), ("hashtags_from_astral", 3)])
    func `hashtags are found as the reference finds them`(section: String, count: Int) throws {
        let cases = try ConformanceSuite.cases("extract.json", section, as: [String].self)
        #expect(cases.count == count)
        for test in cases {
            #expect(XTextMeasurer().measure(test.text).hashtags.map(\.text) == test.expected, "\(test.description)")
        }
    }

    @Test func `hashtags are found where the reference finds them`() throws {
        let cases = try ConformanceSuite.cases("extract.json", "hashtags_with_indices", as: [ExpectedEntity].self)
        #expect(cases.count == 8)
        for test in cases {
            let tags = XTextMeasurer().measure(test.text).hashtags
            #expect(tags.map(\.text) == test.expected.map(\.hashtag), "\(test.description)")
            #expect(tags.map { [$0.start, $0.end] } == test.expected.map(\.indices), "\(test.description)")
        }
    }

    private func expectLinks(_ file: String, _ section: String, _ count: Int) throws {
        let cases = try ConformanceSuite.cases(file, section, as: [String].self)
        #expect(cases.count == count)
        for test in cases {
            #expect(XTextMeasurer().measure(test.text).links.map(\.text) == test.expected, "\(test.description)")
        }
    }
}

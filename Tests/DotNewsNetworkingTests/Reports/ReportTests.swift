import DotNewsMarkup
import DotNewsModels
import DotNewsNetworking
import Foundation
import Testing

/// Reports of pages and articles that were read wrong, as files.
///
/// Each JSON file beside this one is a report; the next one needs no code. See `README.md` there for its fields.
@Suite struct ReportTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../Reports")

    static let names: [String] =
        ((try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".report.json") }.sorted()

    @Test(arguments: names)
    func `a report is mended`(name: String) throws {
        let file = Self.folder.appendingPathComponent(name)
        let report = try JSONDecoder().decode(Report.self, from: Data(contentsOf: file))
        let content = try report.content(beside: file)
        let document = try SiteDocument.read(content, address: report.url.flatMap { WebAddress($0) })
        #expect(report.want.faults(of: try ReportViews(document)) == [], "\(report.why)")
    }

    @Test func `there are reports, and each wants something`() throws {
        #expect(Self.names.count >= 20)
        for name in Self.names {
            let data = try Data(contentsOf: Self.folder.appendingPathComponent(name))
            #expect(try !JSONDecoder().decode(Report.self, from: data).want.isEmpty, "\(name)")
        }
    }

    @Test func `a report that is not mended is noticed`() throws {
        let report = try JSONDecoder().decode(
            Report.self, from: Data(#"{"why": "", "body": "<p>一</p>", "want": {}}"#.utf8))
        let document = try SiteDocument.read(report.content(beside: Self.folder))
        let views = try ReportViews(document)
        for want in [
            #"{"equal": {"blocks.0.text": "二"}}"#, #"{"equal": {"blocks.1.text": "一"}}"#, #"{"has": {"text": ["二"]}}"#,
            #"{"lacks": {"html": ["一"]}}"#, #"{"paragraphs": 2}"#, #"{"pictures": ["x.jpg"]}"#,
            #"{"has": {"word": ["一"]}}"#,
        ] {
            let want = try JSONDecoder().decode(Report.Want.self, from: Data(want.utf8))
            #expect(want.faults(of: views).count == 1, "\(want)")
        }
    }
}

import Foundation
import Testing

/// An article page as the sites build it, with invented content; parts can be taken away and replaced.
struct ArticleFixture: Sendable, CustomTestStringConvertible {
    enum Layout: String, CaseIterable, Sendable {
        case dotdotnews, sister, unknown
    }

    var name: String
    var layout = Layout.dotdotnews
    var site = "https://english.dotdotnews.com"
    var id = "AP68f0a1b2e4b0c0ffee000001"
    var day = "202510/16"
    var title: String
    var summary: String
    var column: String
    var path: String
    var body: String
    var author: String
    var editor: String
    var keywords: [String]

    var hasLiteral = true
    var hasLinkedData = true
    var hasInputs = true
    var hasMeta = true
    var hasBody = true
    /// What the literal says of the body; `nil` for the page's own.
    var literalBody: String?
    /// More members of the literal, as JavaScript.
    var literalMembers = ""
    var publishDate = "2025.10.16 09:30"

    var address: String { "\(site)/a/\(day)/\(id).html" }
    var image: String { "https://dw-media.dotdotnews.com/dams/product/image/\(day)/\(id.dropFirst(2)).jpg" }

    var testDescription: String { "\(name), \(layout)" }

    /// The page.
    var html: String {
        """
        <!DOCTYPE html>
        <html>
         <head>
          <title>\(Self.escaped(title)) - \(column) - 點新聞-dotdotnews</title>
          <meta charset="utf-8" />
          \(hasMeta ? meta : "")
          <base target="_blank" />
          \(hasLinkedData ? linkedData : "")
         </head>
         <body>
          <nav><a href="/">Home</a> <a href="/\(path)">\(column)</a> <a href="/share/">Get Apps</a></nav>
          \(hasInputs ? inputs : "")
          \(main)
          \(hasInputs ? #"<input type="hidden" id="storyId" value="\#(id)" /><input type="hidden" id="showSort" value="0" />"# : "")
          <footer><p>All rights reserved. Through dots, we connect. All rights reserved, and so on and so forth.</p></footer>
         </body>
        </html>
        """
    }

    private var meta: String {
        """
        <meta property="og:title" content="\(Self.escaped(title))" />
          <meta property="og:description" content="\(Self.escaped(summary))" />
          <meta property="og:url" content="\(address)" />
          <meta property="og:image" content="\(image)" />
          <meta name="keywords" content="\(keywords.joined(separator: ","))　" />
        """
    }

    private var linkedData: String {
        """
        <script type="application/ld+json">
           /*<![CDATA[*/
           {
            "@context": "http://schema.org", // not "https"
            "@graph":[
             { "@type": "BreadcrumbList", "itemListElement": [] },
             { "@type": "NewsArticle",
               "datePublished": "Thu Oct 16 09:30:00 HKT 2025",
               "headline":"\(title.replacing("\"", with: "\\\""))",
               "image": [                 //three ratios
                "\(image)"
               ],
               "author": { "@type": "Person", "name": "\(author)"    //the author
               }
             }
            ]
           }
           /*]]>*/
          </script>
        """
    }

    private var inputs: String {
        """
        <input type="hidden" name="channelId" id="channelId" value="dotnews" />
          <input type="hidden" class="inputColumnId" value="5f47252ce4b0e87bc3726930" />
          <input type="hidden" class="columnDirname" value="\(path)" />
          <input type="hidden" class="inputParentId" value="" />
        """
    }

    private var main: String {
        let text = hasBody ? body : ""
        switch layout {
        case .dotdotnews:
            return """
                <div class="mainManuscripts">
                   <div class="breadcrumbs"><a href="\(site)">點新聞</a> <a href="\(site)/\(path)">\(column)</a></div>
                   <h1>\(Self.escaped(title))</h1>
                   <div class="post-meta"><span class="publish-date">\(publishDate)</span>
                    <a class="category" href="\(site)/\(path)">\(column)</a></div>
                   <div class="post-content">
                    <div class="post-summary" style="display:none;"><p>\(Self.escaped(summary))</p></div>
                    <div class="post-body">
                     <input type="hidden" value="\(image)" />
                     \(text)
                     \(credit)
                    </div>
                    <div class="post-footer"><div class="tags tagSpan"><span class="label">Tag:</span>\(script)</div></div>
                   </div>
                  </div>
                """
        case .sister:
            return """
                <main class="mainbody"><div class="breadcrumbs"><a href="/">首頁</a><a href="/\(path)">\(column)</a></div>
                   <article><h1>\(Self.escaped(title))</h1><span class="publish-date">\(publishDate)</span>
                   <div class="post-body">\(text)\(credit)</div></article>\(script)</main>
                """
        case .unknown:
            return """
                <section id="wrap"><aside><ul><li><a href="/x">\(String(repeating: "Elsewhere ", count: 60))</a></li></ul></aside>
                  <div class="article"><h1>\(Self.escaped(title))</h1><span class="date">\(publishDate)</span>
                  <section>\(text)</section></div><div class="more"><a href="/y">More of it</a></div></section>\(script)
                """
        }
    }

    private var credit: String {
        "<div style=\"text-align:right;\"><span>責任編輯：</span><span>\(editor)</span></div>"
    }

    private var script: String {
        guard hasLiteral else { return "" }
        let words = keywords.map { "'\(Self.javaScript($0))'" }.joined(separator: ",")
        return """
            <script>
             /*<![CDATA[*/
             var story = {'author':'\(Self.javaScript(author))','id':'\(id)','title':'\(Self.javaScript(title))',\
            'content':'\(Self.javaScript(literalBody ?? body))','locked':false,'share':null,\(literalMembers)'wordCount':52};
             var keyword = [\(words)];
             /*]]>*/
            </script>
            """
    }

    /// Text as the CMS writes it into a literal: quotes and slashes escaped, what is not ASCII as `\uXXXX`.
    static func javaScript(_ text: String) -> String {
        text.utf16.map { unit in
            switch unit {
            case 0x27: "\\'"
            case 0x22: "\\\""
            case 0x2F: "\\/"
            case 0x5C: "\\\\"
            case 0x0A: "\\n"
            case 0x20..<0x7F: String(UnicodeScalar(UInt8(unit)))
            default: "\\u" + String(format: "%04X", unit)
            }
        }.joined()
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}

extension ArticleFixture {
    static let english = ArticleFixture(
        name: "English", title: "Deepline | Ferry \"Lark\" & the missing pier: a harbour's tale",
        summary: "A ferry looks for its pier.", column: "Deepline", path: "deepline",
        body: """
            <p>The ferry left at nine, as it has for forty years, and found its pier gone.</p>
            <p>"It was there on Tuesday," said the captain, who has seen 3 piers come &amp; go.</p>
            <h2>Where piers go</h2>
            <p>The port says the pier was moved <strong>forty metres</strong> to the east overnight.</p>
            """,
        author: "Ada", editor: "Bo", keywords: ["ferry", "pier", "harbour"])

    static let traditional = ArticleFixture(
        name: "Traditional Chinese", site: "https://www.dotdotnews.com", id: "AP68f0a1b2e4b0c0ffee000002",
        title: "點觀香港｜渡輪找不到碼頭　船長：周二還在", summary: "渡輪出海四十年，首次找不到碼頭。", column: "港聞",
        path: "immed/hknews",
        body: """
            <p>渡輪昨早九時照常開出，抵達對岸時發現碼頭不見了。</p>
            <p>船長表示：「周二還在那裏。」他見過三座碼頭的起落。</p>
            <h2>碼頭去向</h2>
            <p>港口方面解釋，碼頭在夜間東移四十米，市民毋須擔心。</p>
            """,
        author: "阿達", editor: "阿寶", keywords: ["渡輪", "碼頭"])

    static let simplified = ArticleFixture(
        name: "Simplified Chinese", site: "https://www.wenweipo.com", id: "AP68f0a1b2e4b0c0ffee000003",
        title: "渡轮找不到码头 船长：周二还在", summary: "渡轮出海四十年，首次找不到码头。", column: "香港",
        path: "immed/hongkong",
        body: """
            <p>渡轮昨早九时照常开出，抵达对岸时发现码头不见了。</p>
            <p>船长表示：“周二还在那里。”他见过三座码头的起落。</p>
            <h2>码头去向</h2>
            <p>港口方面解释，码头在夜间东移四十米，市民毋须担心。</p>
            """,
        author: "阿达", editor: "阿宝", keywords: ["渡轮", "码头"])

    /// Every language in every layout.
    static let all = [english, traditional, simplified].flatMap { fixture in
        Layout.allCases.map { layout in
            var copy = fixture
            copy.layout = layout
            return copy
        }
    }
}

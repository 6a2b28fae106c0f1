import DotNewsFoundation
import DotNewsMarkup
import DotNewsModels

/// Images and main text.
extension PageRecord {
    mutating func completeImages() {
        var images: [(PageSource, String)] = (evidence.linkedData?.images ?? []).map { (.linkedData, $0) }
        for name in ["og:image", "twitter:image"] {
            if let image = evidence.meta[name] { images.append((.meta, image)) }
        }
        images = images.filter { WebAddress($0.1, relativeTo: edition.site) != nil }
        if !(article.thumbnails + article.coverImages).isEmpty {
            note(.thumbnail, .storyLiteral)
        } else if let (source, address) = images.first {
            article.thumbnails = [PictureRecord(addresses: [address])]
            note(.thumbnail, source)
        }
        if !article.images.isEmpty {
            note(.images, .storyLiteral)
        } else if let (source, address) = images.first {
            article.images = [PictureRecord(addresses: [address])]
            note(.images, source)
        }
        if article.media.url?.isEmpty ?? true, let video = evidence.meta["og:video"] ?? evidence.meta["og:video:url"] {
            article.media.url = video
        }
    }

    /// The elements of a body that are none of its text: the summary, tags, and a link to the page of the newspaper.
    private static let omitted: HTMLSelector = ".post-summary, .post-footer, a.pdfPath"

    mutating func completeBody() {
        let visible =
            document.first("div.mainManuscripts .post-body, main.mainbody .post-body")
            ?? document.first(".mainManuscripts .post-content, .mainbody .post-content, .post-body")
            ?? document.first(Self.sisterBody)
        let credit = visible.flatMap { EditorsCredit(in: $0) }
        if article.editor?.trimmingSpaces().isEmpty ?? true {
            article.editor = credit?.name
            if credit != nil { note(.editor, .markup) }
        } else {
            note(.editor, .storyLiteral)
        }
        let visibleHTML =
            visible.map { $0.innerHTML(omitting: [credit?.element].compactMap { $0 } + $0.all(Self.omitted)) } ?? ""
        let length = Self.textLength(visibleHTML)
        let own = article.content.map(Self.textLength) ?? 0
        // The page adds to the CMS's own text; only if it has clearly more is the literal an excerpt.
        if own > 0, length * 5 < own * 6 {
            note(.body, .storyLiteral)
        } else if length > 0 {
            article.content = visibleHTML
            note(.body, .markup)
            if own > 0 { warn("The article literal has less text than the page; the page's was taken.") }
        } else {
            completeUnknownBody()
            if article.content == nil, article.plainText == nil, Self.holdsMedia(visibleHTML) {
                // An article of pictures or a video alone.
                article.content = visibleHTML
                note(.body, .markup)
            }
        }
        if layout == .unknown {
            warn("The page's layout is not known; its main text is the densest part of it.")
        }
    }

    /// The body of a page without the CMS's: its main text, or that of the JSON-LD when the page shows a part of it.
    private mutating func completeUnknownBody() {
        let stated = evidence.linkedData?.articleBody
        let openings = [stated, evidence.meta["og:description"], evidence.meta["description"]].compactMap { $0 }
        let main = MainText.find(in: document, openings: openings)
        if let stated, !stated.isEmpty, stated.utf8.count(where: { $0 > 0x20 }) > 2 * (main?.length ?? 0) {
            article.content = stated.contains("</p>") ? stated : nil
            article.plainText = stated
            note(.body, .linkedData)
        } else if let main {
            article.content = main.element.innerHTML(omitting: main.omitted)
            note(.body, .markup)
        }
    }

    /// How much text markup holds, in bytes without white space.
    private static func textLength(_ html: String) -> Int {
        guard !html.isEmpty else { return 0 }
        return HTMLDocument(Data(html.utf8), charset: "utf-8").root?.text.utf8.count { $0 > 0x20 } ?? 0
    }

    private static func holdsMedia(_ html: String) -> Bool {
        guard !html.isEmpty else { return false }
        return HTMLDocument(Data(html.utf8), charset: "utf-8").first("img, video, audio, iframe") != nil
    }
}

/// The line that a page adds at the end of the text: `責任編輯：阿達`.
struct EditorsCredit {
    let element: HTMLElement
    let name: String

    private static let labels = ["責任編輯", "责任编辑", "編輯", "编辑", "English Editor", "Editor"]

    /// Finds the credit among the last elements directly in `body`.
    init?(in body: HTMLElement) {
        let candidates = body.children.suffix(3).filter { ["div", "span"].contains($0.name) }
        for element in candidates.reversed() {
            let text = element.text
            guard text.utf8.count <= 200, let label = Self.labels.first(where: { text.hasPrefix($0) }) else { continue }
            let rest = text.dropFirst(label.count).trimmingSpaces()
            guard let mark = rest.first, mark == "：" || mark == ":" else { continue }
            let name = rest.dropFirst().trimmingSpaces()
            guard !name.isEmpty, name.count <= 60 else { continue }
            self.element = element
            self.name = String(name)
            return
        }
        return nil
    }
}

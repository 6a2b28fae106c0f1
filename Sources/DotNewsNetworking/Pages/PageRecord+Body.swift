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

    mutating func completeBody() {
        let document = evidence.document
        let visible =
            document.first("div.mainManuscripts .post-body, main.mainbody .post-body")
            ?? document.first(".mainManuscripts .post-content, .mainbody .post-content, .post-body")
        let credit = visible.flatMap { EditorsCredit(in: $0) }
        if article.editor?.trimmingSpaces().isEmpty ?? true {
            article.editor = credit?.name
            if credit != nil { note(.editor, .markup) }
        } else {
            note(.editor, .storyLiteral)
        }
        let omitted = [credit?.element].compactMap { $0 } + (visible?.all(".post-summary, .post-footer") ?? [])
        let visibleHTML = visible?.innerHTML(omitting: omitted) ?? ""
        let length = Self.textLength(visibleHTML)
        let own = article.content.map(Self.textLength) ?? 0
        if own > 0, own >= length {
            note(.body, .storyLiteral)
        } else if length > 0 {
            article.content = visibleHTML
            note(.body, .markup)
            if own > 0 { warn("The article literal has less text than the page; the page's was taken.") }
        } else if let main = MainText.element(in: document) {
            article.content = main.innerHTML
            note(.body, .markup)
        } else if let text = evidence.linkedData?.articleBody, !text.isEmpty {
            article.content = nil
            article.plainText = text
            note(.body, .linkedData)
        } else if Self.holdsMedia(visibleHTML) {
            // An article of pictures or a video alone.
            article.content = visibleHTML
            note(.body, .markup)
        }
        if layout == .unknown {
            warn("The page's layout is not known; its main text is the densest part of it.")
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

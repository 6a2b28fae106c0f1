public import DotNewsFoundation

internal import DotNewsModels

/// The modules of a QR code, as a poster draws them.
///
/// ```swift
/// let code = try QRCode(text: link)
/// let modules = PosterCode(moduleCount: code.moduleCount) { code[$0, $1] }
/// ```
public struct PosterCode: Hashable, Sendable {
    /// The modules of a side.
    let moduleCount: Int
    /// One path in modules.
    let path: String

    /// Creates a code from the modules of its rows.
    ///
    /// - Parameters:
    ///   - moduleCount: The modules of a side, 1 to 177; what lies outside is taken as the nearest.
    ///   - isDark: Returns whether the module at a column and a row is dark.
    public init(moduleCount: Int, isDark: (_ column: Int, _ row: Int) -> Bool) {
        self.moduleCount = min(max(moduleCount, 1), 177)
        var path = ""
        for row in 0..<self.moduleCount {
            for column in 0..<self.moduleCount where isDark(column, row) { path += "M\(column) \(row)h1v1h-1z" }
        }
        self.path = path
    }
}

extension SharePoster {
    /// The colours of a poster.
    public enum Theme: String, Hashable, Sendable, CaseIterable {
        /// Dark on white.
        case light
        /// Light on dark; the code stays dark on white, as scanners want it.
        case dark
    }

    /// Returns the poster as one SVG of 720 pixels' width that refers to nothing outside of it.
    ///
    /// - Parameters:
    ///   - theme: The colours; light by default.
    ///   - code: The code of ``link``; nothing is drawn in its place without one.
    ///   - picture: The bytes of a JPEG, PNG, GIF or WebP for the top, 8 MiB at most; anything else is left out.
    public func svg(_ theme: Theme = .light, code: PosterCode? = nil, picture: Data? = nil) -> String {
        var drawing = PosterDrawing(theme, language: language)
        drawing.add(picture: picture)
        drawing.add(lines: lines)
        drawing.add(byline: [source, date].filter { !$0.isEmpty }.joined(separator: " · "))
        if let code { drawing.add(code, invitation: invitation) }
        return drawing.svg(title: lines.joined(separator: " "))
    }
}

/// A poster in the making, from the top down.
private struct PosterDrawing {
    private let colours: (ground: String, text: String, faint: String, line: String)
    private let language: LanguageTag
    private var elements = ""
    private var y = 0

    private static let width = 720
    private static let margin = 48
    private static let titleSize = 48
    private static let codeSide = 176
    private static let largestPicture = 8 << 20

    init(_ theme: SharePoster.Theme, language: LanguageTag) {
        self.language = language
        colours =
            theme == .light
            ? ("#ffffff", "#16181c", "#6a6f76", "#e1e3e6") : ("#16181c", "#f3f4f5", "#a3a8af", "#363a40")
    }

    mutating func add(picture: Data?) {
        guard let picture, picture.count <= Self.largestPicture, let type = Self.mediaType(of: picture) else { return }
        elements += """
            <image x="0" y="0" width="\(Self.width)" height="405" preserveAspectRatio="xMidYMid slice" \
            href="data:\(type);base64,\(picture.base64EncodedString())"/>

            """
        y = 405
    }

    private static func mediaType(of picture: Data) -> String? {
        switch ImageType(picture) {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .gif: "image/gif"
        case .webp: "image/webp"
        default: nil
        }
    }

    mutating func add(lines: [String]) {
        y += Self.margin
        for line in lines {
            y += Self.titleSize * 13 / 10
            elements += text(line, y: y - Self.titleSize / 4, size: Self.titleSize, colour: colours.text, isBold: true)
        }
    }

    mutating func add(byline: String) {
        y += 56
        elements += text(byline, y: y, size: 26, colour: colours.faint)
    }

    mutating func add(_ code: PosterCode, invitation: String) {
        y += 40
        elements += """
            <path stroke="\(colours.line)" stroke-width="2" d="M\(Self.margin) \(y)H\(Self.width - Self.margin)"/>

            """
        y += 40
        let side = code.moduleCount + 8
        let x = Self.width - Self.margin - Self.codeSide
        elements += """
            <svg x="\(x)" y="\(y)" width="\(Self.codeSide)" height="\(Self.codeSide)" viewBox="0 0 \(side) \(side)" \
            shape-rendering="crispEdges"><path fill="#fff" d="M0 0h\(side)v\(side)H0z"/>\
            <path fill="#000" transform="translate(4 4)" d="\(code.path)"/></svg>

            """
        elements += text(invitation, y: y + Self.codeSide / 2 + 10, size: 30, colour: colours.text)
        y += Self.codeSide
    }

    private func text(_ text: String, y: Int, size: Int, colour: String, isBold: Bool = false) -> String {
        """
        <text x="\(Self.margin)" y="\(y)" font-size="\(size)" fill="\(colour)"\(isBold ? " font-weight=\"700\"" : "")>\
        \(MarkupEscaping.html(text))</text>

        """
    }

    func svg(title: String) -> String {
        let height = y + Self.margin
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.width)" height="\(height)" \
            viewBox="0 0 \(Self.width) \(height)" xml:lang="\(language.rawValue)" font-family="\(Self.fonts(language))">
            <title>\(MarkupEscaping.html(title))</title>
            <path fill="\(colours.ground)" d="M0 0h\(Self.width)v\(height)H0z"/>
            \(elements)</svg>

            """
    }

    /// Fonts of Apple systems, Windows and Linux, with the shapes of the characters that the region writes.
    private static func fonts(_ language: LanguageTag) -> String {
        switch language {
        case .simplifiedChinese: "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif"
        case let language where language.isChinese:
            "'PingFang HK','Microsoft JhengHei','Noto Sans CJK HK','Noto Sans HK',sans-serif"
        default: "-apple-system,'Segoe UI','Noto Sans',sans-serif"
        }
    }
}

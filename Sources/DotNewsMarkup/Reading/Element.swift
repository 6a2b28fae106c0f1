/// The elements that mean something in a body. Everything else is looked through: its text counts, it does not.
enum Element: UInt8 {
    /// Looked through.
    case other
    /// Left out with all that is in it.
    case dropped
    /// Left out with all that is in it, unless nothing else is there.
    case form
    /// Starts and ends a paragraph, nothing more.
    case block
    case strong, emphasis, link, lineBreak, separator, preformatted
    case struck, raised, lowered, quotation
    case heading1, heading2, heading3, heading4, heading5, heading6
    case quote, unorderedList, orderedList, item, term
    case figure, caption, image, picture, video, audio, source, frame
    case table, row, headerCell, cell
    /// The stand-in for a picture where scripts do not run: left out, but for the picture.
    case noscript
    /// A formula of MathML, and what in it places its parts.
    case formula, formulaRow, power, index, indexAndPower, fraction, root

    /// The subhead level of a heading.
    var headingLevel: Int? {
        switch self {
        case .heading1, .heading2: 2
        case .heading3: 3
        case .heading4: 4
        case .heading5: 5
        case .heading6: 6
        default: nil
        }
    }

    /// Whether white space directly inside means nothing.
    var isPartOfFormula: Bool { self == .formula || self == .formulaRow || placesParts }

    /// Whether the element, of a formula, says where its parts stand.
    var placesParts: Bool {
        switch self {
        case .power, .index, .indexAndPower, .fraction, .root: true
        default: false
        }
    }

    private static let names: [(Element, String)] = [
        (
            .dropped,
            """
            script style template svg annotation annotation-xml object applet embed param canvas title meta link base basefont \
            bgsound frameset frame noframes noembed map area dialog input button select option optgroup textarea label \
            legend datalist output keygen isindex portal fencedframe rp rt
            """
        ),
        (.form, "form fieldset"),
        (
            .block,
            """
            p div section article header footer main aside address center dl dd details summary hgroup nav body html head \
            thead tbody tfoot colgroup
            """
        ),
        (.strong, "strong b"), (.emphasis, "em i cite dfn"), (.struck, "del s strike"), (.raised, "sup"),
        (.lowered, "sub"), (.quotation, "q"), (.link, "a"), (.lineBreak, "br"), (.separator, "hr"),
        (.preformatted, "pre listing xmp plaintext"),
        (.heading1, "h1"), (.heading2, "h2"), (.heading3, "h3"), (.heading4, "h4"), (.heading5, "h5"),
        (.heading6, "h6"),
        (.quote, "blockquote"), (.unorderedList, "ul menu dir"), (.orderedList, "ol"), (.item, "li"), (.term, "dt"),
        (.figure, "figure"), (.caption, "figcaption caption"), (.image, "img image amp-img"),
        (.picture, "picture"), (.noscript, "noscript"), (.formula, "math"), (.formulaRow, "mrow"), (.power, "msup"),
        (.index, "msub"), (.indexAndPower, "msubsup"), (.fraction, "mfrac"), (.root, "msqrt"),
        (.video, "video amp-video"), (.audio, "audio amp-audio"), (.source, "source"), (.frame, "iframe amp-iframe"),
        (.table, "table"), (.row, "tr"), (.headerCell, "th"), (.cell, "td"),
    ]

    private static let lookUp = LookUpTable(
        names.flatMap { element, names in
            names.split(separator: " ").map { (element, String($0)) }
        })

    /// The element called `name`, which the parser has put in lower case.
    static func named(_ name: UnsafePointer<UInt8>) -> Element { lookUp[name] }

    /// Open addressing over names packed into one word: a body asks twice for every element.
    private struct LookUpTable {
        private static let size = 512
        private var keys = [UInt64](repeating: 0, count: size)
        private var values = [Element](repeating: .other, count: size)

        init(_ entries: [(Element, String)]) {
            for (element, name) in entries {
                let key = name.withCString(encodedAs: UTF8.self) { Self.key($0) }
                var slot = Self.slot(key)
                while keys[slot] != 0 { slot = (slot + 1) % Self.size }
                keys[slot] = key
                values[slot] = element
            }
        }

        subscript(name: UnsafePointer<UInt8>) -> Element {
            let key = Self.key(name)
            var slot = Self.slot(key)
            while keys[slot] != 0 {
                if keys[slot] == key { return values[slot] }
                slot = (slot + 1) % Self.size
            }
            return .other
        }

        private static func slot(_ key: UInt64) -> Int { Int((key &* 0x9E37_79B9_7F4A_7C15) >> 55) }

        /// The name's first 32 bytes, eight a word, words mixed. A made-up name that meets a known one's key is taken for it,
        /// which costs nothing: whatever an element is called, only what the builder knows comes out.
        private static func key(_ name: UnsafePointer<UInt8>) -> UInt64 {
            var key: UInt64 = 0
            var index = 0
            while name[index] != 0, index < 32 {
                if index & 7 == 0, index > 0 { key = key &* 0xD6E8_FEB8_6659_FD93 }
                key ^= UInt64(name[index]) << UInt64((index & 7) * 8)
                index += 1
            }
            return key
        }
    }
}

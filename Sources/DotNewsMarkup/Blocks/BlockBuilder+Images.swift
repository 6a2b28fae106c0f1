import DotNewsModels

/// The images around a place in a body, as far as they are known.
struct PictureState {
    /// The image that was read last, when nothing has come behind it.
    enum Last: Equatable {
        case none
        /// It is among the blocks.
        case shown
        /// It had no address.
        case missing
        /// It is among the blocks, and seems to hold the place of another.
        case placeholder
        /// It came out of a `noscript`.
        case fallback(WebAddress)
    }

    var last = Last.none
    /// Whether the element that is left out is a `noscript`.
    var isInNoscript = false
    /// The best address of the `source` elements of the `picture` that is open.
    private(set) var source: WebAddress?
    private(set) var isOpen = false

    mutating func beginPicture() {
        source = nil
        isOpen = true
    }

    /// Ends the picture.
    ///
    /// - Returns: The address of a source that no image has taken.
    mutating func endPicture() -> WebAddress? {
        defer {
            source = nil
            isOpen = false
        }
        return source
    }

    mutating func addSource(_ attributes: AttributeList, base: WebAddress) {
        guard isOpen, source == nil else { return }
        source = ImageCandidates.late(attributes, base: base) ?? ImageCandidates.set(attributes, base: base)
    }

    mutating func takeSource() -> WebAddress? {
        defer { source = nil }
        return source
    }
}

/// Images.
extension BlockBuilder {
    /// Classes of images that stand for characters or formulas.
    private static let emojiClasses: Set<String> = ["emoji", "wp-smiley", "twemoji", "emojione", "smiley", "emoticon"]
    private static let formulaClasses: Set<String> = [
        "latex", "tex", "math", "mwe-math-fallback-image-inline", "mwe-math-fallback-image-display",
    ]
    /// The longest text, in characters, that a small image stands for.
    private static let longestSign = 32

    mutating func addImage(_ attributes: AttributeList) {
        guard hasRoomForAddresses else { return warn(.image) }
        let source = pictures.takeSource()
        if let text = textInstead(of: attributes) {
            if !text.isEmpty { characters(text) }
            return
        }
        let address =
            ImageCandidates.late(attributes, base: base) ?? ImageCandidates.early(attributes, base: base)
            ?? ImageCandidates.set(attributes, base: base) ?? source
            ?? ImageCandidates.unnamed(attributes, base: base)
        guard let address else {
            // A picture that only seems to hold the place of another is better than none.
            if let placeholder = attributes.address(["src"], base: base) {
                pictures.last = .placeholder
                return add(attributes, address: placeholder)
            }
            pictures.last = .missing
            return warn(.image)
        }
        if pictures.last == .fallback(address) { return }
        pictures.last = .shown
        add(attributes, address: address)
    }

    /// Adds the image of a `noscript`, when it stands for one that could not be read or for none.
    mutating func addFallbackImage(_ attributes: AttributeList) {
        guard hasRoomForAddresses else { return }
        let address = ImageCandidates.early(attributes, base: base) ?? ImageCandidates.set(attributes, base: base)
        guard let address, !attributes.visualStyle.isHidden else { return }
        switch pictures.last {
        case .shown: return
        case .none, .fallback:
            guard ImageCandidates.isPicture(address.string) || !attributes.text("alt").isEmpty else { return }
        case .missing: withdraw(.image)
        case .placeholder: takeBackPlaceholder()
        }
        pictures.last = .fallback(address)
        add(attributes, address: address)
    }

    /// Shows a `picture` that has sources and no image.
    mutating func endPicture() {
        guard let address = pictures.endPicture() else { return }
        pictures.last = .shown
        add(AttributeList(nil), address: address)
    }

    private mutating func takeBackPlaceholder() {
        let top = frames.count - 1
        if frames[top].kind == .figure {
            _ = frames[top].images.popLast()
        } else if case .figure = frames[top].blocks.last {
            frames[top].blocks.removeLast()
        }
    }

    private mutating func add(_ attributes: AttributeList, address: WebAddress) {
        let width = attributes.pixels(["data-width", "width"])
        let height = attributes.pixels(["data-height", "height"])
        // An image that counts readers.
        if let width, let height, width <= 1, height <= 1 { return }
        _ = taking(address)
        let image = ImageAsset(
            address: address, alternativeText: attributes.text("alt"), width: width, height: height)
        if context.role == .caption {
            let top = frames.count - 1
            if frames[top].kind == .figure { frames[top].images.append(image) }
            return
        }
        guard context.role != .preformatted else { return }
        let role = context.role
        flush()
        context.role = .body
        emit(.figure(image))
        context.role = role
    }

    /// The text that an image stands for: an emoji, a sign as small as text, a formula; empty for a small image without text,
    /// `nil` for a picture.
    private func textInstead(of attributes: AttributeList) -> String? {
        let text = attributes.text("alt")
        if !text.isEmpty, text.count <= Self.longestSign,
            text.allSatisfy(\.isEmoji) || attributes.hasClass(Self.emojiClasses)
        {
            return text
        }
        if !text.isEmpty, attributes.hasClass(Self.formulaClasses) { return text }
        guard attributes.isAsSmallAsText, ImageCandidates.late(attributes, base: base) == nil else { return nil }
        return text.count <= Self.longestSign ? text : ""
    }

    private mutating func characters(_ text: String) {
        var text = text
        text.withUTF8 { characters($0) }
    }
}

extension Character {
    /// Whether the character is a picture by itself: an emoji, or a sign in its emoji form.
    fileprivate var isEmoji: Bool {
        guard let first = unicodeScalars.first, first.properties.isEmoji, first.value > 0xA9 else { return false }
        return true
    }
}

extension ImageAsset {
    /// The same image with a caption, the credit at its end apart.
    func captioned(_ text: String) -> ImageAsset {
        guard !text.isEmpty else { return self }
        var image = self
        (image.caption, image.credit) = CaptionCredit.split(text)
        return image
    }
}

import DotNewsModels

/// Images, videos, sounds and players.
extension BlockBuilder {
    /// A fallback for browsers without the element is a sentence; more than this many characters are an article whose end
    /// tag was lost.
    private static let longestFallback = 300

    mutating func addImage(_ attributes: AttributeList) {
        // Pages that load images late put a placeholder into `src`.
        let names: [StaticString] = ["data-resourcesrc", "data-original", "data-src", "src"]
        guard
            let address = attributes.address(names, base: base)
                ?? attributes["srcset"].flatMap({ Self.firstCandidate($0) }).flatMap({
                    WebAddress($0, relativeTo: base)
                })
        else { return warn(.image) }
        let width = attributes.pixels(["data-width", "width"])
        let height = attributes.pixels(["data-height", "height"])
        // An image that counts readers.
        if let width, let height, width <= 1, height <= 1 { return }
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

    /// The first address of `small.jpg 480w, large.jpg 1080w`.
    private static func firstCandidate(_ candidates: String) -> String? {
        candidates.split(whereSeparator: { $0.isWhitespace }).first.map {
            String($0.hasSuffix(",") ? $0.dropLast() : $0)
        }
    }

    mutating func beginMedia(isVideo: Bool, _ attributes: AttributeList) {
        guard push(.media) else { return }
        let title = attributes.text("title")
        frames[frames.count - 1].media = .init(
            isVideo: isVideo, address: attributes.address(["src", "data-src"], base: base),
            poster: attributes.address(["poster", "data-poster"], base: base),
            duration: attributes.seconds(["data-duration", "duration"]),
            caption: title.isEmpty ? attributes.text("aria-label") : title)
    }

    mutating func addSource(_ attributes: AttributeList) {
        let top = frames.count - 1
        guard frames[top].kind == .media, frames[top].media?.address == nil else { return }
        frames[top].media?.address = attributes.address(["src", "data-src"], base: base)
    }

    mutating func closeMedia(_ frame: BlockFrame) {
        guard let media = frame.media else { return }
        if let address = media.address {
            let asset = MediaAsset(address: address, poster: media.poster, duration: media.duration)
            emit(media.isVideo ? .video(asset, caption: media.caption) : .audio(asset, caption: media.caption))
        } else {
            warn(.media)
        }
        if frame.blocks.count > 3 || frame.blocks.reduce(0, { $0 + $1.text.utf8.count }) > Self.longestFallback {
            for block in frame.blocks { emit(block) }
        }
    }

    mutating func addEmbed(_ attributes: AttributeList) {
        flush()
        guard context.role == .body else { return }
        guard let address = attributes.address(["src", "data-src"], base: base) else {
            // An empty frame is filled by a script, and is nothing without it.
            if attributes["src"]?.isEmpty == false { warn(.media) }
            return
        }
        emit(.embed(address: address, title: attributes.text("title")))
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

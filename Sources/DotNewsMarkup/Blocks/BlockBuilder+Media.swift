import DotNewsModels

/// Videos, sounds and players.
extension BlockBuilder {
    /// A fallback for browsers without the element is a sentence; more than this many characters are an article whose end
    /// tag was lost.
    private static let longestFallback = 300

    mutating func beginMedia(isVideo: Bool, _ attributes: AttributeList) {
        guard push(.media) else { return }
        let title = attributes.text("title")
        let source = address(["src", "data-src"], of: attributes)
        let poster = address(["poster", "data-poster"], of: attributes)
        frames[frames.count - 1].media = .init(
            isVideo: isVideo, address: source, poster: poster,
            duration: attributes.seconds(["data-duration", "duration"]),
            caption: title.isEmpty ? attributes.text("aria-label") : title)
    }

    mutating func addSource(_ attributes: AttributeList) {
        let top = frames.count - 1
        guard hasRoomForAddresses else { return }
        guard frames[top].kind == .media else { return pictures.addSource(attributes, base: base) }
        guard frames[top].media?.address == nil else { return }
        let source = address(["src", "data-src"], of: attributes)
        frames[top].media?.address = source
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
        guard let address = address(["src", "data-src"], of: attributes) else {
            // An empty frame is filled by a script, and is nothing without it.
            if attributes["src"]?.isEmpty == false { warn(.media) }
            return
        }
        emit(.embed(address: address, title: attributes.text("title")))
    }
}

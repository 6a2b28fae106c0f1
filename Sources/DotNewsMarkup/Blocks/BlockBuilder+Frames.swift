import DotNewsModels

/// Opening and closing of containers.
extension BlockBuilder {
    /// Opens a container; `false` when containers are nested too deep, which leaves the content in the one around it.
    @discardableResult
    mutating func push(_ kind: BlockFrame.Kind) -> Bool {
        guard context.role == .body else { return false }
        guard frames.count <= limits.nestedBlocks else {
            warn(.nesting)
            return false
        }
        frames.append(BlockFrame(kind))
        return true
    }

    /// Puts a block into the innermost container.
    mutating func emit(_ block: Block) {
        let top = frames.count - 1
        blockCount += 1
        switch (frames[top].kind, block) {
        case (.figure, .figure(let image)): frames[top].images.append(image)
        case (.figure, .gallery(let images)): frames[top].images += images
        case (.list, _): frames[top].appendStray(block)
        case (_, .separator) where frames[top].blocks.last == .separator: break
        default: frames[top].blocks.append(block)
        }
    }

    mutating func closeFrame() {
        let frame = frames.removeLast()
        switch frame.kind {
        case .root: frames.append(frame)
        case .quote: if !frame.blocks.isEmpty { emit(.blockQuote(frame.blocks)) }
        case .item: if !frame.blocks.isEmpty { frames[frames.count - 1].appendItem(frame.blocks) }
        case .list(let isOrdered, let isImplied): closeList(frame, isOrdered: isOrdered, isImplied: isImplied)
        case .figure: closeFigure(frame)
        case .gallery: closeGallery(frame)
        case .cell: closeCell(frame)
        case .table: closeTable(frame)
        case .media: closeMedia(frame)
        }
    }

    // MARK: Lists

    private mutating func closeList(_ frame: BlockFrame, isOrdered: Bool, isImplied: Bool) {
        guard !frame.items.isEmpty else { return }
        let images = frame.items.compactMap(Self.soleImage)
        if images.count == frame.items.count {
            if images.count > 1 { emit(.gallery(images)) } else { emit(.figure(images[0])) }
            return
        }
        // Items without a list around them: those that follow each other are one.
        if isImplied, frames[frames.count - 1].joinLastList(frame.items) { return }
        emit(
            .list(
                .init(
                    isOrdered: isOrdered, items: frame.items, numbers: isOrdered ? frame.numbering.numbers : [],
                    numberStyle: frame.numbering.style)))
    }

    /// The image an item of a list consists of, with the paragraph under it as its caption.
    private static func soleImage(_ item: [Block]) -> ImageAsset? {
        guard case .figure(let image) = item.first, item.count <= 2 else { return nil }
        guard item.count == 2 else { return image }
        guard case .paragraph(let text) = item[1], image.caption.isEmpty else { return nil }
        return image.captioned(text.text)
    }

    // MARK: Figures

    private mutating func closeFigure(_ frame: BlockFrame) {
        var caption = frame.caption
        var blocks = frame.blocks
        if caption.isEmpty, !(frame.images.isEmpty && blocks.isEmpty) {
            // The CMS's editors now and then write the caption as a paragraph.
            let paragraphs = blocks.compactMap { if case .paragraph(let text) = $0 { text.text } else { nil } }
            let others = blocks.filter { if case .paragraph = $0 { false } else { true } }
            if !paragraphs.isEmpty, !frame.images.isEmpty && others.isEmpty || frame.images.isEmpty && others.count == 1
            {
                caption = paragraphs.joined(separator: " ").replacing("\n", with: " ")
                blocks = others
            }
        }
        if frame.images.isEmpty {
            if caption.isEmpty || !attach(caption, to: &blocks) {
                blocks.append(.paragraph(InlineText(caption)))
            }
        } else if frame.images.count == 1, frame.images[0].caption.isEmpty {
            blocks.insert(.figure(frame.images[0].captioned(caption)), at: 0)
        } else {
            var images = frame.images
            if images.allSatisfy(\.caption.isEmpty) {
                // One caption under several images speaks of all of them; it is kept with the first.
                images[0] = images[0].captioned(caption)
                caption = ""
            }
            if !caption.isEmpty { blocks.insert(.paragraph(InlineText(caption)), at: 0) }
            blocks.insert(images.count > 1 ? .gallery(images) : .figure(images[0]), at: 0)
        }
        for block in blocks where !block.isEmptyParagraph { emit(block) }
    }

    /// Gives the caption of a figure without images to the one block in it that has room for one.
    private func attach(_ caption: String, to blocks: inout [Block]) -> Bool {
        guard blocks.count == 1 else { return false }
        switch blocks[0] {
        case .video(let media, let own) where own.isEmpty: blocks[0] = .video(media, caption: caption)
        case .audio(let media, let own) where own.isEmpty: blocks[0] = .audio(media, caption: caption)
        case .embed(let address, let own) where own.isEmpty: blocks[0] = .embed(address: address, title: caption)
        case .table(var table) where table.caption.isEmpty:
            table.caption = caption
            blocks[0] = .table(table)
        default: return false
        }
        return true
    }

    private mutating func closeGallery(_ frame: BlockFrame) {
        var blocks = [Block]()
        for block in frame.blocks + frame.items.flatMap({ $0 }) {
            // What stands under a slide speaks of the slide.
            if case .paragraph(let text) = block, case .figure(let image) = blocks.last, image.caption.isEmpty {
                blocks[blocks.count - 1] = .figure(image.captioned(text.text.replacing("\n", with: " ")))
            } else {
                blocks.append(block)
            }
        }
        let images = blocks.flatMap(\.images)
        let isPure = blocks.allSatisfy {
            switch $0 {
            case .figure, .gallery: true
            default: false
            }
        }
        if isPure, images.count > 1 {
            emit(.gallery(images))
        } else {
            for block in blocks { emit(block) }
        }
        if !frame.caption.isEmpty { emit(.paragraph(InlineText(frame.caption))) }
    }
}

extension ArticleBody.Block {
    fileprivate var isEmptyParagraph: Bool { if case .paragraph(let text) = self { text.isEmpty } else { false } }
}

internal import DotNewsModels

extension ShareComposer {
    /// A series of posts for X with the title and the body, or the summary when there is no body.
    ///
    /// Captions and tables are left out, headings stand with what follows them, and sentences stay whole unless one is
    /// longer than a post. A picture goes with the part that it follows in the article (``XThread/Part/pictures``).
    ///
    /// Each part is valid and ends with its number, such as `(2/3)`; the link stands in the first or in the last part,
    /// as ``ShareOptions/X-swift.struct/threadLinkPosition`` says. A text that fits in one post has no number. What
    /// exceeds ``ShareOptions/X-swift.struct/maximumThreadParts`` is left out. Throws as ``x(_:)-(ShareContent)`` does.
    public func xThread(_ content: ShareContent) throws(ShareError) -> XThread {
        let prepared = try PreparedContent(content, composer: self)
        // A post of its own says which link, hashtags and account go with the thread.
        var post = try XPost(prepared, composer: self)
        try post.fitTitle()
        if options.x.includesHashtags {
            post.addHashtags(prepared.keywords, maximum: options.x.maximumHashtags)
        }
        let draft = post.draft

        var (body, isShortened) = ThreadParagraph.paragraphs(of: content.body)
        var title = ThreadParagraph(text: prepared.lead.whole)
        // Pictures before the first paragraph go with the title.
        if let first = body.first, first.text.isEmpty { title.pictures = body.removeFirst().pictures }
        if body.isEmpty { body = [ThreadParagraph(text: prepared.summary)] }
        let paragraphs = ([title] + body).filter { !$0.text.isEmpty }
        var builder = XThreadBuilder(draft: draft, options: options.x, paragraphs: paragraphs)
        if isShortened {
            let reason = "what is behind the first \(TextBound.body.characters) characters is not read"
            builder.note(ShareChange(.text, .shortened, reason: reason))
        }
        return builder.thread()
    }
}

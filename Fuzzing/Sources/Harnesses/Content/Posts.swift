import DotNewsSharing
import Foundation

/// What is made of one content for every service.
struct Posts {
    let content: ShareContent
    let composer: ShareComposer

    func check() {
        let title = Array(attempt(composer.system)?.title ?? "")
        checkX(title)
        if let draft = attempt(composer.weibo) {
            let measured = WeiboTextMeasurer(limit: composer.options.weibo.limit).measure(draft.text)
            require(draft.measure.fits && measured.isValid && measured.measure == draft.measure, draft.text)
            require(attempt(composer.weibo) == draft, "composed twice: \(draft.text)")
        }
        if let draft = attempt(composer.weChat) {
            require(draft.measure.fits && draft.lengths.values.allSatisfy(\.fits), draft.text)
            if let page = draft.webPage { requireBeginning(page.title[...], of: title) }
        }
        for target in ShareTarget.allCases {
            guard let draft = attempt({ content throws(ShareError) in try composer.draft(of: content, for: target) })
            else { continue }
            require((try? JSONEncoder().encode(draft)) != nil, "cannot be written")
            for address in draft.addresses {
                require(address.address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, address.address)
            }
        }
    }

    private func checkX(_ title: [Character]) {
        let measurer = XTextMeasurer(limit: composer.options.x.limit)
        if let draft = attempt(composer.x) {
            let measured = measurer.measure(draft.text)
            require(draft.measure.fits && measured.isValid && measured.measure == draft.measure, draft.text)
            require(attempt(composer.x) == draft, "composed twice: \(draft.text)")
            requireBeginning(draft.words.split(separator: "\n", omittingEmptySubsequences: false)[0], of: title)
        }
        if let thread = attempt(composer.xThread) {
            require((1...composer.options.x.maximumThreadParts).contains(thread.parts.count), "\(thread.parts.count)")
            for part in thread.parts { require(measurer.measure(part.text).isValid, part.text) }
        }
    }

    /// A draft, or `nil` where a limit is too small or there is nothing to share.
    private func attempt<Draft>(_ compose: (ShareContent) throws(ShareError) -> Draft) -> Draft? {
        do throws(ShareError) {
            return try compose(content)
        } catch {
            return nil
        }
    }

    /// A shown title is the title, or its beginning up to the end of a character, with "…".
    private func requireBeginning(_ shown: Substring, of title: [Character]) {
        guard !shown.isEmpty, Array(shown) != title else { return }
        let kept = shown.hasSuffix("…") ? shown.dropLast() : shown
        require(title.starts(with: kept), "\(shown.debugDescription) of \(String(title).debugDescription)")
    }
}

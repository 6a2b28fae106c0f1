import DotNews

/// Shows a draft to people: the text, its length, what was changed, and the address to open.
struct ShareDraftPrinter {
    let terminal: Terminal

    func show(_ draft: any ShareDraft) {
        if let thread = draft as? XThread {
            for part in thread.parts {
                show(text: part.text)
                for picture in part.pictures {
                    terminal.print(TerminalText.sanitized("Picture: \(picture.address) \(picture.alternativeText)"))
                }
                terminal.print(terminal.faint("\(part.measure) \(unit(part.measure))"))
            }
        } else {
            show(text: draft.text)
            terminal.print(terminal.faint(length(of: draft)))
            // What does not stand in the text is handed over beside it.
            if let sheet = draft as? SystemShareDraft { show(text: "Title: \(sheet.title)") }
            if let page = (draft as? WeChatDraft)?.webPage {
                show(text: "Title: \(page.title)")
                if !page.description.isEmpty { show(text: "Description: \(page.description)") }
            }
            if let link = draft.link, !draft.text.contains(link) { show(text: "Link: \(link)") }
        }
        for change in draft.changes { terminal.print(TerminalText.sanitized("\(change)")) }
        for address in draft.addresses.prefix(1) {
            terminal.print(
                address.isTooLong
                    ? terminal.words(
                        "Copy the text: an address with it is longer than servers take.",
                        hant: "請複製文字：連同文字的網址超出伺服器接受的長度。", hans: "请复制文字：连同文字的网址超出服务器接受的长度。")
                    : terminal.words(
                        "Open: \(address.address)", hant: "開啟：\(address.address)", hans: "打开：\(address.address)"))
        }
    }

    private func show(text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            terminal.print(TerminalText.sanitized(String(line)))
        }
    }

    private func unit(_ measure: ShareMeasure) -> String {
        switch measure.unit {
        case .weighted: "units"
        case .weibo: "字"
        case .bytes: "bytes"
        case .characters: "characters"
        case .utf16: "UTF-16 units"
        }
    }

    private func length(of draft: any ShareDraft) -> String {
        // Without a link there is no card, only a text message.
        guard let weChat = draft as? WeChatDraft, weChat.webPage != nil else {
            return "\(draft.measure) \(unit(draft.measure))"
        }
        return weChat.lengths.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value) bytes" }
            .joined(separator: ", ")
    }
}

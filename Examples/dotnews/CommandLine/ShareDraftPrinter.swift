import DotNews

/// Shows a draft to people: the text, its length, what was changed, and the address to open.
struct ShareDraftPrinter {
    let terminal: Terminal

    func show(_ draft: any ShareDraft) {
        if let thread = draft as? XThread {
            for part in thread.parts {
                show(text: part.text)
                terminal.print(terminal.faint("\(part.measure)"))
            }
        } else {
            show(text: draft.text)
            terminal.print(terminal.faint(length(of: draft)))
        }
        for change in draft.changes { terminal.print(TerminalText.sanitized("\(change)")) }
        for address in draft.addresses.prefix(1) {
            terminal.print(
                "Open: \(address.address)", hant: "開啟：\(address.address)", hans: "打开：\(address.address)")
        }
    }

    private func show(text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            terminal.print(TerminalText.sanitized(String(line)))
        }
    }

    private func length(of draft: any ShareDraft) -> String {
        // Without a link there is no card, only a text message.
        guard let weChat = draft as? WeChatDraft, weChat.webPage != nil else { return "\(draft.measure)" }
        return weChat.lengths.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}

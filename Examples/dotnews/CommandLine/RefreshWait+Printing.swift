import DotNews

extension RefreshWait {
    /// What `dotnews sync --if-due` says when nothing is due.
    func sentence(now: Date, on terminal: Terminal) -> String {
        let phrase = phrase(now: now, on: terminal)
        return terminal.words(
            "No refresh is due. The next one \(phrase).", hant: "暫時無需更新。下次更新\(phrase)。", hans: "暂时无需更新。下次更新\(phrase)。")
    }

    /// When the next refresh is due, and why not sooner, as the end of a sentence.
    func phrase(now: Date, on terminal: Terminal) -> String {
        let why = reason.title.text(in: terminal.language)
        guard let until else { return terminal.words("waits: \(why)", hant: "尚待安排：\(why)", hans: "尚待安排：\(why)") }
        let minutes = Int((until.timeIntervalSince(now) / 60).rounded(.up))
        let (count, isShort) = minutes < 120 ? (minutes, true) : ((minutes + 30) / 60, false)
        let time = PublicationTime.string(from: until)
        return terminal.words(
            "is due at \(time), in \(count) \(isShort ? "min" : "h"): \(why)",
            hant: "將於 \(time)，即 \(count) \(isShort ? "分鐘" : "小時")後：\(why)",
            hans: "将于 \(time)，即 \(count) \(isShort ? "分钟" : "小时")后：\(why)")
    }
}

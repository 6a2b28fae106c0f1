import DotNews

extension RefreshWait {
    /// What `dotnews sync --if-due` says when nothing is due.
    func sentence(now: Date) -> String { "No refresh is due. The next one " + phrase(now: now) + "." }

    /// When the next refresh is due, and why not sooner, as the end of a sentence.
    func phrase(now: Date) -> String {
        guard let until else { return "waits: \(why)" }
        let minutes = Int((until.timeIntervalSince(now) / 60).rounded(.up))
        let distance = minutes < 120 ? "\(minutes) min" : "\((minutes + 30) / 60) h"
        return "is due at \(PublicationTime.string(from: until)), in \(distance): \(why)"
    }

    private var why: String {
        switch reason {
        case .interval: "the last one was not long ago"
        case .fresh: "the site says that nothing can have changed"
        case .retryAfter: "the site has asked to be left alone"
        case .backOff: "the last one failed"
        case .announcement: "the site has news, which not everybody fetches at once"
        case .savesData: "data is to be saved while nobody is looking"
        case .savesPower: "power is to be saved while nobody is looking"
        }
    }
}

import DotNewsModels
import DotNewsNetworking
import Foundation

/// Times of the CMS and of HTTP: what is read is the same when it is written and read again.
enum DateHarness {
    private static let now = Date(timeIntervalSince1970: 1_762_133_400)

    static func check(_ input: Data) {
        let text = String(decoding: input, as: UTF8.self)
        publicationTime(text)
        headerDate(text)
    }

    private static func publicationTime(_ text: String) {
        for zone in [TimeZone.hongKong, .gmt] {
            guard let date = PublicationTime.date(from: text, timeZone: zone) else { continue }
            let seconds = date.timeIntervalSince1970
            require(seconds.isFinite && (-86_400...253_402_387_200).contains(seconds), "\(seconds)")
            // A time near an end may be in another year in the zone in which it is written.
            guard (86_400...253_402_128_000).contains(seconds) else { continue }
            let written = PublicationTime.string(from: date, timeZone: zone)
            let again = PublicationTime.date(from: written, timeZone: .gmt)
            require(again?.timeIntervalSince1970 == seconds.rounded(.down), written)
        }
        if let date = PublicationTime.date(fromRelative: text, to: now) {
            require(date <= now && date.timeIntervalSince1970.isFinite, "\(date)")
            require(PublicationTime.date(from: text) == nil, "relative and absolute")
        }
    }

    private static func headerDate(_ text: String) {
        guard let date = HTTPDate.date(from: text, now: now) else { return }
        // Second 60 of the last day has no form of its own.
        guard date.timeIntervalSince1970 < 253_402_300_800 else { return }
        let written = HTTPDate.string(from: date)
        require(HTTPDate.date(from: written, now: now) == date, written)
        if text.contains("-") {
            require(abs(date.timeIntervalSince(now)) < 51.01 * 366 * 86_400, "a year far from now: \(written)")
        }
    }
}

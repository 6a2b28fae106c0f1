import DotNewsDatabase
package import DotNewsFoundation
import DotNewsModels

/// A value that the reader can set, with the time of its last change.
struct ReaderRegister: Hashable {
    /// What a register is about. The words are in files, and never change.
    enum Kind: String {
        /// Whether a bookmark (`subject`, an id) has a label (`member`): `1` or nothing.
        case label
        /// How far an article (`subject`, an id) has been read: block, offset and fingerprint.
        case position
        /// Whether a search (`subject`, its words) is remembered: `1` or nothing.
        case search
        /// A preference (`subject`, its name).
        case preference
        /// Whether a topic (`subject`, its kind, and `member`, its name) is followed: `1` or nothing.
        case followed
        /// Whether a topic (`subject`, its kind, and `member`, its name) is muted: `1` or nothing.
        case muted
        /// Until when (the time of the change) history or searches (`subject`) were cleared: `1`.
        case cleared
    }

    /// The SQL of the kinds whose registers are members of a set, which devices add and remove one by one.
    static let memberKinds = "('label', 'followed', 'muted')"

    /// What can be cleared.
    typealias Clearing = ReaderClearing

    var kind: Kind
    var subject: String
    var member = ""
    /// `nil` when it was removed. Never empty.
    var value: String?
    /// Milliseconds since 1970.
    var changedAt: Int64

    /// The value of a register that is either there or not.
    static let present = "1"

    /// The SQL of a change's time: `time`, or one millisecond after `last` when the clock stands before that.
    static func time(_ time: String, after last: String) -> String {
        "min(max(\(time), coalesce(\(last), -1) + 1), \(Date.maximumChangeTime))"
    }
}

extension Date {
    /// The latest time of a change, in milliseconds since 1970: the end of the year 9999, the last that ISO 8601 writes
    /// with four digits.
    package static let maximumChangeTime: Int64 = 253_402_300_799_999

    /// The distance of two clocks, in milliseconds, beyond which what one says is too far ahead for the other: a day.
    private static let maximumDrift: Int64 = 86_400_000

    /// The latest time, in milliseconds since 1970, that is not too far ahead of `now` to be believed.
    package static func latestPlausibleTime(at now: Int64) -> Int64 { min(now + maximumDrift, maximumChangeTime) }

    /// Milliseconds since 1970 as the time of a change: 0 to the end of the year 9999.
    var changeTime: Int64 { min(max(storedMilliseconds, 0), Self.maximumChangeTime) }
}

extension Connection {
    /// Sets a register; returns whether that changed it.
    ///
    /// - Parameters:
    ///   - register: The value, and the present time.
    ///   - touches: Whether a value that is there already is a change too.
    @discardableResult
    func set(_ register: ReaderRegister, touches: Bool = false) throws -> Bool {
        try execute(
            """
            INSERT INTO reader_register (kind, subject, member, value, changed_at) SELECT ?1, ?2, ?3, ?4, ?5
            WHERE ?4 IS NOT NULL OR EXISTS (
                SELECT 1 FROM reader_register WHERE kind = ?1 AND subject = ?2 AND member = ?3)
            ON CONFLICT DO UPDATE SET value = excluded.value,
                changed_at = \(ReaderRegister.time("excluded.changed_at", after: "changed_at"))
            WHERE value IS NOT excluded.value OR ?6
            """, register.kind.rawValue, register.subject, register.member, register.value, register.changedAt, touches)
            > 0
    }

    /// Takes over a register of another device, when it was changed later than this one's. Of two changes at one time
    /// the one with the greater value counts, everywhere; a removal is the least.
    @discardableResult
    func merge(_ register: ReaderRegister) throws -> Bool {
        try execute(
            """
            INSERT INTO reader_register (kind, subject, member, value, changed_at) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at
            WHERE (excluded.changed_at, coalesce(excluded.value, '')) > (changed_at, coalesce(value, ''))
            """, register.kind.rawValue, register.subject, register.member, register.value, register.changedAt) > 0
    }

    /// Gives all registers of a kind to `body`, in order, removed ones too.
    func forEachRegister(
        _ kind: ReaderRegister.Kind, _ body: (ReaderRegister) throws -> Void
    ) throws {
        try forEachRow(
            """
            SELECT subject, member, value, changed_at FROM reader_register WHERE kind = ?1 ORDER BY subject, member
            """, kind.rawValue
        ) { row in
            try body(
                ReaderRegister(
                    kind: kind, subject: row.text(0), member: row.text(1),
                    value: row.optionalText(2), changedAt: row.integer(3)))
        }
    }

    /// The value of a register; `nil` when there is none or it was removed.
    func value(_ kind: ReaderRegister.Kind, _ subject: String) throws -> String? {
        try row(
            "SELECT value FROM reader_register WHERE kind = ?1 AND subject = ?2 AND member = ''", kind.rawValue, subject
        ) { row in row.optionalText(0) } ?? nil
    }

    /// Until when something was cleared, in milliseconds since 1970; -1 when it never was.
    func clearingTime(_ what: ReaderRegister.Clearing) throws -> Int64 {
        try row(
            "SELECT changed_at FROM reader_register WHERE kind = 'cleared' AND subject = ?1 AND member = ''",
            what.rawValue
        ) { $0.integer(0) } ?? -1
    }
}

extension Connection {
    /// The present time, or the one after a clearing when the clock stands before that.
    func timeAfterClearing(_ what: ReaderRegister.Clearing, now: Int64) throws -> Int64 {
        min(max(now, try clearingTime(what) + 1), Date.maximumChangeTime)
    }
}

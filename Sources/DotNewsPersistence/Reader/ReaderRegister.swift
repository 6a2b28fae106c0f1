import DotNewsDatabase
package import DotNewsFoundation
import DotNewsModels

/// A value that the reader can set, with the time of its last change.
struct ReaderRegister: Hashable {
    /// What a register is about. The words are in files, and never change.
    enum Kind: String {
        /// Whether a bookmark (`subject`, an id) has a label (`member`): `1` or nothing.
        case label
        /// How far a story (`subject`, an id) has been read: block, offset and fingerprint.
        case position
        /// Whether a search (`subject`, its words) is remembered: `1` or nothing.
        case search
        /// A preference (`subject`, its name).
        case preference
        /// Whether a column (`subject`, its path) is followed: `1` or nothing.
        case column
        /// Whether a tag (`subject`) is followed: `1` or nothing.
        case tag
        /// Until when (the time of the change) history or searches (`subject`) were cleared: `1`.
        case cleared
    }

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
}

extension Date {
    /// The latest time of a change, in milliseconds since 1970: the end of the year 9999, the last that ISO 8601 writes
    /// with four digits. Statements name it as a number, too.
    package static let maximumChangeTime: Int64 = 253_402_300_799_999

    /// How far the clocks of two devices may be apart, in milliseconds, before what one did is too far ahead for the
    /// other: a day.
    package static let maximumDrift: Int64 = 86_400_000

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
    func set(_ register: ReaderRegister, touches: Bool = false) throws(StoreError) -> Bool {
        try use(
            """
            INSERT INTO reader_register (kind, subject, member, value, changed_at) SELECT ?1, ?2, ?3, ?4, ?5
            WHERE ?4 IS NOT NULL OR EXISTS (
                SELECT 1 FROM reader_register WHERE kind = ?1 AND subject = ?2 AND member = ?3)
            ON CONFLICT DO UPDATE SET value = excluded.value,
                changed_at = min(max(excluded.changed_at, changed_at + 1), 253402300799999)
            WHERE value IS NOT excluded.value OR ?6
            """
        ) { (statement) throws(StoreError) in
            statement.bind(register)
            statement.bind(touches, at: 6)
            return try statement.run() > 0
        }
    }

    /// Takes over a register of another device, when it was changed later than this one's. Of two changes at one time
    /// the one with the greater value counts, everywhere; a removal is the least.
    @discardableResult
    func merge(_ register: ReaderRegister) throws(StoreError) -> Bool {
        try use(
            """
            INSERT INTO reader_register (kind, subject, member, value, changed_at) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at
            WHERE (excluded.changed_at, coalesce(excluded.value, '')) > (changed_at, coalesce(value, ''))
            """
        ) { (statement) throws(StoreError) in
            statement.bind(register)
            return try statement.run() > 0
        }
    }

    /// Gives all registers of a kind to `body`, in order, removed ones too.
    func forEachRegister(
        _ kind: ReaderRegister.Kind, _ body: (ReaderRegister) throws(StoreError) -> Void
    ) throws(StoreError) {
        try use(
            """
            SELECT subject, member, value, changed_at FROM reader_register WHERE kind = ?1 ORDER BY subject, member
            """
        ) { (statement) throws(StoreError) in
            statement.bind(kind.rawValue, at: 1)
            while try statement.step() {
                try body(
                    ReaderRegister(
                        kind: kind, subject: statement.text(0), member: statement.text(1),
                        value: statement.optionalText(2), changedAt: statement.integer(3)))
            }
        }
    }

    /// The value of a register; `nil` when there is none or it was removed.
    func value(_ kind: ReaderRegister.Kind, _ subject: String) throws(StoreError) -> String? {
        try use("SELECT value FROM reader_register WHERE kind = ?1 AND subject = ?2 AND member = ''") {
            (statement) throws(StoreError) in
            statement.bind(kind.rawValue, at: 1)
            statement.bind(subject, at: 2)
            return try statement.step() ? statement.optionalText(0) : nil
        }
    }

    /// Until when something was cleared, in milliseconds since 1970; -1 when it never was.
    func clearingTime(_ what: ReaderRegister.Clearing) throws(StoreError) -> Int64 {
        try use("SELECT changed_at FROM reader_register WHERE kind = 'cleared' AND subject = ?1 AND member = ''") {
            (statement) throws(StoreError) in
            statement.bind(what.rawValue, at: 1)
            return try statement.step() ? statement.integer(0) : -1
        }
    }
}

extension Connection {
    /// The present time, or the one after a clearing when the clock stands before that.
    func timeAfterClearing(_ what: ReaderRegister.Clearing, now: Int64) throws(StoreError) -> Int64 {
        min(max(now, try clearingTime(what) + 1), Date.maximumChangeTime)
    }
}

extension Statement {
    fileprivate func bind(_ register: ReaderRegister) {
        bind(register.kind.rawValue, at: 1)
        bind(register.subject, at: 2)
        bind(register.member, at: 3)
        bind(register.value, at: 4)
        bind(register.changedAt, at: 5)
    }
}

import DotNewsDatabase
public import DotNewsModels

extension ReaderState {
    /// Returns the preferences; see ``StoreReader/preferences()``.
    public func preferences() async throws(StoreError) -> Preferences {
        try await store.read("reading the preferences") { reader in try reader.preferences() }
    }

    /// Changes preferences, in one transaction. Only what `change` changes is written, so that changes made at the same
    /// time, here or on another device, are both kept.
    ///
    /// - Returns: The preferences after the change.
    /// - Throws: ``StoreError/Code/invalidValue`` for a topic that ``setMuted(_:_:)`` refuses; nothing is changed then.
    @discardableResult
    public func updatePreferences(
        _ change: @escaping @Sendable (inout Preferences) -> Void
    ) async throws(StoreError) -> Preferences {
        let now = store.now.changeTime
        return try await store.write("changing the preferences") { connection in
            let old = try StoreReader(connection: connection).preferences()
            var new = old
            change(&new)
            if new.appearance != old.appearance {
                try connection.setPreference(.appearance, to: new.appearance.rawValue, now: now)
            }
            if new.textSize != old.textSize {
                try connection.setPreference(.textSize, to: String(new.textSize.percent), now: now)
            }
            if new.edition != old.edition { try connection.setPreference(.edition, to: new.edition, now: now) }
            if new.images != old.images {
                try connection.setPreference(.images, to: new.images.rawValue, now: now)
            }
            try connection.setTopics(.followed, from: old.followed, to: new.followed, now: now)
            try connection.setTopics(.muted, from: old.muted, to: new.muted, now: now)
            return try StoreReader(connection: connection).preferences()
        }
    }

    /// Sets a preference, or with `nil` sets it back to its default.
    ///
    /// - Throws: ``StoreError/Code/invalidValue`` for a name that is not acceptable, and for a value that is empty or longer than
    ///   4,096 bytes of UTF-8.
    public func setPreference(_ name: PreferenceName, to value: String?) async throws(StoreError) {
        let now = store.now.changeTime
        try await store.write("changing a preference") { connection in
            try connection.setPreference(name, to: value, now: now)
        }
    }

    /// Returns a preference as it is stored; see ``StoreReader/preference(_:)``.
    public func preference(_ name: PreferenceName) async throws(StoreError) -> String? {
        try await store.read("reading a preference") { reader in try reader.preference(name) }
    }
}

extension StoreReader {
    /// A preference as it is stored; `nil` when it is not set.
    public func preference(_ name: PreferenceName) throws(StoreError) -> String? {
        try connection.converting { try connection.value(.preference, name.rawValue) }
    }

    /// How the reader wants to read. What was never set, or is a word of another version, is as by default.
    public func preferences() throws(StoreError) -> Preferences {
        try connection.converting {
            var preferences = Preferences()
            if let appearance = try preference(.appearance).flatMap(Appearance.init(rawValue:)) {
                preferences.appearance = appearance
            }
            if let percent = try preference(.textSize).flatMap({ Int($0) }) {
                preferences.textSize = TextSize(percent: percent)
            }
            preferences.edition = try preference(.edition)
            if let images = try preference(.images) { preferences.images = ImagePreference(rawValue: images) }
            preferences.followed = Set(try connection.topics(.followed))
            preferences.muted = Set(try connection.topics(.muted))
            return preferences
        }
    }
}

extension PreferenceName {
    /// The longest value, in bytes of UTF-8.
    package static let maximumValueLength = 4_096

    /// Whether the store takes `value` for this name.
    package func accepts(_ value: String?) -> Bool {
        isAcceptable && (value.map { (1...Self.maximumValueLength).contains($0.utf8.count) } ?? true)
    }
}

extension Connection {
    fileprivate func setPreference(_ name: PreferenceName, to value: String?, now: Int64) throws {
        guard name.accepts(value) else {
            throw StoreError(
                .invalidValue, while: activity, file: path,
                reason: name.isAcceptable
                    ? "a preference has 1 to \(PreferenceName.maximumValueLength) bytes"
                    : "a preference's name is 1 to 64 letters, digits, hyphens and underscores")
        }
        try set(ReaderRegister(kind: .preference, subject: name.rawValue, value: value, changedAt: now))
    }
}

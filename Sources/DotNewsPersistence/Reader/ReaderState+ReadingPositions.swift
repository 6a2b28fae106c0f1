import DotNewsDatabase
public import DotNewsModels

extension ReaderState {
    /// Keeps how far an article has been read, or forgets it. The article need not be stored.
    ///
    /// - Returns: Whether that changed anything.
    @discardableResult
    public func setReadingPosition(
        _ position: ReadingPosition?, for id: ArticleID
    ) async throws(StoreError) -> Bool {
        let now = store.now.changeTime
        return try await store.write("keeping how far an article has been read") { connection in
            try connection.set(
                ReaderRegister(
                    kind: .position, subject: id.rawValue, value: position.map(StoredPosition.text(of:)), changedAt: now
                ))
        }
    }

    /// Returns how far an article has been read; see ``StoreReader/readingPosition(of:)``.
    public func readingPosition(of id: ArticleID) async throws(StoreError) -> ReadingPosition? {
        try await store.read("reading how far an article has been read") { reader in
            try reader.readingPosition(of: id)
        }
    }
}

extension StoreReader {
    /// How far an article has been read; `nil` when nothing is kept.
    public func readingPosition(of id: ArticleID) throws(StoreError) -> ReadingPosition? {
        try connection.converting {
            try connection.value(.position, id.rawValue).flatMap(StoredPosition.position(from:))
        }
    }
}

/// A reading position as its register holds it: block, offset and fingerprint, with spaces between.
package enum StoredPosition {
    /// The text of a position.
    package static func text(of position: ReadingPosition) -> String {
        "\(position.block) \(position.offset) \(position.fingerprint)"
    }

    /// Reads what `text(of:)` wrote; `nil` for anything else.
    package static func position(from text: String) -> ReadingPosition? {
        let parts = text.split(separator: " ")
        guard parts.count == 3, let block = Int(parts[0]), let offset = Int(parts[1]),
            let fingerprint = BlockFingerprint(String(parts[2]))
        else { return nil }
        return ReadingPosition(block: block, offset: offset, fingerprint: fingerprint)
    }
}

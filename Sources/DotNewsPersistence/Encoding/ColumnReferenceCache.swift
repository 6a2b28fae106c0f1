import DotNewsDatabase
import DotNewsFoundation
import DotNewsModels

/// The references to columns that have been read last.
///
/// Stories of a page name a few columns again and again; making and checking each name anew would take as long as
/// reading all else of a story.
final class ColumnReferenceCache {
    /// The three texts of a column, as they are stored.
    typealias Texts = (id: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer)

    /// What tells most entries apart, beside them, so that a search touches little memory.
    private var fingerprints: [UInt64] = []
    private var entries: [Entry] = []
    private var oldest = 0

    private static let capacity = 32

    /// The reference of three texts; `nil` when the id is not acceptable.
    func reference(
        id: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer
    ) -> ColumnReference? {
        let texts = Texts(id, name, path)
        let fingerprint = Self.fingerprint(texts)
        for index in fingerprints.indices where fingerprints[index] == fingerprint {
            if entries[index].isMade(of: texts) { return entries[index].reference }
        }
        // What is stored has been checked, but a file can be damaged.
        guard let columnID = ColumnID(String(decoding: id, as: UTF8.self)) else { return nil }
        let reference = ColumnReference(
            id: columnID, name: String(decoding: name, as: UTF8.self),
            path: path.isEmpty ? nil : ColumnPath(String(decoding: path, as: UTF8.self)))
        let entry = Entry(texts, reference)
        if entries.count < Self.capacity {
            fingerprints.append(fingerprint)
            entries.append(entry)
        } else {
            fingerprints[oldest] = fingerprint
            entries[oldest] = entry
            oldest = (oldest + 1) % Self.capacity
        }
        return reference
    }

    /// The lengths and the end of the id: cheap, and seldom the same for two columns of a site.
    private static func fingerprint(_ texts: Texts) -> UInt64 {
        let lengths = UInt64(texts.id.count) << 40 ^ UInt64(texts.name.count) << 20 ^ UInt64(texts.path.count)
        guard texts.id.count >= 8 else { return lengths ^ UInt64(texts.id.last ?? 0) << 56 }
        return lengths ^ texts.id.loadUnaligned(fromByteOffset: texts.id.count - 8, as: UInt64.self)
    }
}

extension ColumnReferenceCache {
    /// A reference with the texts it was made of.
    private struct Entry {
        let bytes: [UInt8]
        let nameStart: Int
        let pathStart: Int
        let reference: ColumnReference

        init(_ texts: Texts, _ reference: ColumnReference) {
            bytes = Array(texts.id) + Array(texts.name) + Array(texts.path)
            nameStart = texts.id.count
            pathStart = texts.id.count + texts.name.count
            self.reference = reference
        }

        func isMade(of texts: Texts) -> Bool {
            bytes.withUnsafeBytes { bytes in
                Self.isSame(bytes[..<nameStart], texts.id) && Self.isSame(bytes[nameStart..<pathStart], texts.name)
                    && Self.isSame(bytes[pathStart...], texts.path)
            }
        }

        private static func isSame(_ known: Slice<UnsafeRawBufferPointer>, _ text: UnsafeRawBufferPointer) -> Bool {
            let known = UnsafeRawBufferPointer(rebasing: known)
            guard known.count == text.count else { return false }
            guard let first = known.baseAddress, let second = text.baseAddress else { return known.isEmpty }
            return memcmp(first, second, known.count) == 0
        }
    }
}

extension Connection {
    /// The references of columns that this connection has read.
    var columnReferences: ColumnReferenceCache {
        if let cache = context as? ColumnReferenceCache { return cache }
        let cache = ColumnReferenceCache()
        context = cache
        return cache
    }
}

import DotNewsModels

/// The references to columns that have been read last.
///
/// Stories of a page name a few columns again and again; making and checking each name anew would take as long as
/// reading all else of a story.
struct ColumnReferenceCache {
    /// A hash of each entry's texts, apart from them, so that a search touches little memory.
    private var hashes: [UInt64] = []
    private var entries: [(nameStart: Int, pathStart: Int, bytes: [UInt8], reference: ColumnReference)] = []
    private var oldest = 0

    private static let capacity = 32

    /// The reference of three texts; `nil` when the id is not acceptable.
    mutating func reference(
        id: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer
    ) -> ColumnReference? {
        var hash = StableHash()
        hash.combine(id)
        hash.combine(name)
        hash.combine(path)
        for index in hashes.indices where hashes[index] == hash.value {
            if isEntry(index, id, name, path) { return entries[index].reference }
        }
        // What is stored has been checked, but a file can be damaged.
        guard let columnID = ColumnID(String(decoding: id, as: UTF8.self)) else { return nil }
        let reference = ColumnReference(
            id: columnID, name: String(decoding: name, as: UTF8.self),
            path: path.isEmpty ? nil : ColumnPath(String(decoding: path, as: UTF8.self)))
        let entry = (id.count, id.count + name.count, Array(id) + Array(name) + Array(path), reference)
        if entries.count < Self.capacity {
            hashes.append(hash.value)
            entries.append(entry)
        } else {
            hashes[oldest] = hash.value
            entries[oldest] = entry
            oldest = (oldest + 1) % Self.capacity
        }
        return reference
    }

    private func isEntry(
        _ index: Int, _ id: UnsafeRawBufferPointer, _ name: UnsafeRawBufferPointer, _ path: UnsafeRawBufferPointer
    ) -> Bool {
        entries[index].nameStart == id.count && entries[index].pathStart == id.count + name.count
            && entries[index].bytes.count == id.count + name.count + path.count
            && entries[index].bytes.withUnsafeBytes { known in
                known[..<id.count].elementsEqual(id) && known[id.count...].prefix(name.count).elementsEqual(name)
                    && known[(id.count + name.count)...].elementsEqual(path)
            }
    }
}

import CStoreBaseline
import DotNewsPersistence

/// Hands the package's folding tables to the peers' tokenizer, so that both cut texts into the same tokens.
enum FoldingTables {
    /// Lets the peers use the tables.
    static func install() {
        // For the life of the process.
        let tables = UnsafeMutablePointer<pairs_folding>.allocate(capacity: 1)
        tables.initialize(to: makeTables())
        pairs_use_folding(tables)
    }

    private static func makeTables() -> pairs_folding {
        let table = FoldingTable.shared
        var expansions: [UInt32] = []
        var starts: [Int32] = [0]
        /// The number of a new expansion.
        func add(_ expansion: ArraySlice<UInt32>) -> Int {
            expansions += expansion
            starts.append(Int32(expansions.count))
            return starts.count - 2
        }
        var numbers: [UInt16: UInt16] = [:]
        let basic = table.basic.map { value -> UInt16 in
            guard let expansion = table.expansion(value) else { return value }
            let number = numbers[value] ?? 0xD800 + UInt16(add(expansion))
            numbers[value] = number
            return number
        }
        let supplementary = (UInt32(0x10000)...0x10FFFF).map { scalar -> UInt32 in
            guard let fold = table.supplementaryFold(scalar) else { return UInt32(FoldingTable.separator) }
            guard let first = fold.first else { return UInt32(FoldingTable.ignorable) }
            return fold.count == 1 ? first : 1 << 24 + UInt32(add(fold))
        }
        return pairs_folding(
            basic: kept(basic), supplementary: kept(supplementary),
            unspaced: kept(table.unspacedBlocks.map { $0 ? 1 : 0 }),
            expansions: kept(expansions), expansion_starts: kept(starts))
    }

    private static func kept<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafePointer<Value> {
        let copy = UnsafeMutableBufferPointer<Value>.allocate(capacity: max(values.count, 1))
        _ = copy.initialize(from: values)
        return UnsafePointer(copy.baseAddress!)
    }
}

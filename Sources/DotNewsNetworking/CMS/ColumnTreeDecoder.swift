import DotNewsFoundation
import DotNewsModels

/// Makes the column tree of what the CMS says of its columns.
///
/// A column without id, or without a path that is its own, is left out; the columns inside it take its place.
struct ColumnTreeDecoder {
    /// The site that was asked.
    let edition: Edition

    /// How many columns of one site are read.
    static let maximumColumns = 2_000
    /// How many levels of columns are read.
    static let maximumDepth = 8

    private var seenIDs = Set<ColumnID>()
    private var seenPaths = Set<ColumnPath>()

    private enum Field: String, CaseIterable {
        case uuid, id, name, dirname, url, prUrl, hide, children

        static let named = JSONNameTable<Field>()
    }

    init(edition: Edition) { self.edition = edition }

    /// Reads `columns.json`. A tree that is cut off or has no columns is an error, as columns must not seem to have
    /// vanished.
    mutating func tree(from data: Data, at address: WebAddress) throws(CMSError) -> ColumnTree {
        var envelope = Envelope()
        var records: [Record]?
        do throws(JSONFault) {
            try data.scanningJSON { (scanner: inout JSONScanner) throws(JSONFault) in
                try envelope.read(from: &scanner) { (scanner: inout JSONScanner) throws(JSONFault) in
                    guard try scanner.nextKind() == .array else { return try scanner.skip() }
                    records = try Record.list(from: &scanner, depth: 1)
                }
            }
        } catch {
            throw envelope.failure(at: address) ?? .malformed(error.description, address)
        }
        if let failure = envelope.failure(at: address) { throw failure }
        guard let records else { throw .malformed("it has no list of columns", address) }
        let roots = columns(of: records, in: nil)
        guard !roots.isEmpty else { throw .malformed("it lists no columns", address) }
        return ColumnTree(roots: roots)
    }

    private mutating func columns(of records: [Record], in parent: ColumnPath?) -> [SiteColumn] {
        records.flatMap { record in
            guard let id = record.id, !seenIDs.contains(id), seenIDs.count < Self.maximumColumns,
                let path = path(of: record, in: parent)
            else { return columns(of: record.children, in: parent) }
            seenIDs.insert(id)
            seenPaths.insert(path)
            let name = record.name?.plainLine(maximumLength: 200) ?? ""
            return [
                SiteColumn(
                    id: id, name: name.isEmpty ? path.lastName : name, path: path, address: record.address(on: edition),
                    isHidden: record.isHidden, children: columns(of: record.children, in: path))
            ]
        }
    }

    /// The path of the column's page when the page is on the site, else the directory inside the parent.
    private func path(of record: Record, in parent: ColumnPath?) -> ColumnPath? {
        let address = record.address(on: edition)
        let isOnSite = address.map { $0.host == edition.site.host || edition.siblingHosts.contains($0.host) } ?? false
        let ofPage = isOnSite ? address.flatMap { ColumnPath($0.path) } : nil
        let ofDirectory = record.dirname.flatMap { name in parent.map { $0.appending(name) } ?? ColumnPath(name) }
        return [ofPage, ofDirectory].compactMap { $0 }.first { !seenPaths.contains($0) }
    }
}

extension ColumnTreeDecoder {
    /// A column as the CMS writes it.
    private struct Record {
        var id: ColumnID?
        var name: String?
        var dirname: String?
        var url: String?
        var isHidden = false
        var children: [Record] = []

        /// Reads the array that comes next; elements that are no objects are passed over.
        static func list(from scanner: inout JSONScanner, depth: Int) throws(JSONFault) -> [Record] {
            var records = [Record]()
            try scanner.elements { (scanner: inout JSONScanner) throws(JSONFault) in
                guard try scanner.nextKind() == .object, depth <= ColumnTreeDecoder.maximumDepth,
                    records.count < ColumnTreeDecoder.maximumColumns
                else { return try scanner.skip() }
                records.append(try read(from: &scanner, depth: depth))
            }
            return records
        }

        private static func read(from scanner: inout JSONScanner, depth: Int) throws(JSONFault) -> Record {
            var record = Record()
            var otherID: ColumnID?
            var otherURL: String?
            try scanner.enterObject()
            while let name = try scanner.nextName() {
                switch Field.named[name] {
                case .uuid: record.id = try scanner.columnID()
                case .id: otherID = try scanner.columnID()
                case .name: record.name = try scanner.text()
                case .dirname: record.dirname = try scanner.text().map { String($0.trimmingSpaces()) }
                case .url: record.url = try scanner.text()
                case .prUrl: otherURL = try scanner.text()
                case .hide: record.isHidden = try scanner.scalar().flag ?? false
                case .children: record.children = try list(from: &scanner, depth: depth + 1)
                case nil: try scanner.skip()
                }
            }
            record.id = record.id ?? otherID
            if record.url?.isEmpty ?? true { record.url = otherURL }
            return record
        }

        func address(on edition: Edition) -> WebAddress? {
            guard let url, !url.isEmpty else { return nil }
            return WebAddress(url, relativeTo: edition.site)
        }
    }
}

extension JSONScanner {
    fileprivate mutating func columnID() throws(JSONFault) -> ColumnID? {
        try text().flatMap { ColumnID(String($0.trimmingSpaces())) }
    }
}

extension ColumnPath {
    /// The name of the innermost directory.
    fileprivate var lastName: String {
        rawValue.split(separator: "/").last.map(String.init) ?? rawValue
    }
}

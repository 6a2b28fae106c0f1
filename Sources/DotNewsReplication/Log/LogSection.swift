import DotNewsModels
import DotNewsPersistence

/// The kinds of entries, in the order in which they stand in an object. The numbers are in files, and never change.
enum LogSection: UInt8, CaseIterable {
    case read = 1
    case bookmark = 2
    case label = 3
    case position = 4
    case search = 5
    case preference = 6
    case followed = 7
    case muted = 8
    case cleared = 9
    case visit = 10

    /// The fewest bytes that an entry takes.
    var minimumEntrySize: Int {
        switch self {
        case .read, .position, .visit: 13
        case .bookmark: 14
        case .label: 16
        case .search, .preference: 3
        case .followed, .muted: 5
        case .cleared: 2
        }
    }

    init(_ key: ReplicaKey) {
        self =
            switch key {
            case .read: .read
            case .bookmark: .bookmark
            case .label: .label
            case .position: .position
            case .search: .search
            case .preference: .preference
            case .followed: .followed
            case .muted: .muted
            case .cleared: .cleared
            case .visit: .visit
            }
    }
}

/// The order of keys inside a section: by article and text, by bytes; visits by time first.
func precedes(_ left: ReplicaKey, _ right: ReplicaKey) -> Bool {
    switch (left, right) {
    case (.read(let a), .read(let b)), (.bookmark(let a), .bookmark(let b)), (.position(let a), .position(let b)):
        a < b
    case (.label(let a, let x), .label(let b, let y)):
        a == b ? x.utf8.lexicographicallyPrecedes(y.utf8) : a < b
    case (.search(let a), .search(let b)), (.preference(let a), .preference(let b)):
        a.utf8.lexicographicallyPrecedes(b.utf8)
    case (.followed(let a), .followed(let b)), (.muted(let a), .muted(let b)):
        a.kind == b.kind ? a.name.utf8.lexicographicallyPrecedes(b.name.utf8) : a.kind.byte < b.kind.byte
    case (.cleared(let a), .cleared(let b)):
        a == .history && b == .searches
    case (.visit(let a, let x), .visit(let b, let y)):
        (x, a) < (y, b)
    default:
        LogSection(left).rawValue < LogSection(right).rawValue
    }
}

/// The kinds of topics. The numbers are in files, and never change.
extension ArticleTopic.Kind {
    var byte: UInt8 {
        switch self {
        case .column: 1
        case .tag: 2
        case .word: 3
        case .author: 4
        }
    }

    init?(byte: UInt8) {
        guard let kind = Self.allCases.first(where: { $0.byte == byte }) else { return nil }
        self = kind
    }
}

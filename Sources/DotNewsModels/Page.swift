/// A part of a list, and where the next part starts.
public struct Page<Element: Sendable>: Sendable {
    /// The elements, in the order of the list.
    public var items: [Element]
    /// Where the next page starts; `nil` when this is the last.
    public var next: PageCursor?

    /// Makes a page.
    public init(items: [Element], next: PageCursor?) {
        self.items = items
        self.next = next
    }
}

extension Page: Equatable where Element: Equatable {}

/// A place in a list that stays valid while the list grows: the last element seen, not a count of elements.
public struct PageCursor: Hashable, Sendable, LosslessStringConvertible {
    /// The place, as the store numbers it.
    package let position: Int64

    package init(position: Int64) { self.position = position }

    /// Reads a cursor that ``description`` wrote; `nil` when it is not one.
    public init?(_ description: String) {
        guard description.hasPrefix("c"), let position = Int64(description.dropFirst(), radix: 36) else { return nil }
        self.position = position
    }

    /// The cursor as opaque text, for command lines and stored state.
    public var description: String { "c" + String(position, radix: 36) }
}

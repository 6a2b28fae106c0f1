extension Sequence<Int64> {
    /// The numbers as a JSON array, for `json_each` in SQL.
    var jsonList: String { "[" + map(String.init).joined(separator: ",") + "]" }
}

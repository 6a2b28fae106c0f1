import DotNewsFoundation

extension PercentEncoding {
    /// Returns `base`, a question mark, and the parameters that have a value, each encoded once.
    static func address(_ base: String, _ parameters: [(name: String, value: String)]) -> String {
        var bytes = Array(base.utf8)
        bytes.reserveCapacity(
            parameters.reduce(bytes.count) { $0 + $1.name.utf8.count + 2 + 3 * $1.value.utf8.count })
        var mark = UInt8(ascii: "?")
        for (name, value) in parameters where !value.isEmpty {
            bytes.append(mark)
            bytes += name.utf8
            bytes.append(UInt8(ascii: "="))
            append(value.utf8, to: &bytes)
            mark = UInt8(ascii: "&")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A number of bytes as people read it, in powers of 1,024.
struct ByteCount: CustomStringConvertible {
    let bytes: Int

    init(_ bytes: Int) { self.bytes = bytes }

    var description: String {
        var value = Double(bytes)
        for unit in ["bytes", "KB", "MB"] {
            if value < 1_024 {
                return unit == "bytes" ? "\(bytes) bytes" : "\((value * 10).rounded() / 10) \(unit)"
            }
            value /= 1_024
        }
        return "\((value * 10).rounded() / 10) GB"
    }
}

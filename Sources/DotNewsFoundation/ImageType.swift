/// The types of images that are fetched and kept, recognised by their first bytes and never by what a server says.
///
/// SVG is not among them: it is a document that can carry scripts.
package enum ImageType: String, CaseIterable, Sendable {
    case jpeg = "jpg"
    case png
    case gif
    case webp
    case avif
    case heic

    /// Finds the type of an image file by its first bytes; `nil` when it is none of these.
    package init?(_ bytes: some Collection<UInt8>) {
        let head = Array(bytes.prefix(Self.headSize))
        func has(_ signature: [UInt8]) -> Bool { head.starts(with: signature) }
        func has(_ signature: String, at offset: Int = 0) -> Bool {
            head.dropFirst(offset).starts(with: signature.utf8)
        }
        if has([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if has("GIF87a") || has("GIF89a") {
            self = .gif
        } else if has("RIFF"), has("WEBP", at: 8) {
            self = .webp
        } else if has("ftyp", at: 4), let type = Self.isoType(of: head) {
            self = type
        } else {
            return nil
        }
    }

    /// How much of a file is looked at, in bytes: the boxes of real files have at most a dozen brands.
    private static let headSize = 64

    /// Finds the type of an ISO base media file (ISO/IEC 23008-12) by its major and compatible brands. The general brands
    /// `mif1` and `msf1` say only that it is an image: of those that say more, the first decides.
    private static func isoType(of head: [UInt8]) -> ImageType? {
        guard head.count >= 12 else { return nil }
        let size = head[0..<4].reduce(0) { $0 << 8 | Int($1) }
        let end = min(head.count, max(size, 12))
        for offset in [8] + stride(from: 16, through: end - 4, by: 4) {
            switch String(decoding: head[offset..<(offset + 4)], as: UTF8.self) {
            case "avif", "avis": return .avif
            case "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs": return .heic
            default: break
            }
        }
        return nil
    }
}

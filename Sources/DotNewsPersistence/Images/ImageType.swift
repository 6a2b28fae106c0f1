/// The kinds of image that the cache keeps, recognised by their first bytes and never by what a server says.
///
/// SVG is not among them: it is a document that can carry scripts.
enum ImageType: String, CaseIterable {
    case jpeg = "jpg"
    case png
    case gif
    case webp
    case avif
    case heic

    /// The type of an image file; `nil` when it is not one.
    init?(_ bytes: some Collection<UInt8>) {
        let head = Array(bytes.prefix(16))
        func has(_ signature: [UInt8], at offset: Int = 0) -> Bool {
            head.count >= offset + signature.count
                && head[offset..<offset + signature.count].elementsEqual(signature)
        }
        func has(_ signature: String, at offset: Int) -> Bool { has(Array(signature.utf8), at: offset) }
        if has([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if has("GIF87a", at: 0) || has("GIF89a", at: 0) {
            self = .gif
        } else if has("RIFF", at: 0), has("WEBP", at: 8) {
            self = .webp
        } else if has("ftypavif", at: 4) || has("ftypavis", at: 4) {
            self = .avif
        } else if has("ftypheic", at: 4) || has("ftypheix", at: 4) || has("ftypmif1", at: 4) {
            self = .heic
        } else {
            return nil
        }
    }
}

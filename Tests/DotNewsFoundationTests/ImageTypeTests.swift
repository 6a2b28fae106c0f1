import DotNewsFoundation
import Testing

@Suite struct ImageTypeTests {
    /// The first box of an ISO base media file.
    private func file(major: String, compatible: [String], size: Int? = nil) -> [UInt8] {
        let count = size ?? 16 + 4 * compatible.count
        return [0, 0, 0, UInt8(count)] + Array("ftyp\(major)".utf8) + [0, 0, 0, 0] + Array(compatible.joined().utf8)
            + Array("\0\0\0\u{20}meta".utf8)
    }

    @Test func `each type of image is recognised by its first bytes`() {
        let heads: [(ImageType, [UInt8])] = [
            (.jpeg, [0xFF, 0xD8, 0xFF, 0xE0]), (.png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
            (.gif, Array("GIF89a".utf8)), (.gif, Array("GIF87a".utf8)), (.webp, Array("RIFF1234WEBPVP8 ".utf8)),
            (.avif, file(major: "avif", compatible: [])), (.avif, file(major: "avis", compatible: ["msf1"])),
            (.heic, file(major: "heic", compatible: ["mif1", "heic"])),
            (.heic, file(major: "heix", compatible: ["mif1"])),
        ]
        for (type, head) in heads { #expect(ImageType(head) == type) }
    }

    @Test func `the general brand leaves the type to the compatible ones`() {
        #expect(ImageType(file(major: "mif1", compatible: ["mif1", "avif", "miaf"])) == .avif)
        #expect(ImageType(file(major: "mif1", compatible: ["mif1", "heic"])) == .heic)
        #expect(ImageType(file(major: "msf1", compatible: ["miaf", "hevc"])) == .heic)
        // The brands of the next box are not this one's.
        #expect(ImageType(file(major: "mif1", compatible: ["avif"], size: 16)) == nil)
    }

    @Test func `other files of the same family are no images`() {
        #expect(ImageType(file(major: "isom", compatible: ["iso2", "mp41"])) == nil)
        #expect(ImageType(file(major: "mif1", compatible: ["mif1"])) == nil)
        for cut in 0..<12 { #expect(ImageType(file(major: "heic", compatible: ["mif1"]).prefix(cut)) == nil) }
        #expect(ImageType([0, 0, 0, 0] + Array("ftypmif1".utf8)) == nil)
    }
}

import DotNewsTestSupport
import Testing

@testable import DotNewsModels

/// The quick look that saves taking an address apart agrees with what taking it apart finds.
@Suite struct NormalizedAddressTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `an address that looks normal is left as it is`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "http://", "https://", "HTTPS://", "//", "/", "a", "www.dotdotnews.com", "english.", ".", "..", "%2e",
            "%2E", "%", "?",
            "#", "@", ":", ":80", ":443", ":8081", ":0", ":65536", ":007", "\\", " ", "點", "A", "-", "_", "{", "~",
            "&x=1", "a/202511/03/AP69.json",
            "[::1]", "\u{7F}",
        ]
        var normal = 0
        for _ in 0..<20_000 {
            var text = Bool.random(using: &generator) ? "https://www.dotdotnews.com" : ""
            for _ in 0..<Int.random(in: 0...6, using: &generator) { text += pieces.randomElement(using: &generator)! }
            guard AddressNormalizer.isNormalized(text) else { continue }
            normal += 1
            #expect(AddressNormalizer.normalize(text, base: nil) == text, "\(text)")
        }
        #expect(normal > 500)
    }

    @Test(arguments: [
        "https://english.dotdotnews.com/a/202511/03/AP690800aae4b0e343b0e2aa01.html",
        "https://dw-media.dotdotnews.com/dams/1.jpg?x-oss-process=image/resize,w_500", "http://localhost",
        "https://a.b/#top",
    ])
    func `the usual addresses look normal`(text: String) {
        #expect(AddressNormalizer.isNormalized(text))
        #expect(WebAddress(text)?.string == text)
    }
}

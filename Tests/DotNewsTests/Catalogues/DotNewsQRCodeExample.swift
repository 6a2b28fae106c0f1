import DotNewsQRCode
import Foundation
import DotNewsTestSupport
import Testing

@Suite struct DotNewsQRCodeExample {
    @Test func `the example of a QR code writes an image`() throws {
        let temporary = try TemporaryDirectory()
        let file = temporary.url.appending(path: "code.png")

        let code = try QRCode(text: "https://www.dotdotnews.com/s/202511/03/AP690800aae4b0e343b0e2aa01.html")
        try code.png(size: 480).write(to: file)
        print(code.terminal())

        #expect(try Data(contentsOf: file).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
}

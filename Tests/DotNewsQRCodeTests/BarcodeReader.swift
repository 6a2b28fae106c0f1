import Foundation

/// zbar's command-line reader: an implementation that has nothing to do with the encoder's.
struct BarcodeReader {
    /// Where `zbarimg` is; `nil` when it is not installed.
    private static let tool: URL? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { URL(filePath: String($0)).appending(path: "zbarimg") }
        .first { FileManager.default.isExecutableFile(atPath: $0.path) }

    static var isAbsent: Bool { tool == nil }

    struct Failure: Error {
        var message: String
    }

    /// The texts of the codes in `images`, in their order; an image without a code gives none.
    ///
    /// The reader prints all texts one after the other, so that the texts must not hold line feeds.
    static func read(_ images: [Data], extension suffix: String = "png") throws -> [String] {
        guard let tool else { throw Failure(message: "zbarimg is not installed") }
        let folder = FileManager.default.temporaryDirectory.appending(path: "dotnews-qr-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var names: [String] = []
        for (index, image) in images.enumerated() {
            let file = folder.appending(path: "\(index).\(suffix)")
            try image.write(to: file)
            names.append(file.path)
        }
        let output = folder.appending(path: "output")
        try Data().write(to: output)
        let process = Process()
        process.executableURL = tool
        process.arguments = ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"] + names
        // A file, not a pipe: a pipe that nobody reads meanwhile would fill up.
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let text = try String(decoding: Data(contentsOf: output), as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }

    /// A grey image in the simplest format there is (PGM), of squares that are dark or light.
    static func image(columns: Int, rows: Int, scale: Int, isDark: (Int, Int) -> Bool) -> Data {
        var data = Data("P5\n\(columns * scale) \(rows * scale)\n255\n".utf8)
        for row in 0..<rows {
            var line = Data(capacity: columns * scale)
            for column in 0..<columns {
                line.append(contentsOf: repeatElement(isDark(column, row) ? 0 : 255, count: scale))
            }
            for _ in 0..<scale { data.append(line) }
        }
        return data
    }
}

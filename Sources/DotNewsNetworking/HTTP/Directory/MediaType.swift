/// The types of content that an edition consists of.
enum MediaType {
    /// The value of `Content-Type` for a file, by what follows the last full stop of its name.
    static func forFile(named path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let stop = name.lastIndex(of: "."), stop > name.startIndex else { return "application/octet-stream" }
        return switch name[name.index(after: stop)...].lowercased() {
        case "json": "application/json; charset=utf-8"
        case "html", "htm": "text/html; charset=utf-8"
        case "xml", "rss": "application/xml; charset=utf-8"
        case "txt": "text/plain; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "jpg", "jpeg": "image/jpeg"
        case "png": "image/png"
        case "gif": "image/gif"
        case "webp": "image/webp"
        case "avif": "image/avif"
        case "svg": "image/svg+xml"
        case "ico": "image/vnd.microsoft.icon"
        case "mp4", "m4v": "video/mp4"
        case "mp3": "audio/mpeg"
        case "m3u8": "application/vnd.apple.mpegurl"
        case "pdf": "application/pdf"
        default: "application/octet-stream"
        }
    }
}

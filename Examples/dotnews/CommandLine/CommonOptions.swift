import DotNews

/// The options that every command takes.
struct CommonOptions {
    static let all: [Option] = [
        .value("edition", "NAME", letter: "e", help: "dotdotnews (default) or dotdotnews-english"),
        .value("site", "URL", help: "another site on the same CMS"),
        .value("channel", "ID", help: "the site's channel id, when it is known"),
        .value("from", "FOLDER", help: "read an edition in a folder instead of the network"),
        .value("search-site", "URL", help: "the site's search service, when it has one"),
        .value("media-site", "URL", help: "where images are asked of, instead of their own hosts"),
        .value(
            "comment-service", "FILE",
            help: "where the site takes comments (JSON, see docs/wire.md); default: DOTNEWS_COMMENT_SERVICE"),
        .value("db", "FILE", help: "the store; default: DOTNEWS_DB, or under XDG_DATA_HOME"),
        .value("ca-file", "FILE", help: "certificates to trust instead of the system's (PEM)")
            .refused(certificateFileRefusal),
        .flag("json", letter: "j", help: "print one JSON object on standard output"),
        .flag("quiet", letter: "q", help: "print errors only"),
        .flag("help", letter: "h", help: "print this help"),
        .flag("version", help: "print the version"),
    ]

    #if os(Linux)
        private static let certificateFileRefusal: String? = nil
    #else
        // URLSession takes no file of certificates.
        private static let certificateFileRefusal: String? =
            "on Linux only; here the certificates that the keychain trusts count"
    #endif

    /// The common options that a command does not use for something else.
    static func options(besides own: [Option]) -> [Option] {
        all.filter { option in !own.contains { $0.name == option.name } }
    }

    let edition: Edition
    /// Whether the edition was named on the command line rather than left to its default.
    let isEditionChosen: Bool
    let folder: URL?
    let storeFile: URL
    /// The location of the image cache: beside a store that was named, in the user's folder of caches otherwise.
    let imageDirectory: URL
    let certificateFile: String?
    let isJSON: Bool
    let isQuiet: Bool

    init(
        _ arguments: ParsedArguments, of command: any Command.Type, environment: [String: String]
    ) throws(UsageError) {
        var edition = try Self.edition(arguments)
        edition.comments = try Self.commentService(arguments, environment: environment) ?? edition.comments
        self.edition = edition
        isEditionChosen = arguments.has("edition") || arguments.has("site")
        let readsFolder = !command.options.contains { $0.name == "from" }
        if readsFolder, arguments.value("from")?.isEmpty == true {
            throw UsageError("--from needs the name of a folder")
        }
        folder = (readsFolder ? arguments.value("from") : nil).map { URL(filePath: $0, directoryHint: .isDirectory) }
        let namedFile = try Self.namedStoreFile(arguments, environment: environment)
        storeFile = namedFile ?? ArticleStore.defaultLocation(for: edition, environment: environment)
        imageDirectory =
            namedFile?.deletingPathExtension().appendingPathExtension("images")
            ?? ArticleImageCache.defaultLocation(for: edition, environment: environment)
        certificateFile = arguments.value("ca-file")
        isJSON = arguments.has("json")
        isQuiet = arguments.has("quiet")
    }

    private static func edition(_ arguments: ParsedArguments) throws(UsageError) -> Edition {
        let name = arguments.value("edition")
        var edition = Edition.dotdotnews
        if let name {
            guard let builtIn = Edition.named(name) else {
                let names = Edition.builtIn.map(\.id).joined(separator: ", ")
                throw UsageError("unknown edition \"\(name)\"; known are \(names); --site describes another")
            }
            edition = builtIn
        }
        if let address = try address(arguments, "site") {
            // Of a built-in edition only language and name are kept: articles are asked of the given site alone.
            edition = Edition(
                id: name ?? address.host + (address.port.map { "-\($0)" } ?? ""),
                name: name == nil ? address.host : edition.name,
                language: edition.language, site: address)
        }
        if let channel = arguments.value("channel") {
            guard let id = ChannelID(channel) else {
                throw UsageError("--channel takes letters, digits, hyphens and underscores, not \"\(channel)\"")
            }
            edition.channelID = id
        }
        edition.searchSite = try address(arguments, "search-site") ?? edition.searchSite
        edition.mediaSite = try address(arguments, "media-site") ?? edition.mediaSite
        return edition
    }

    private static func commentService(
        _ arguments: ParsedArguments, environment: [String: String]
    ) throws(UsageError) -> CommentService? {
        let fromEnvironment = environment["DOTNEWS_COMMENT_SERVICE"].flatMap { $0.isEmpty ? nil : $0 }
        guard let file = arguments.value("comment-service") ?? fromEnvironment else { return nil }
        do {
            return try JSONDecoder().decode(CommentService.self, from: NamedFile.read(file, upTo: 64 << 10))
        } catch DecodingError.dataCorrupted(let context) {
            let place = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw UsageError(
                "\(file) does not describe a comment service: \(place.isEmpty ? "" : place + ": ")"
                    + context.debugDescription)
        } catch is DecodingError {
            throw UsageError("\(file) does not describe a comment service: a value has the wrong type")
        } catch {
            throw UsageError("--comment-service: \(error)")
        }
    }

    private static func address(_ arguments: ParsedArguments, _ name: String) throws(UsageError) -> WebAddress? {
        guard let text = arguments.value(name) else { return nil }
        guard let address = WebAddress(text) else {
            throw UsageError("--\(name) takes an http or https address, not \"\(text)\"")
        }
        return address
    }

    private static func namedStoreFile(
        _ arguments: ParsedArguments, environment: [String: String]
    ) throws(UsageError) -> URL? {
        let fromEnvironment = environment["DOTNEWS_DB"].flatMap { $0.isEmpty ? nil : $0 }
        guard let file = arguments.value("db") ?? fromEnvironment else { return nil }
        guard !file.isEmpty else { throw UsageError("--db needs the name of a file") }
        // What lies beside a store lies beside its file, whichever link leads to it.
        return URL(filePath: file).resolvingSymlinksInPath()
    }
}

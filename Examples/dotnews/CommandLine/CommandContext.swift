import DotNews

/// What a command works with: its common options, the store, the site, and where it prints.
struct CommandContext {
    let options: CommonOptions
    let terminal: Terminal

    /// Opens the store, creating it when there is none.
    func openStore() throws -> ArticleStore {
        let store = try openReporting()
        guard !store.isReadOnly else {
            throw CommandFailure(
                "\(options.storeFile.path) or its folder is read-only; allow writing, or choose another place.",
                hant: "\(options.storeFile.path) 或其資料夾只可讀取；請允許寫入，或選擇其他位置。",
                hans: "\(options.storeFile.path) 或其文件夹只可读取；请允许写入，或选择其他位置。")
        }
        return store
    }

    /// Opens the store that an earlier sync made; a command that only reads creates none.
    func openExistingStore() throws -> ArticleStore {
        guard FileManager.default.fileExists(atPath: options.storeFile.path) else {
            throw CommandFailure(
                "There is no store at \(options.storeFile.path) yet; \"dotnews sync\" makes one, --db names another.",
                hant: "\(options.storeFile.path) 尚未有內容；請先執行 dotnews sync，或以 --db 指定其他檔案。",
                hans: "\(options.storeFile.path) 尚无内容；请先运行 dotnews sync，或用 --db 指定其他文件。")
        }
        return try openReporting()
    }

    /// Where the reader's secrets are: a file beside the store, for its owner only.
    var credentials: any CredentialStore {
        FileCredentialStore(at: options.storeFile.deletingLastPathComponent().appending(path: "credentials.json"))
    }

    /// The client for the edition, over the network or a folder.
    func client(_ store: ArticleStore, withImages: Bool = false, concurrency: Int = 16) throws -> NewsClient {
        NewsClient(
            edition: options.edition, store: store, images: withImages ? try openImages(store) : nil,
            transport: try transport(concurrency: concurrency), credentials: credentials)
    }

    /// Opens the image cache.
    func openImages(_ store: ArticleStore) throws -> ArticleImageCache {
        try ArticleImageCache(in: options.imageDirectory, of: store)
    }

    /// What carries requests: the network, or the folder of `--from`.
    func transport(concurrency: Int = 16) throws -> any HTTPTransport {
        if let folder = options.folder {
            guard NamedFile.isFolder(folder.path) else {
                throw CommandFailure(
                    "--from takes a folder; there is none at \(folder.path).",
                    hant: "--from 須指定資料夾；\(folder.path) 不存在。", hans: "--from 须指定文件夹；\(folder.path) 不存在。")
            }
            guard FileManager.default.fileExists(atPath: folder.appending(path: "columns.json").path) else {
                throw CommandFailure(
                    "There is no edition in \(folder.path): it has no columns.json.",
                    hant: "\(folder.path) 沒有新聞內容：欠缺 columns.json。", hans: "\(folder.path) 没有新闻内容：缺少 columns.json。")
            }
            return DirectoryTransport(root: folder)
        }
        return networkTransport(concurrency: concurrency)
    }

    /// What carries requests over the network.
    func networkTransport(concurrency: Int = 16) -> any HTTPTransport {
        platformTransport(concurrency: concurrency).withRetries(maximumPerHost: concurrency)
    }

    #if os(Linux)
        private func platformTransport(concurrency: Int) -> PlatformTransport {
            PlatformTransport(
                .init(caFile: options.certificateFile, maximumConnectionsPerHost: concurrency))
        }
    #else
        private func platformTransport(concurrency: Int) -> PlatformTransport {
            PlatformTransport(maximumConnectionsPerHost: concurrency)
        }
    #endif

    /// Prints a value as one line of JSON.
    func printJSON(_ value: some Encodable) throws {
        terminal.print(String(decoding: try Self.jsonEncoder.encode(value), as: UTF8.self))
    }

    /// An encoder of the JSON that programs read: members in the order of their names.
    static var jsonEncoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}

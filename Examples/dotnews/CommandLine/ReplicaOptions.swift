import DotNews
import Foundation

/// Where the reader's devices meet, and the secrets for it, as `replicate` and `devices` take them.
struct ReplicaOptions {
    static let all: [Option] = [
        .value(
            "to", "PLACE", help: "where devices meet: a folder, https://… (WebDAV) or s3://…; kept for the next time"),
        .value("passphrase-file", "FILE", help: "the passphrase of an encrypted place, on the first line; kept"),
        .value("password-file", "FILE", help: "the place's password or secret key, on the first line; kept"),
    ]

    private let address: ReplicaPlaceAddress?
    private let passphraseFile: String?
    private let passwordFile: String?

    init(_ arguments: ParsedArguments) throws(UsageError) {
        do {
            address = try arguments.value("to").map { try ReplicaPlaceAddress($0) }
        } catch {
            throw UsageError("--to: \(error)")
        }
        passphraseFile = arguments.value("passphrase-file")
        passwordFile = arguments.value("password-file")
    }

    /// What brings the store and the place together.
    func replicator(
        for store: ArticleStore, deviceName: String? = nil, _ context: CommandContext
    ) async throws -> Replicator {
        let remembered = try await store.replicaAddress()
        guard let place = address ?? remembered else {
            throw UsageError("say where the devices meet with --to, such as --to ~/Sync/news")
        }
        let credentials = context.credentials
        if let passphraseFile {
            try credentials.setSecret(Self.firstLine(of: passphraseFile), named: place.passphraseName)
        }
        if let passwordFile {
            guard let name = place.credentialName else {
                throw UsageError(
                    "--password-file needs a place with a user name, such as https://reader@cloud.example/")
            }
            try credentials.setSecret(Self.firstLine(of: passwordFile), named: name)
        }
        let client = try context.client(store)
        let replicator = try await client.replicator(
            at: place, credentials: credentials, deviceName: deviceName, transport: context.networkTransport())
        guard let replicator else { throw UsageError("say where the devices meet with --to") }
        return replicator
    }

    /// The first line of a file, without its end; `-` is standard input.
    private static func firstLine(of path: String) throws -> Secret {
        let text: String
        if path == "-" {
            text = try StandardInput.text()
        } else {
            guard let file = FileHandle(forReadingAtPath: path) else {
                throw CommandFailure("\(path) cannot be read.")
            }
            defer { try? file.close() }
            let bytes = try file.read(upToCount: 65_536) ?? Data()
            guard let valid = String(validating: bytes, as: UTF8.self) else {
                throw CommandFailure("\(path) is not UTF-8.")
            }
            text = valid
        }
        let line = text.prefix { !$0.isNewline }
        guard !line.isEmpty else { throw CommandFailure("\(path == "-" ? "Standard input" : path) has no first line.") }
        return Secret(String(line))
    }
}

import DotNews

/// Where the reader's devices meet, and the secrets for it, as `replicate` and `devices` take them.
struct ReplicaOptions {
    static let all: [Option] = [
        .value(
            "to", "PLACE", help: "where devices meet: a folder, https://… (WebDAV) or s3://…; kept for the next time"),
        .value(
            "passphrase-file", "FILE",
            help: "the passphrase of an encrypted place, on the first line; kept once it was right"),
        .value(
            "password-file", "FILE",
            help: "the place's password or secret key, on the first line; kept once it was right"),
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

    /// Whether the place was named, rather than left to be remembered.
    var isGiven: Bool { address != nil }

    /// What brings the store and the place together.
    func replicator(
        for store: ArticleStore, deviceName: String? = nil,
        defaultDeviceName: String = Replicator.standardDeviceName, _ context: CommandContext
    ) async throws -> Replicator {
        let remembered = try await store.replicaAddress()
        guard let place = address ?? remembered else {
            throw UsageError("say where the devices meet with --to, such as --to ~/Sync/news")
        }
        var given: [CredentialName: Secret] = [:]
        if let passphraseFile { given[place.passphraseName] = try Self.firstLine(of: passphraseFile) }
        if let passwordFile {
            guard let name = place.credentialName else {
                throw UsageError(
                    "--password-file needs a place with a user name, such as https://reader@cloud.example/")
            }
            given[name] = try Self.firstLine(of: passwordFile)
        }
        let client = try context.client(store)
        let replicator = try await client.replicator(
            at: place, credentials: TrialCredentialStore(given: given, kept: context.credentials),
            deviceName: deviceName, defaultDeviceName: defaultDeviceName, transport: context.networkTransport())
        guard let replicator else { throw UsageError("say where the devices meet with --to") }
        if !given.isEmpty {
            // Tried before they are kept, so that a wrong one does not take the place of a right one.
            try await replicator.checkAccess()
            for (name, secret) in given { try context.credentials.setSecret(secret, named: name) }
        }
        return replicator
    }

    /// The first line of a file, without its end; `-` is standard input.
    private static func firstLine(of path: String) throws -> Secret {
        let text: String
        if path == "-" {
            text = try StandardInput.text()
        } else {
            guard let valid = String(validating: try NamedFile.read(path, upTo: 65_536), as: UTF8.self) else {
                throw CommandFailure("\(path) is not UTF-8.")
            }
            text = valid
        }
        let line = text.prefix { !$0.isNewline }
        guard !line.isEmpty else { throw CommandFailure("\(path == "-" ? "Standard input" : path) has no first line.") }
        return Secret(String(line))
    }
}

/// Secrets that are being tried, over those that are kept.
private struct TrialCredentialStore: CredentialStore {
    let given: [CredentialName: Secret]
    let kept: any CredentialStore

    func secret(named name: CredentialName) throws(CredentialError) -> Secret? {
        if let secret = given[name] { return secret }
        return try kept.secret(named: name)
    }

    func setSecret(_ secret: Secret?, named name: CredentialName) throws(CredentialError) {
        try kept.setSecret(secret, named: name)
    }
}

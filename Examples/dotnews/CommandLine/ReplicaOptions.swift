import DotNews

/// Where the reader's devices meet, and the secrets for it, as `replicate` and `devices` take them.
struct ReplicaOptions {
    static let all: [Option] = [
        .value(
            "to", "PLACE", help: "where devices meet: a folder, https://… (WebDAV) or s3://…; kept for the next time"),
        .value(
            "recovery-code-file", "FILE",
            help: "the recovery code of an encrypted storage, on the first line, - to be asked; kept once it was right"),
        .value(
            "passphrase-file", "FILE",
            help: "a passphrase of your own for an encrypted storage, likewise"),
        .value(
            "password-file", "FILE",
            help: "the storage's password or secret key, likewise"),
    ]

    private let address: RemoteStorageAddress?
    private let recoveryCodeFile, passphraseFile, passwordFile: String?

    init(_ arguments: ParsedArguments) throws(UsageError) {
        do {
            address = try arguments.value("to").map { try RemoteStorageAddress($0) }
        } catch {
            throw UsageError("--to: \(error)")
        }
        recoveryCodeFile = arguments.value("recovery-code-file")
        passphraseFile = arguments.value("passphrase-file")
        passwordFile = arguments.value("password-file")
        guard recoveryCodeFile == nil || passphraseFile == nil else {
            throw UsageError("a storage has a recovery code or a passphrase, not both")
        }
        guard [recoveryCodeFile, passphraseFile, passwordFile].filter({ $0 == "-" }).count <= 1 else {
            throw UsageError("standard input can be one secret only")
        }
    }

    /// Whether the storage was named, rather than left to be remembered.
    var isGiven: Bool { address != nil }

    /// Whether the recovery code or passphrase was named.
    var givesEncryptionSecret: Bool { recoveryCodeFile != nil || passphraseFile != nil }

    /// Returns what brings the store and the storage together.
    ///
    /// - Parameter encrypts: Whether to set encryption up with a new recovery code, which is shown.
    func replicator(
        for store: ArticleStore, encrypts: Bool = false, deviceName: String? = nil,
        defaultDeviceName: String = Replicator.standardDeviceName, _ context: CommandContext
    ) async throws -> Replicator {
        let storage = try await storage(of: store)
        var given = try givenSecrets(for: storage, context.terminal)
        let client = try context.client(store)
        func open() async throws -> Replicator {
            let replicator = try await client.replicator(
                at: storage, credentials: TrialCredentialStore(given: given, kept: context.credentials),
                deviceName: deviceName, defaultDeviceName: defaultDeviceName, transport: context.networkTransport())
            guard let replicator else { throw Self.noPlace }
            return replicator
        }
        if encrypts {
            try await Self.expectEmpty(try await open(), storage, context)
            given[storage.encryptionSecretName] = try Self.newRecoveryCode(context.terminal)
        }
        let replicator = try await open()
        if !given.isEmpty {
            // Tried before they are kept, so that a wrong one does not take the place of a right one.
            do {
                try await replicator.checkAccess()
            } catch {
                if encrypts {
                    context.terminal.report(
                        "Encryption was not set up; the recovery code above is void.", hant: "未能設定加密；以上復原碼無效。",
                        hans: "无法设置加密；以上恢复码无效。")
                }
                throw error
            }
            for (name, secret) in given { try context.credentials.setSecret(secret, named: name) }
        }
        return replicator
    }

    /// Forgets the recovery code or passphrase that is kept for the storage; returns whether there was one.
    func forgetEncryptionSecret(for store: ArticleStore, _ context: CommandContext) async throws -> Bool {
        let name = try await storage(of: store).encryptionSecretName
        guard try context.credentials.secret(named: name) != nil else { return false }
        try context.credentials.setSecret(nil, named: name)
        return true
    }

    private static let noPlace = UsageError("say where the devices meet with --to, such as --to ~/Sync/news")

    private func storage(of store: ArticleStore) async throws -> RemoteStorageAddress {
        if let address { return address }
        guard let remembered = try await store.replicaAddress() else { throw Self.noPlace }
        return remembered
    }

    private func givenSecrets(
        for storage: RemoteStorageAddress, _ terminal: Terminal
    ) throws -> [CredentialName: Secret] {
        var given: [CredentialName: Secret] = [:]
        if let recoveryCodeFile {
            let line = try SecretInput.firstLine(
                of: recoveryCodeFile, prompt: terminal.words("Recovery code:", hant: "復原碼：", hans: "恢复码："), terminal)
            given[storage.encryptionSecretName] = EncryptionSecret.recoveryCode(try RecoveryCode(line)).kept
        }
        if let passphraseFile {
            let line = try SecretInput.firstLine(
                of: passphraseFile, prompt: terminal.words("Passphrase:", hant: "密碼：", hans: "密码："), terminal)
            given[storage.encryptionSecretName] = EncryptionSecret.passphrase(Secret(line)).kept
        }
        if let passwordFile {
            guard let name = storage.credentialName else {
                throw UsageError(
                    "--password-file needs a storage with a user name, such as https://reader@cloud.example/")
            }
            given[name] = Secret(
                try SecretInput.firstLine(
                    of: passwordFile, prompt: terminal.words("Password:", hant: "密碼：", hans: "密码："), terminal))
        }
        return given
    }

    /// Fails when encryption cannot be set up at the storage, before a code is shown that would be of no use.
    private static func expectEmpty(
        _ replicator: Replicator, _ storage: RemoteStorageAddress, _ context: CommandContext
    ) async throws {
        guard try context.credentials.secret(named: storage.encryptionSecretName) == nil else {
            throw CommandFailure(
                "A recovery code or passphrase is kept for this storage already. Leave --encrypt out, or have it forgotten "
                    + "first with --forget-key.",
                hant: "這個儲存空間已有復原碼或密碼。請不要使用 --encrypt，或先以 --forget-key 清除。",
                hans: "此存储空间已有恢复码或密码。请不要使用 --encrypt，或先用 --forget-key 清除。")
        }
        guard try await replicator.storage.list().isEmpty else {
            throw CommandFailure(
                "The storage is in use already. Use an empty one, or leave --encrypt out.",
                hant: "儲存空間已在使用。請使用空的儲存空間，或不要使用 --encrypt。",
                hans: "存储空间已在使用。请使用空的存储空间，或不要使用 --encrypt。")
        }
    }

    /// Makes a recovery code and shows it, on a terminal as a QR code as well. It is shown before it is used, so that
    /// nothing can be encrypted with a code that nobody has seen.
    private static func newRecoveryCode(_ terminal: Terminal) throws -> Secret {
        let code = RecoveryCode.random().text
        terminal.report(
            "Recovery code: \(code.revealed)", hant: "復原碼：\(code.revealed)", hans: "恢复码：\(code.revealed)")
        if terminal.drawsProgress { terminal.report(try QRCode(text: code.revealed).terminal()) }
        terminal.report(
            "It is shown this once. Keep a copy: other devices need it (--recovery-code-file), and without it nobody can "
                + "read what is at the storage.",
            hant: "只會顯示這一次。請保存副本：其他裝置需要它（--recovery-code-file），沒有它便無法讀取儲存空間的資料。",
            hans: "只会显示这一次。请保存副本：其他设备需要它（--recovery-code-file），没有它就无法读取存储空间的数据。")
        return code
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

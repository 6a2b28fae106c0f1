import DotNews

/// `dotnews replicate`: makes what belongs to the reader the same as on the reader's other devices.
struct ReplicateCommand: Command {
    static let name = "replicate"
    static let summary = "Make bookmarks, read marks and preferences the same on all devices."
    static let options: [Option] =
        ReplicaOptions.all + [
            .flag("encrypt", help: "encrypt an empty storage with a new recovery code, which is shown once"),
            .flag(
                "forget-key",
                help: "forget the storage's recovery code or passphrase on this device, and do nothing else"
            ),
            .value("name", "DEVICE", help: "what this device is called; default: the machine's name"),
        ]
    static let details = """
        Every device leaves a log of its own at the storage, and reads the others'. Nothing else is needed: no server of
        ours, and no order in which devices do so.
        """

    private let storage: ReplicaOptions
    private let deviceName: String?
    private let encrypts, forgetsKey: Bool

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        storage = try ReplicaOptions(arguments)
        deviceName = arguments.value("name")
        encrypts = arguments.has("encrypt")
        forgetsKey = arguments.has("forget-key")
        guard [encrypts, forgetsKey, storage.givesEncryptionSecret].filter({ $0 }).count <= 1 else {
            throw UsageError("--encrypt, --forget-key and a recovery code or passphrase exclude each other")
        }
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        // What is known only from an earlier time needs the store of that time.
        let store = try storage.isGiven ? context.openStore() : context.openExistingStore()
        if forgetsKey { return try await forgetKey(of: store, context) }
        let replicator = try await storage.replicator(
            for: store, encrypts: encrypts, deviceName: deviceName, defaultDeviceName: Self.machineName, context)
        let terminal = context.terminal
        let drawsProgress = terminal.drawsProgress && !context.options.isQuiet
        let run = Task {
            try await replicator.replicate { progress in
                if drawsProgress { terminal.draw(Self.line(progress, terminal.language)) }
            }
        }
        let interrupt = InterruptHandler { run.cancel() }
        defer { interrupt.stop() }
        let result = await run.result
        if drawsProgress { terminal.clearDrawing() }
        do {
            let report = try result.get()
            if context.options.isJSON {
                try context.printJSON(ReplicationSummary(report))
            } else if !context.options.isQuiet {
                ReplicationSummary(report).describe(on: terminal)
            }
            return .success
        } catch let error as ReplicationError where error.code == .cancelled {
            terminal.report(
                "Stopped. What was exchanged is kept; the next time goes on from there.", hant: "已停止。已交換的資料已保留，下次會繼續。",
                hans: "已停止。已交换的数据已保留，下次会继续。")
            return .interrupted
        } catch let error as ReplicationError where error.code == .invalidName {
            throw UsageError("--name: \(error.reason)")
        }
    }

    private struct Forgetting: Encodable { let forgotten: Bool }

    private func forgetKey(of store: ArticleStore, _ context: CommandContext) async throws -> ExitCode {
        let wasKept = try await storage.forgetEncryptionSecret(for: store, context)
        if context.options.isJSON {
            try context.printJSON(Forgetting(forgotten: wasKept))
        } else if !context.options.isQuiet {
            context.terminal.print(
                wasKept
                    ? context.terminal.words(
                        "The recovery code or passphrase is forgotten on this device.", hant: "已清除此裝置的復原碼或密碼。",
                        hans: "已清除此设备的恢复码或密码。")
                    : context.terminal.words(
                        "No recovery code or passphrase is kept.", hant: "沒有儲存復原碼或密碼。", hans: "没有存储恢复码或密码。"))
        }
        return .success
    }

    /// The machine's name without its domain, which says more than other devices need to know.
    private static var machineName: String {
        let name = ProcessInfo.processInfo.hostName.prefix { $0 != "." }
        return name.isEmpty || name.utf8.count > 64 ? Replicator.standardDeviceName : String(name)
    }

    private static func line(_ progress: ReplicationProgress, _ language: LanguageTag) -> String {
        // In the middle of a line.
        let title = progress.phase.title.text(in: language).lowercased()
        return progress.total > 0 ? "\(progress.completed)/\(progress.total) \(title)" : "\(title)…"
    }
}

/// What `dotnews replicate` says at the end.
private struct ReplicationSummary: Encodable {
    struct Left: Encodable {
        let name: String
        let why: String
    }

    struct Missing: Encodable {
        let device: String
        let first, last: Int64
    }

    let devices, objectsRead, bytesRead, objectsWritten, bytesWritten, objectsRemoved, objectsDamaged, listings,
        entriesRead, entriesMerged, entriesAheadOfTime: Int
    let tookNewIdentity: Bool
    let leftAlone: [Left]
    let missing: [Missing]

    init(_ report: ReplicationReport) {
        devices = report.devices
        objectsRead = report.objectsRead
        bytesRead = report.bytesRead
        objectsWritten = report.objectsWritten
        bytesWritten = report.bytesWritten
        objectsRemoved = report.objectsRemoved
        objectsDamaged = report.objectsDamaged
        listings = report.listings
        entriesRead = report.entriesRead
        entriesMerged = report.entriesMerged
        entriesAheadOfTime = report.entriesAheadOfTime
        tookNewIdentity = report.tookNewIdentity
        leftAlone = report.leftAlone.map { Left(name: $0.name.rawValue, why: $0.reason) }
        missing = report.missing.map {
            Missing(device: $0.device.description, first: $0.range.lowerBound, last: $0.range.upperBound)
        }
    }

    func describe(on terminal: Terminal) {
        if objectsRead == 0, objectsWritten == 0 {
            terminal.print("Nothing changed.", hant: "沒有更改。", hans: "没有更改。")
        } else {
            terminal.print(
                "\(entriesMerged) changes came from other devices (\(ByteCount(bytesRead)) read); "
                    + "\(ByteCount(bytesWritten)) written.",
                hant: "來自其他裝置的 \(entriesMerged) 項更改（讀取 \(ByteCount(bytesRead))）；寫入 \(ByteCount(bytesWritten))。",
                hans: "来自其他设备的 \(entriesMerged) 项更改（读取 \(ByteCount(bytesRead))）；写入 \(ByteCount(bytesWritten))。")
        }
        if tookNewIdentity {
            terminal.report(
                "This store was restored from a backup or copied, and has taken a new identity.",
                hant: "此裝置的資料來自備份或副本，已使用新的身分。", hans: "此设备的数据来自备份或副本，已使用新的身份。")
        }
        if objectsDamaged > 0 {
            terminal.report(
                "\(objectsDamaged) objects of this device were damaged at the storage and were replaced.",
                hant: "此裝置有 \(objectsDamaged) 項資料在儲存空間損壞，已更換。", hans: "此设备有 \(objectsDamaged) 项数据在存储空间损坏，已更换。")
        }
        if entriesAheadOfTime > 0 {
            terminal.report(
                "\(entriesAheadOfTime) visits and searches lie more than a day ahead of this device's clock and were not "
                    + "taken over; check the clocks.",
                hant: "\(entriesAheadOfTime) 項瀏覽和搜尋記錄比此裝置的時間早一天以上，未有採納；請檢查時鐘。",
                hans: "\(entriesAheadOfTime) 项浏览和搜索记录比此设备的时间早一天以上，未采纳；请检查时钟。")
        }
        for left in leftAlone.prefix(20) {
            terminal.report(
                "Left alone: \(left.name): \(TerminalText.sanitized(left.why)).", hant: "略過 \(left.name)",
                hans: "跳过 \(left.name)")
        }
        if leftAlone.count > 20 {
            terminal.report(
                "… and \(leftAlone.count - 20) more; --json lists them.",
                hant: "……另有 \(leftAlone.count - 20) 項；--json 會全部列出。",
                hans: "……另有 \(leftAlone.count - 20) 项；--json 会全部列出。")
        }
        if !missing.isEmpty {
            let count = Set(missing.map(\.device)).count
            terminal.report(
                "Parts of \(count) logs are not at the storage, or not yet.", hant: "\(count) 部裝置的部分資料不在儲存空間，或尚未送達。",
                hans: "\(count) 台设备的部分数据不在存储空间，或尚未送达。")
        }
    }
}

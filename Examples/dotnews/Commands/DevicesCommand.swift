import DotNews

/// `dotnews devices`: the devices that share what belongs to the reader.
struct DevicesCommand: Command {
    static let name = "devices"
    static let summary = "List the devices that share bookmarks, read marks and preferences."
    static let options: [Option] =
        ReplicaOptions.all + [
            .value("forget", "ID", help: "take over the log of a device that will not come back, and remove it there")
        ]

    private let storage: ReplicaOptions
    private let forgotten: ReplicaDeviceID?

    init(_ arguments: ParsedArguments) throws(UsageError) {
        try arguments.expectNoOperands()
        storage = try ReplicaOptions(arguments)
        guard let text = arguments.value("forget") else {
            forgotten = nil
            return
        }
        guard let id = ReplicaDeviceID(text) else {
            throw UsageError("--forget takes a device's id, 32 hexadecimal digits, not \"\(text)\"")
        }
        forgotten = id
    }

    private struct Listing: Encodable {
        struct Device: Encodable {
            let id, name: String
            let isThisDevice: Bool
            let lastSeen: String?
            let objects, bytes: Int

            enum CodingKeys: CodingKey { case id, name, isThisDevice, lastSeen, objects, bytes }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(id, forKey: .id)
                try container.encode(name, forKey: .name)
                try container.encode(isThisDevice, forKey: .isThisDevice)
                // Said even when it is not known.
                try container.encode(lastSeen, forKey: .lastSeen)
                try container.encode(objects, forKey: .objects)
                try container.encode(bytes, forKey: .bytes)
            }
        }

        let devices: [Device]
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let store = try context.openExistingStore()
        let replicator = try await storage.replicator(for: store, context)
        if let forgotten { try await replicator.forget(forgotten) }
        let devices = try await replicator.devices()
        if context.options.isJSON {
            try context.printJSON(
                Listing(
                    devices: devices.map {
                        Listing.Device(
                            id: $0.id.description, name: $0.name, isThisDevice: $0.isThisDevice,
                            lastSeen: $0.lastSeen.map { PublicationTime.string(from: $0) }, objects: $0.objects,
                            bytes: $0.bytes)
                    }))
            return .success
        }
        let terminal = context.terminal
        for device in devices {
            let seen = device.lastSeen.map {
                PublicationTime.string(from: $0).prefix(16).replacing("T", with: " ")
            }
            let name =
                device.name.isEmpty
                ? terminal.words("(not read yet)", hant: "（尚未讀取）", hans: "（尚未读取）") : TerminalText.sanitized(device.name)
            let mark = device.isThisDevice ? terminal.words(", this device", hant: "，此裝置", hans: "，此设备") : ""
            let objects = terminal.words(
                "\(device.objects) \(device.objects == 1 ? "object" : "objects")", hant: "\(device.objects) 項",
                hans: "\(device.objects) 项")
            terminal.print(
                terminal.faint("\(device.id)  \(seen ?? "----------------")") + "  \(name)  "
                    + terminal.faint(
                        "(\(objects), \(ByteCount(device.bytes))\(mark))"
                    ))
        }
        if devices.isEmpty { terminal.report("No devices.", hant: "沒有裝置。", hans: "没有设备。") }
        return .success
    }
}

package import DotNewsFoundation

/// A part of a device's log: what it had changed in a range of its sequence numbers, as it knew it when it wrote.
package struct ReplicaSegment: Hashable, Sendable {
    /// Whose log it is.
    package var device: ReplicaDeviceID
    /// The name that its owner gave the device.
    package var deviceName: String
    /// The range of sequence numbers; from 1 it is a snapshot of everything the device has changed until then.
    package var range: ClosedRange<Int64>
    /// When it was written, by the device's clock, in milliseconds since 1970.
    package var writtenAt: Int64
    /// How far the device had taken over other devices' logs: the greatest sequence number of each.
    package var taken: [ReplicaDeviceID: Int64]
    /// What was changed, in any order, each key once.
    package var entries: [ReplicaEntry]

    /// Creates a part of a log.
    package init(
        device: ReplicaDeviceID, deviceName: String, range: ClosedRange<Int64>, writtenAt: Int64,
        taken: [ReplicaDeviceID: Int64] = [:], entries: [ReplicaEntry] = []
    ) {
        self.device = device
        self.deviceName = deviceName
        self.range = range
        self.writtenAt = writtenAt
        self.taken = taken
        self.entries = entries
    }
}

/// An object that is decided and has to reach the storage.
package struct OutgoingObject: Hashable, Sendable {
    /// What it is called there.
    package var name: String
    /// The sequence numbers that it has the changes of.
    package var range: ClosedRange<Int64>
    /// Its content.
    package var content: Data

    /// Creates an object.
    package init(name: String, range: ClosedRange<Int64>, content: Data) {
        self.name = name
        self.range = range
        self.content = content
    }
}

/// Puts a segment into the form that goes to the storage; called inside of a transaction.
package typealias ReplicaEncoder = @Sendable (ReplicaSegment) -> OutgoingObject

/// A device that shares the reader's state, as the store knows it.
package struct KnownReplica: Hashable, Sendable {
    /// Its identity.
    package var id: ReplicaDeviceID
    /// Its name.
    package var name: String
    /// When it last wrote, by its own clock, in milliseconds since 1970; `nil` when only others have mentioned it.
    package var writtenAt: Int64?
    /// What has been taken over of its log.
    package var taken: SequenceRanges

    /// Creates a device.
    package init(id: ReplicaDeviceID, name: String, writtenAt: Int64?, taken: SequenceRanges = SequenceRanges()) {
        self.id = id
        self.name = name
        self.writtenAt = writtenAt
        self.taken = taken
    }
}

/// What a store knows of replication, as of one moment.
package struct ReplicaStatus: Hashable, Sendable {
    /// This device's identity.
    package var device: ReplicaDeviceID
    /// This device's name.
    package var name: String
    /// The sequence number that changes made now get.
    package var sequence: Int64
    /// Whether there are changes of that number.
    package var hasChanges: Bool
    /// The names and ranges of objects that have to reach the storage, by range.
    package var outgoing: [String: ClosedRange<Int64>]
    /// The other devices.
    package var others: [KnownReplica]
    /// Where the storage is; `nil` when none was chosen.
    package var storage: String?
    /// When this device last made an object, in milliseconds since 1970; `nil` when it never did.
    package var writtenAt: Int64?

    /// Creates what is known.
    package init(
        device: ReplicaDeviceID, name: String, sequence: Int64, hasChanges: Bool,
        outgoing: [String: ClosedRange<Int64>] = [:], others: [KnownReplica] = [], storage: String? = nil,
        writtenAt: Int64? = nil
    ) {
        self.device = device
        self.name = name
        self.sequence = sequence
        self.hasChanges = hasChanges
        self.outgoing = outgoing
        self.others = others
        self.storage = storage
        self.writtenAt = writtenAt
    }
}

/// What taking over a segment changed.
package struct ReplicaMergeReport: Hashable, Sendable {
    /// Things that are known to be otherwise than before.
    package var changes = 0
    /// Entries whose time is too far ahead of this device's clock to be taken over.
    package var premature = 0

    /// Describes that nothing changed.
    package init() {}
}

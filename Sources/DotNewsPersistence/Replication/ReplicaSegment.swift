package import DotNewsFoundation
import DotNewsModels

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
    /// The links of the number before the range, 0 for none, and of each number of the range.
    package var links: [UInt64]
    /// What other devices told, and this one tells from here on.
    package var adopted: [ReplicaMark]
    /// Objects of other devices that this one could not read: the first number and the last link of each.
    package var unreadable: [ReplicaMark]
    /// What was changed, in any order, each key once.
    package var entries: [ReplicaEntry]

    /// Creates a part of a log.
    package init(
        device: ReplicaDeviceID, deviceName: String, range: ClosedRange<Int64>, writtenAt: Int64, links: [UInt64],
        adopted: [ReplicaMark] = [], unreadable: [ReplicaMark] = [], entries: [ReplicaEntry] = []
    ) {
        self.device = device
        self.deviceName = deviceName
        self.range = range
        self.writtenAt = writtenAt
        self.links = links
        self.adopted = adopted
        self.unreadable = unreadable
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

/// An object of this device, as the store remembers it.
package struct ReplicaObjectRecord: Hashable, Sendable {
    /// The sequence numbers that it has the changes of.
    package var range: ClosedRange<Int64>
    /// The size of its content, in bytes.
    package var size: Int
    /// The FNV-1a hash of its content.
    package var digest: UInt64
    /// Whether it has to reach the storage yet.
    package var isOutgoing: Bool

    /// Creates a record.
    package init(range: ClosedRange<Int64>, content: Data, isOutgoing: Bool) {
        self.init(
            range: range, size: content.count, digest: StableHash.value(of: content), isOutgoing: isOutgoing)
    }

    /// Creates a record of content that is not at hand.
    package init(range: ClosedRange<Int64>, size: Int, digest: UInt64, isOutgoing: Bool) {
        self.range = range
        self.size = size
        self.digest = digest
        self.isOutgoing = isOutgoing
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
    package var log: ReplicaLog

    /// Creates a device.
    package init(id: ReplicaDeviceID, name: String, writtenAt: Int64?, log: ReplicaLog = ReplicaLog()) {
        self.id = id
        self.name = name
        self.writtenAt = writtenAt
        self.log = log
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
    /// The links of this device's own numbers.
    package var log: ReplicaLog
    /// This device's objects, by name: those at the storage, as far as is known, and those that have to get there.
    package var objects: [String: ReplicaObjectRecord]
    /// Other devices' objects that could not be read, and whether that is told.
    package var unreadable: [ReplicaMark: Bool]
    /// The other devices.
    package var others: [KnownReplica]
    /// Where the storage is; `nil` when none was chosen.
    package var storage: String?
    /// When this device last made an object, in milliseconds since 1970; `nil` when it never did.
    package var writtenAt: Int64?

    /// Creates what is known.
    package init(
        device: ReplicaDeviceID, name: String, sequence: Int64, hasChanges: Bool,
        log: ReplicaLog = ReplicaLog(), objects: [String: ReplicaObjectRecord] = [:],
        unreadable: [ReplicaMark: Bool] = [:], others: [KnownReplica] = [], storage: String? = nil,
        writtenAt: Int64? = nil
    ) {
        self.device = device
        self.name = name
        self.sequence = sequence
        self.hasChanges = hasChanges
        self.log = log
        self.objects = objects
        self.unreadable = unreadable
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

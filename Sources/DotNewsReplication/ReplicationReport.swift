public import DotNewsFoundation
public import DotNewsPersistence

/// What replicating has done.
public struct ReplicationReport: Hashable, Sendable {
    /// An object that was not read, and why.
    public struct LeftObject: Hashable, Sendable {
        /// What it is called.
        public var name: ReplicaObjectName
        /// A clause that says why, and what to do.
        public var reason: String

        /// Creates an object that was not read.
        public init(name: ReplicaObjectName, reason: String) {
            self.name = name
            self.reason = reason
        }
    }

    /// A part of a device's log that is not at the storage, though later parts are.
    public struct MissingPart: Hashable, Sendable {
        /// Whose log it is.
        public var device: ReplicaDeviceID
        /// The sequence numbers that are missing.
        public var range: ClosedRange<Int64>

        /// Creates a missing part.
        public init(device: ReplicaDeviceID, range: ClosedRange<Int64>) {
            self.device = device
            self.range = range
        }
    }

    /// Objects of other devices that were read.
    public var objectsRead = 0
    /// Bytes of content that were read.
    public var bytesRead = 0
    /// Objects that were added to the storage.
    public var objectsWritten = 0
    /// Bytes of content that were added.
    public var bytesWritten = 0
    /// Objects of this device that were removed, because newer ones have what they had.
    public var objectsRemoved = 0
    /// Objects of this device that had been damaged at the storage, and were removed and written again.
    public var objectsDamaged = 0
    /// Requests for a list of what is there.
    public var listings = 0
    /// Things that other devices' logs told of.
    public var entriesRead = 0
    /// Of those, the ones that changed something here.
    public var entriesMerged = 0
    /// Of those, visits, searches and clearings more than a day ahead of this device's clock, which were not taken over.
    public var entriesAheadOfTime = 0
    /// How many devices have a log at the storage, this one included.
    public var devices = 0
    /// Whether this device took a new identity, because its old one was in use: its store was restored from a backup, or
    /// copied.
    public var tookNewIdentity = false
    /// Objects that were not read, by name. At most 1,000.
    public var leftAlone: [LeftObject] = []
    /// Parts of logs that are not there, or not yet. At most 1,000.
    public var missing: [MissingPart] = []

    /// Describes that nothing was done.
    public init() {}

    /// Whether nothing was read and nothing written.
    public var isUnchanged: Bool {
        objectsRead == 0 && objectsWritten == 0 && objectsRemoved == 0 && objectsDamaged == 0
    }
}

/// How far replicating has come.
public struct ReplicationProgress: Hashable, Sendable {
    /// What is being done.
    public enum Phase: String, Hashable, Sendable {
        /// Waiting for another process, or for the list of what is at the storage.
        case listing
        /// Reading other devices' logs.
        case reading
        /// Writing this device's log.
        case writing
        /// Removing objects whose content is in others.
        case tidying
    }

    /// What is being done.
    public var phase: Phase
    /// How many objects of the phase have been dealt with.
    public var completed: Int
    /// How many objects the phase has, as far as is known.
    public var total: Int

    /// Creates how far it has come.
    public init(phase: Phase, completed: Int = 0, total: Int = 0) {
        self.phase = phase
        self.completed = completed
        self.total = total
    }
}

/// A device that shares the reader's state.
public struct ReplicaDevice: Hashable, Sendable, Identifiable {
    /// Its identity.
    public var id: ReplicaDeviceID
    /// The name that was given to it; empty when it has not been read.
    public var name: String
    /// Whether it is this one.
    public var isThisDevice: Bool
    /// When it last wrote, by its own clock; `nil` when that has not been read.
    public var lastSeen: Date?
    /// How many objects its log has at the storage.
    public var objects: Int
    /// How large its log is, in bytes, as far as the storage says.
    public var bytes: Int

    /// Creates a device.
    public init(
        id: ReplicaDeviceID, name: String, isThisDevice: Bool, lastSeen: Date?, objects: Int, bytes: Int
    ) {
        self.id = id
        self.name = name
        self.isThisDevice = isThisDevice
        self.lastSeen = lastSeen
        self.objects = objects
        self.bytes = bytes
    }
}

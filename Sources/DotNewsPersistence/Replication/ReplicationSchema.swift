/// The tables by which what belongs to the reader goes from device to device.
///
/// Every register knows in which of this device's own segments its last change here belongs; its value is read when the
/// segment is made. Triggers note that, so that no way of changing a register can forget to. They do nothing while
/// `replica` has no row, which is until replication is switched on, and while changes of other devices are taken over.
enum ReplicationSchema {
    static let sql = tables + indexes + stateTriggers + registerTriggers

    private static let tables = """
        CREATE TABLE replica_device (
            id INTEGER PRIMARY KEY,
            key BLOB NOT NULL UNIQUE CHECK (length(key) = 16),
            name TEXT NOT NULL DEFAULT '',
            -- When it last wrote, by its own clock; NULL when only others have mentioned it.
            written_at INTEGER
        ) STRICT;

        -- This device; one row, or none when replication was never switched on.
        CREATE TABLE replica (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            device INTEGER NOT NULL REFERENCES replica_device (id),
            -- The number of the segment that changes made now will be in.
            sequence INTEGER NOT NULL,
            -- 0 while changes of other devices are taken over, inside of one transaction.
            is_recording INTEGER NOT NULL DEFAULT 1,
            -- Where the storage is, without secrets.
            storage TEXT
        ) STRICT;

        -- How often a device has added a member of a set, and which of its additions are known to have been removed.
        CREATE TABLE replica_addition (
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            member TEXT NOT NULL DEFAULT '',
            device INTEGER NOT NULL REFERENCES replica_device (id),
            added INTEGER NOT NULL,
            removed INTEGER NOT NULL,
            -- The segment that this device's own last addition belongs in; NULL for other devices'.
            sequence INTEGER,
            PRIMARY KEY (kind, subject, member, device)
        ) STRICT, WITHOUT ROWID;

        -- The links of logs: this device's own, and what has been taken over of others.
        CREATE TABLE replica_link (
            device INTEGER NOT NULL REFERENCES replica_device (id),
            number INTEGER NOT NULL,
            link INTEGER NOT NULL,
            -- The link of the number before; 0 for none.
            previous INTEGER NOT NULL,
            -- The segment of this device since which it tells itself what the number told; NULL for never.
            sequence INTEGER,
            PRIMARY KEY (device, number, link)
        ) STRICT, WITHOUT ROWID;

        -- This device's objects: those that it has written, and those that are decided and have to reach the storage.
        CREATE TABLE replica_object (
            name TEXT PRIMARY KEY,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            -- Whether all that it has has been at the storage before, in other objects.
            is_copy INTEGER NOT NULL,
            -- Of the content that was last written under this name.
            size INTEGER NOT NULL,
            digest INTEGER NOT NULL,
            -- What has to reach the storage; NULL when it has.
            content BLOB
        ) STRICT;

        -- Objects of other devices that could not be read: the first number and the last link of each.
        CREATE TABLE replica_unreadable (
            device INTEGER NOT NULL REFERENCES replica_device (id),
            number INTEGER NOT NULL,
            link INTEGER NOT NULL,
            -- The segment of this device that tells it; NULL while it may still be on its way.
            sequence INTEGER,
            PRIMARY KEY (device, number, link)
        ) STRICT, WITHOUT ROWID;

        """

    private static let indexes = """
        CREATE INDEX replica_read ON reader_state (read_sequence) WHERE read_sequence IS NOT NULL;
        CREATE INDEX replica_bookmark ON reader_state (bookmark_sequence) WHERE bookmark_sequence IS NOT NULL;
        CREATE INDEX replica_register ON reader_register (sequence) WHERE sequence IS NOT NULL;
        CREATE INDEX replica_visit ON visit (sequence) WHERE sequence IS NOT NULL;
        CREATE INDEX replica_link_sequence ON replica_link (sequence) WHERE sequence IS NOT NULL;

        """

    private static let isRecording = "(SELECT is_recording FROM replica)"

    /// Adds, or removes all additions that are known here, `NEW.…` being the register.
    private static func membership(kind: String, subject: String, member: String, isPresent: String) -> String {
        """
        INSERT INTO replica_addition (kind, subject, member, device, added, removed, sequence)
            SELECT \(kind), \(subject), \(member), device, 1, 0, sequence FROM replica WHERE \(isPresent)
            ON CONFLICT DO UPDATE SET added = min(max(added, removed) + 1, \(ReplicaAddition.maximumCount)),
                sequence = excluded.sequence;
        UPDATE replica_addition SET removed = added
            WHERE kind = \(kind) AND subject = \(subject) AND member = \(member) AND NOT (\(isPresent))
                AND removed < added;
        """
    }

    private static let stateTriggers: String = {
        let noteRead = """
            UPDATE reader_state SET read_sequence = (SELECT sequence FROM replica) WHERE key = NEW.key;
            """
        let noteBookmark = """
            UPDATE reader_state SET bookmark_sequence = (SELECT sequence FROM replica) WHERE key = NEW.key;
            \(membership(
                kind: "'bookmark'", subject: ReaderSchema.articleID(of: "NEW.key"), member: "''",
                isPresent: "NEW.is_bookmarked = 1"))
            """
        return """
            CREATE TRIGGER replica_read_new AFTER INSERT ON reader_state
            WHEN (NEW.is_read = 1 OR NEW.read_changed_at IS NOT NULL) AND \(isRecording)
            BEGIN \(noteRead) END;

            CREATE TRIGGER replica_read_change AFTER UPDATE OF is_read, read_changed_at ON reader_state
            WHEN (NEW.is_read != OLD.is_read OR NEW.read_changed_at IS NOT OLD.read_changed_at) AND \(isRecording)
            BEGIN \(noteRead) END;

            CREATE TRIGGER replica_bookmark_new AFTER INSERT ON reader_state
            WHEN (NEW.is_bookmarked = 1 OR NEW.bookmark_changed_at IS NOT NULL) AND \(isRecording)
            BEGIN \(noteBookmark) END;

            CREATE TRIGGER replica_bookmark_change AFTER UPDATE OF is_bookmarked, bookmark_changed_at ON reader_state
            WHEN (NEW.is_bookmarked != OLD.is_bookmarked OR NEW.bookmark_changed_at IS NOT OLD.bookmark_changed_at)
                AND \(isRecording)
            BEGIN \(noteBookmark) END;

            """
    }()

    private static let registerTriggers: String = {
        let note = """
            UPDATE reader_register SET sequence = (SELECT sequence FROM replica)
                WHERE kind = NEW.kind AND subject = NEW.subject AND member = NEW.member;
            """
        let noteMember = membership(
            kind: "NEW.kind", subject: "NEW.subject", member: "NEW.member", isPresent: "NEW.value IS NOT NULL")
        let isSet = "NEW.kind IN \(ReaderRegister.memberKinds)"
        let hasChanged = "(NEW.value IS NOT OLD.value OR NEW.changed_at != OLD.changed_at)"
        return """
            CREATE TRIGGER replica_register_new AFTER INSERT ON reader_register WHEN \(isRecording)
            BEGIN \(note) END;

            CREATE TRIGGER replica_register_change AFTER UPDATE OF value, changed_at ON reader_register
            WHEN \(hasChanged) AND \(isRecording)
            BEGIN \(note) END;

            CREATE TRIGGER replica_member_new AFTER INSERT ON reader_register WHEN \(isSet) AND \(isRecording)
            BEGIN \(noteMember) END;

            CREATE TRIGGER replica_member_change AFTER UPDATE OF value, changed_at ON reader_register
            WHEN \(isSet) AND \(hasChanged) AND \(isRecording)
            BEGIN \(noteMember) END;

            CREATE TRIGGER replica_visit_new AFTER INSERT ON visit WHEN \(isRecording)
            BEGIN
                UPDATE visit SET sequence = (SELECT sequence FROM replica)
                    WHERE visited_at = NEW.visited_at AND key = NEW.key;
            END;
            """
    }()
}

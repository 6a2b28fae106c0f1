import DotNewsDatabase
import DotNewsModels

extension ArticleWriter {
    /// Keeps the version of a resource, or none when there is none.
    func put(_ resource: EncodedResource) throws {
        let address = resource.address.string
        guard let version = resource.version else {
            try connection.execute("DELETE FROM resource WHERE url = ?", address)
            return
        }
        try connection.execute(
            """
            INSERT INTO resource (url, entity_tag, last_modified, content_hash) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE
            SET entity_tag = excluded.entity_tag, last_modified = excluded.last_modified,
                content_hash = excluded.content_hash
            WHERE entity_tag IS NOT excluded.entity_tag OR last_modified IS NOT excluded.last_modified
                OR content_hash IS NOT excluded.content_hash
            """, address, version.entityTag, version.lastModified, version.contentHash.map { Int64(bitPattern: $0) })
    }
}

extension Row {
    /// Reads a version from three columns.
    func resourceVersion(from first: Int32) -> ResourceVersion {
        ResourceVersion(
            entityTag: optionalText(first), lastModified: optionalText(first + 1),
            contentHash: optionalInteger(first + 2).map { UInt64(bitPattern: $0) })
    }
}

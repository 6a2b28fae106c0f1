import DotNewsDatabase
import DotNewsModels

extension ArticleWriter {
    /// Keeps the version of a resource, or none when there is none.
    func put(_ resource: EncodedResource) throws(StoreError) {
        guard let version = resource.version else {
            return try connection.use("DELETE FROM resource WHERE url = ?1") { (statement) throws(StoreError) in
                statement.bind(resource.address.string, at: 1)
                try statement.run()
            }
        }
        try connection.use(
            """
            INSERT INTO resource (url, entity_tag, last_modified, content_hash) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE
            SET entity_tag = excluded.entity_tag, last_modified = excluded.last_modified,
                content_hash = excluded.content_hash
            WHERE entity_tag IS NOT excluded.entity_tag OR last_modified IS NOT excluded.last_modified
                OR content_hash IS NOT excluded.content_hash
            """
        ) { (statement) throws(StoreError) in
            statement.bind(resource.address.string, at: 1)
            statement.bind(version.entityTag, at: 2)
            statement.bind(version.lastModified, at: 3)
            statement.bind(version.contentHash.map { Int64(bitPattern: $0) }, at: 4)
            try statement.run()
        }
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

import DotNewsModels
import DotNewsNetworking
import DotNewsReplication
import Foundation

/// The storage where devices meet: listings and errors in XML, and addresses as people write them.
enum StorageHarness {
    private static let folder = Invented.known(WebAddress("https://cloud.example/dav/news/"))
    private static let bucket = Invented.known(S3Location(bucket: "news", prefix: "a/b"))

    static func check(_ input: Data) {
        var input = input
        let status = [200, 207, 403, 409, 500][input.takeByte() % 5]
        addresses(String(decoding: input, as: UTF8.self))
        let answer = Answer(status: status, content: input)
        waiting {
            do throws(RemoteStorageError) {
                check(try await WebDAVStorage(folder: folder, over: answer).list())
            } catch {
                check(error)
            }
            do throws(RemoteStorageError) {
                let storage = try S3Storage(
                    location: bucket, accessKeyID: "KEY", secretKey: Secret("secret"), over: answer)
                check(try await storage.list())
            } catch {
                check(error)
            }
        }
    }

    private static func check(_ objects: [ReplicaObject]) {
        for object in objects {
            require(ReplicaObjectName(object.name.rawValue) == object.name, object.name.rawValue)
            require(object.size.map { $0 >= 0 } ?? true, "\(object.size ?? 0) bytes")
        }
    }

    /// What a server says does not reach a terminal.
    private static func check(_ error: RemoteStorageError) {
        require(error.description.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 0x20 }, error.description)
    }

    private static func addresses(_ text: String) {
        guard let address = try? RemoteStorageAddress(text, relativeTo: "/home/reader") else { return }
        let again = try? RemoteStorageAddress(address.description, relativeTo: "/elsewhere")
        require(again == address, "\(address) is read as \(again.map(\.description) ?? "nothing")")
    }
}

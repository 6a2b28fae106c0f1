import DotNewsModels
import DotNewsNetworking
import DotNewsReplication
import Foundation
import Testing

@Suite struct RemoteStorageAddressTests {
    @Test(arguments: [
        ("/srv/news", "/srv/news"), ("news", "/home/reader/news"), ("./news/", "/home/reader/news"),
        ("../新聞", "/home/新聞"), ("file:///srv/a%20b", "/srv/a b"), ("file://localhost/srv/x", "/srv/x"),
        ("a%20b", "/home/reader/a%20b"), ("/srv/s3://x", "/srv/s3:/x"), ("./https://x", "/home/reader/https:/x"),
    ])
    func `a path is a folder`(text: String, path: String) throws {
        let address = try RemoteStorageAddress(text, relativeTo: "/home/reader")
        #expect(address.kind == .folder(path))
        #expect(address.description == path)
        #expect(address.credentialName == nil)
        #expect(try RemoteStorageAddress("~/news").kind == .folder(NSHomeDirectory() + "/news"))
    }

    @Test func `a web address is a WebDAV folder`() throws {
        let address = try RemoteStorageAddress("https://reader%40home@Cloud.Example:8443/dav/新聞")
        let folder = try #require(WebAddress("https://cloud.example:8443/dav/新聞/"))
        #expect(address.kind == .webDAV(folder, user: "reader@home"))
        #expect(address.credentialName?.rawValue == "storage https://reader%40home@cloud.example:8443")
        #expect(address.description == "https://reader%40home@cloud.example:8443/dav/%E6%96%B0%E8%81%9E/")
        #expect(try RemoteStorageAddress(address.description) == address)
        #expect(try RemoteStorageAddress("http://127.0.0.1/x/").credentialName == nil)
        let plain = try #require(WebAddress("https://a.example/@x/"))
        #expect(try RemoteStorageAddress("davs://a.example/@x").kind == .webDAV(plain, user: nil))
    }

    @Test func `an s3 address is a storage in a bucket`() throws {
        let amazon = try RemoteStorageAddress("s3://AKIA123@news-bucket/a/b/?region=eu-central-1")
        let location = try #require(S3Location(bucket: "news-bucket", prefix: "a/b", region: "eu-central-1"))
        #expect(amazon.kind == .s3(location, accessKeyID: "AKIA123"))
        #expect(location.endpoint.string == "https://s3.eu-central-1.amazonaws.com")
        #expect(location.prefix == "a/b/" && location.style == .virtualHost)
        #expect(amazon.credentialName?.rawValue == "storage s3://AKIA123@s3.eu-central-1.amazonaws.com")
        #expect(try RemoteStorageAddress(amazon.description) == amazon)
        let name = "encryption s3://news-bucket/a/b/?endpoint=https://s3.eu-central-1.amazonaws.com"
        #expect(amazon.encryptionSecretName.rawValue == name)
        // Keys are changed from time to time; what the bucket holds stays encrypted.
        let newKey = try RemoteStorageAddress("s3://AKIA456@news-bucket/a/b?region=eu-central-1&style=path")
        #expect(newKey.encryptionSecretName == amazon.encryptionSecretName)
        let elsewhere = try RemoteStorageAddress("s3://AKIA123@news-bucket/a?region=eu-central-1")
        #expect(elsewhere.encryptionSecretName != amazon.encryptionSecretName)

        let other = try RemoteStorageAddress("s3://k@news?endpoint=http%3A%2F%2F127.0.0.1:9000&style=host")
        guard case .s3(let storage, "k") = other.kind else { throw Unexpected() }
        #expect(
            storage.endpoint.string == "http://127.0.0.1:9000" && storage.style == .virtualHost
                && storage.prefix.isEmpty)
        #expect(try RemoteStorageAddress(other.description) == other)
        guard case .s3(let plain, nil) = try RemoteStorageAddress("s3://a.b.c?endpoint=minio.example").kind else {
            throw Unexpected()
        }
        #expect(plain.endpoint.string == "https://minio.example" && plain.style == .path)
    }

    @Test(arguments: [
        ("my%20news", "my news/", "my%20news/"), ("my news/", "my news/", "my%20news/"),
        ("新聞/a+b", "新聞/a+b/", "%E6%96%B0%E8%81%9E/a%2Bb/"),
        ("a%25b%3F", "a%b?/", "a%25b%3F/"),
    ])
    func `a prefix may have any characters`(written: String, prefix: String, encoded: String) throws {
        let address = try RemoteStorageAddress("s3://k@news-bucket/" + written)
        guard case .s3(let location, _) = address.kind else { throw Unexpected() }
        #expect(location.prefix == prefix)
        #expect(address.description.hasPrefix("s3://k@news-bucket/\(encoded)?"))
        #expect(try RemoteStorageAddress(address.description) == address)
    }

    struct Unexpected: Error {}

    @Test(arguments: [
        "", "a\u{0}b", "a\nb", "ftp://example.com/x", "https://", "https://a b/", "https://u:geheim@a.example/",
        "https://@a.example/", "https://a.example/x?y=1", "https://a.example/x#y", "https://%ff@a.example/",
        "https://a%3ageheim@a.example/", "file://server/x", "file:x", "file:///a%0", "s3://", "s3://ab", "s3://Bucket",
        "s3://k:geheim@bucket", "s3://bucket/a%zz", "s3://bucket/../x", "s3://bucket?style=virtual",
        "s3://bucket?region=a&region=b", "s3://bucket?endpoint=https://h/path", "s3://bucket?secret=geheim",
        "s3://bucket?region=eu/west", "s3://b..c",
    ])
    func `anything else is refused, without repeating a password`(text: String) throws {
        // A path may have almost any name.
        if text == "file:x" {
            #expect(try RemoteStorageAddress(text, relativeTo: "/").kind == .folder("/file:x"))
            return
        }
        let error = #expect(throws: RemoteStorageAddressError.self) { try RemoteStorageAddress(text, relativeTo: "/") }
        #expect(error?.description.contains("geheim") == false)
        #expect(error?.description.hasSuffix(".") == true)
    }
}

public import DotNewsModels
public import Foundation

/// An nginx on 127.0.0.1 that serves a folder over TLS with HTTP/2, with a certificate made for it.
///
/// Tells the protocol it was asked with in a field `X-Protocol`. Stops when the last reference goes.
public final class TLSOrigin: Sendable {
    /// What is wrong with the certificate.
    public enum Certificate: Sendable {
        /// Nothing, for those who trust ``TLSOrigin/certificateFile``.
        case proper
        /// It is for another host.
        case otherHost
        /// It is no longer valid.
        case expired
    }

    /// Why there is no such server here.
    public struct Unavailable: Error, CustomStringConvertible {
        /// A sentence.
        public let description: String
    }

    private static let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin"]
    private let files: TemporaryDirectory
    private let server: ChildProcess
    private let port: Int

    /// Whether the programs it takes are installed: nginx and openssl.
    public static var isAvailable: Bool { ["nginx", "openssl"].allSatisfy { program($0) != nil } }

    /// The certificate in PEM form; who trusts it trusts the server.
    public var certificateFile: String { files.url.appendingPathComponent("certificate.pem").path }

    /// Makes a certificate and starts the server.
    public init(serving directory: URL, certificate: Certificate = .proper) throws {
        files = try TemporaryDirectory()
        try Self.makeCertificate(certificate, in: files.url)
        // The port is free while it is bound here; that somebody takes it before nginx does is unlikely, not impossible.
        let (socket, port) = try LoopbackSocket.bound()
        socket.close()
        self.port = port
        let configuration = Self.configuration(files: files.url, directory: directory, port: port)
        let file = try files.write(configuration, to: "nginx.conf")
        server = try Self.start("nginx", ["-e", "stderr", "-c", file.path, "-p", files.url.path])
        while !LoopbackSocket.isListening(on: port) {
            guard server.isRunning else {
                throw Unavailable(description: "nginx did not start")
            }
            usleep(5_000)
        }
    }

    deinit {
        server.terminate()
        server.waitUntilExit()
    }

    /// The address of a path with its leading slash.
    public func address(_ path: String) -> WebAddress {
        guard let address = WebAddress("https://127.0.0.1:\(port)\(path)") else {
            preconditionFailure("Not a path: \(path)")
        }
        return address
    }

    private static func program(_ name: String) -> URL? {
        folders.map { URL(fileURLWithPath: $0).appendingPathComponent(name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    private static func start(_ name: String, _ arguments: [String]) throws -> ChildProcess {
        guard let program = program(name) else { throw Unavailable(description: "\(name) is not installed") }
        return try ChildProcess(program.path, arguments)
    }

    private static func makeCertificate(_ kind: Certificate, in folder: URL) throws {
        let name = if case .otherHost = kind { "DNS:elsewhere.example" } else { "IP:127.0.0.1" }
        // A day that has been, and one that will be.
        let days = if case .expired = kind { "-1" } else { "2" }
        let (key, request) = (folder.path + "/key.pem", folder.path + "/request.pem")
        try runOpenSSL([
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
            "/CN=DotNews",
            "-addext", "subjectAltName=\(name)", "-keyout", key, "-out", request,
        ])
        try runOpenSSL([
            "x509", "-req", "-in", request, "-signkey", key, "-copy_extensions", "copy", "-days", days,
            "-out", folder.path + "/certificate.pem",
        ])
    }

    private static func runOpenSSL(_ arguments: [String]) throws {
        guard try start("openssl", arguments).waitUntilExit() == 0 else {
            throw Unavailable(description: "openssl did not make a certificate")
        }
    }

    private static func configuration(files: URL, directory: URL, port: Int) -> String {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(files.path)/\($0);" }.joined(separator: "\n    ")
        return """
            daemon off;
            master_process off;
            pid \(files.path)/nginx.pid;
            events { worker_connections 512; }
            http {
                access_log off;
                \(temporary)
                types { application/json json; text/html html; }
                gzip on;
                gzip_min_length 256;
                gzip_types application/json;
                server {
                    listen 127.0.0.1:\(port) ssl http2;
                    ssl_certificate \(files.path)/certificate.pem;
                    ssl_certificate_key \(files.path)/key.pem;
                    root \(directory.path);
                    add_header X-Protocol $server_protocol always;
                    add_header X-Connection $connection always;
                }
            }
            """
    }
}

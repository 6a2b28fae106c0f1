import DotNewsModels
import DotNewsNetworking
import DotNewsReplication
import Foundation
import DotNewsTestSupport

/// A WebDAV server on 127.0.0.1: Apache or nginx as Debian has them, with a folder for the storage and a user.
final class DAVServer: Sendable {
    enum Kind: String, CaseIterable, Sendable { case apache, nginx }

    /// What is out of the ordinary.
    enum Trait: Sendable { case readOnly, smallBodies, small(SmallDrive) }

    static let user = "reader"
    static let password = Secret("sesame 開門")
    /// The password as `openssl passwd -apr1` has it.
    private static let passwordLine = "reader:$apr1$places01$wGQ1GFSeyQmmYNDM9r.K81\n"

    let port: Int
    /// Where the served files are.
    let files: URL
    private let directory: TemporaryDirectory
    private let process: ServerProcess
    private let drive: SmallDrive?

    static let isWanted = ProcessInfo.processInfo.environment["DOTNEWS_SLOW_TESTS"] == "1"

    /// The servers that are installed.
    static let available: [Kind] = Kind.allCases.filter { kind in
        switch kind {
        case .apache:
            ServerProcess.program("apache2") != nil && isFile("/usr/lib/apache2/modules/mod_dav_fs.so")
        case .nginx:
            ServerProcess.program("nginx") != nil && isFile("/usr/lib/nginx/modules/ngx_http_dav_ext_module.so")
        }
    }

    private static func isFile(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    init(_ kind: Kind, _ trait: Trait? = nil) throws {
        directory = try TemporaryDirectory()
        port = try ServerProcess.freePort()
        let root = directory.url.path
        if case .small(let drive) = trait {
            self.drive = drive
            files = drive.url
        } else {
            drive = nil
            files = directory.url.appendingPathComponent("files")
            try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        }
        try directory.write(Self.passwordLine, to: "users")
        try FileManager.default.createDirectory(
            at: directory.url.appendingPathComponent("state"), withIntermediateDirectories: true)
        if geteuid() == 0 {
            // The servers' workers run as nobody in particular, who must get there.
            chmod(root, 0o711)
            chmod(root + "/users", 0o644)
            for path in [root + "/state", files.path] { chmod(path, 0o777) }
        }
        let text =
            switch kind {
            case .apache: Self.apache(root: root, files: files.path, port: port, trait)
            case .nginx: Self.nginx(root: root, files: files.path, port: port, trait)
            }
        let file = try directory.write(text, to: "server.conf")
        process =
            switch kind {
            case .apache:
                try ServerProcess("/usr/sbin/apache2", ["-D", "FOREGROUND", "-f", file.path], port: port)
            case .nginx:
                try ServerProcess("/usr/sbin/nginx", ["-e", "stderr", "-c", file.path, "-p", root], port: port)
            }
    }

    /// A storage in a folder of the server, over a transport of its own, as another device would have it.
    func storage(
        _ path: String = "/news/", password: Secret = password, port: Int? = nil,
        clock: any Clock<Duration> = ContinuousClock()
    ) throws -> WebDAVStorage {
        guard let folder = WebAddress("http://127.0.0.1:\(port ?? self.port)\(path)") else {
            preconditionFailure("Not a path: \(path)")
        }
        return try WebDAVStorage(
            folder: folder, user: Self.user, password: password, over: PlatformTransport(), allowsClearText: false,
            clock: clock)
    }

    private static func apache(root: String, files: String, port: Int, _ trait: Trait?) -> String {
        let modules = "/usr/lib/apache2/modules"
        let names = ["authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "dav", "dav_fs"]
        let loads = (["mpm_event"] + names).map { "LoadModule \($0)_module \(modules)/mod_\($0).so" }
        let user = geteuid() == 0 ? "User www-data\nGroup www-data" : ""
        let access =
            if case .readOnly = trait {
                "<Limit GET HEAD PROPFIND OPTIONS>\nRequire valid-user\n</Limit>\n"
                    + "<LimitExcept GET HEAD PROPFIND OPTIONS>\nRequire all denied\n</LimitExcept>"
            } else {
                "Require valid-user"
            }
        let bodies = if case .smallBodies = trait { "LimitRequestBody 1000" } else { "LimitRequestBody 0" }
        return """
            ServerRoot \(root)
            PidFile \(root)/server.pid
            Listen 127.0.0.1:\(port)
            ServerName localhost
            \(loads.joined(separator: "\n"))
            \(user)
            DocumentRoot \(files)
            DavLockDB \(root)/state/locks
            ErrorLog \(root)/error.log
            <Directory \(files)>
            Dav On
            \(bodies)
            AuthType Basic
            AuthName storages
            AuthUserFile \(root)/users
            \(access)
            </Directory>
            """
    }

    private static func nginx(root: String, files: String, port: Int, _ trait: Trait?) -> String {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(root)/state/\($0);" }.joined(separator: " ")
        let access = if case .readOnly = trait { "limit_except GET PROPFIND OPTIONS { deny all; }" } else { "" }
        let bodies = if case .smallBodies = trait { "1000" } else { "16m" }
        return """
            load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;
            \(geteuid() == 0 ? "user www-data;" : "")
            daemon off;
            pid \(root)/server.pid;
            worker_processes 4;
            events { worker_connections 256; }
            http {
                access_log off;
                \(temporary)
                client_max_body_size \(bodies);
                server {
                    listen 127.0.0.1:\(port);
                    root \(files);
                    auth_basic storages;
                    auth_basic_user_file \(root)/users;
                    location / {
                        dav_methods PUT DELETE MKCOL COPY MOVE;
                        dav_ext_methods PROPFIND OPTIONS;
                        \(access)
                    }
                }
            }
            """
    }
}

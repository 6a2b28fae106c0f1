"""nginx on loopback over a folder: with gzip and validators, over plain HTTP/1.1 or over TLS with HTTP/2, and a log of the
bytes it sends."""
import os
import socket
import subprocess
import time
import zlib


def compressed_size(content):
    """The bytes of a content as nginx compresses it unless told otherwise: gzip at level 1."""
    packer = zlib.compressobj(1, wbits=31)
    return len(packer.compress(content) + packer.flush())


CONFIGURATION = """
{user} worker_processes 1; pid {place}/pid; error_log {place}/error.log; daemon off;
events {{ worker_connections 512; }}
http {{
  log_format bytes '$bytes_sent $status $uri'; access_log {log};
  sendfile on; keepalive_requests 1000000;
  types {{ application/json json; application/rss+xml xml; text/html html; image/jpeg jpg; }}
  gzip on; gzip_types application/json application/rss+xml; gzip_min_length 256;
  client_body_temp_path {place}/body; proxy_temp_path {place}/proxy; fastcgi_temp_path {place}/fastcgi;
  uwsgi_temp_path {place}/uwsgi; scgi_temp_path {place}/scgi;
  server {{ listen 127.0.0.1:{port} {options}; root {folder}; {certificate} }}
}}
"""


class Server:
    """A running nginx; `address` is where the folder is."""

    def __init__(self, scratch, folder, authority=None, logs=False):
        port = free_port()
        place = scratch / f"nginx-{port}"
        place.mkdir()
        self._log = place / "access.log"
        certificate = "" if authority is None else (
            f"ssl_certificate {authority.certificate}; ssl_certificate_key {authority.key};")
        (place / "nginx.conf").write_text(CONFIGURATION.format(
            user="user root;" if os.getuid() == 0 else "", place=place, port=port, folder=folder,
            log=f"{self._log} bytes" if logs else "off", options="" if authority is None else "ssl http2",
            certificate=certificate))
        self.address = f"{'http' if authority is None else 'https'}://127.0.0.1:{port}"
        self._process = subprocess.Popen(["nginx", "-c", str(place / "nginx.conf"), "-e", str(place / "error.log")])
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError("nginx did not start; " + (place / "error.log").read_text()[-500:])

    def stop(self):
        self._process.terminate()
        self._process.wait()

    def take_log(self):
        """What has been answered since the last call: bytes with the head, status and path of each."""
        lines = [line.split(" ", 2) for line in self._log.read_text().splitlines()]
        # nginx appends to the file that it has open.
        os.truncate(self._log, 0)
        return [(int(size), int(status), path) for size, status, path in lines]


class Authority:
    """A certificate for 127.0.0.1 that vouches for itself, good for a day, and its key."""

    def __init__(self, folder):
        self.certificate, self.key = folder / "certificate.pem", folder / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
             "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-out", self.certificate,
             "-keyout", self.key], check=True, capture_output=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

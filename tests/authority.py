"""A time-stamping authority on loopback, made with ``openssl ts``, for tests."""

import http.server
import shutil
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")

_CONFIG = """
[req]
distinguished_name = dn
prompt = no
[dn]
CN = {name}
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = one
[one]
serial = serial
crypto_device = builtin
signer_cert = signer.pem
signer_key = signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
{certs}
"""


class LocalAuthority:
    """An authority with a key of its own; as a context manager it answers on ``url``."""

    def __init__(self, folder: Path, *, embed_chain: bool, days: int = 30) -> None:
        self.folder = folder
        certs = "certs = root.pem" if embed_chain else ""
        (folder / "config").write_text(_CONFIG.format(name=f"Test {folder.name}", certs=certs))
        (folder / "serial").write_text("01\n")
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                      "root.key", "-out", "root.pem", "-days", "60", "-config", "config", "-extensions",
                      "root")  # fmt: skip
        self._openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                      "signer.key", "-out", "signer.csr", "-config", "config", "-subj", "/CN=Signer")  # fmt: skip
        self._openssl("x509", "-req", "-in", "signer.csr", "-CA", "root.pem", "-CAkey", "root.key", "-set_serial",
                      "77", "-days", str(days), "-extfile", "config", "-extensions", "signer", "-out",
                      "signer.pem")  # fmt: skip
        self.certificates = (folder / "signer.pem").read_bytes() + (folder / "root.pem").read_bytes()
        self._server: http.server.HTTPServer | None = None

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self) -> Self:
        authority = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                answer = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, query: bytes) -> bytes:
        """Stamp a query."""
        (self.folder / "query").write_bytes(query)
        self._openssl("ts", "-reply", "-config", "config", "-queryfile", "query", "-out", "reply")
        return (self.folder / "reply").read_bytes()

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, check=True)

"""The way to a registry, which is cut or changes a byte."""

import socket
import threading


class BadWire:
    """Carries connections to a port. What `there` and `back` hold happens once each, to the next bytes that way."""

    def __init__(self, port):
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.there = []
        self.back = []
        self.sent = 0
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._port))
            threading.Thread(target=self._carry, args=(client, server, self.there, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(server, client, self.back, False), daemon=True).start()

    def _carry(self, source, target, mishaps, counted):
        passed = 0
        try:
            while True:
                chunk = source.recv(1 << 16)
                if not chunk:
                    break
                passed += len(chunk)
                with self._lock:
                    mishap = mishaps.pop(0) if mishaps and passed > mishaps[0][1] else None
                if mishap and mishap[0] == "cut":
                    break
                if mishap:
                    chunk = chunk[:-1] + bytes([chunk[-1] ^ 1])
                target.sendall(chunk)
                if counted:
                    with self._lock:
                        self.sent += len(chunk)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()

    def close(self):
        self._listener.close()

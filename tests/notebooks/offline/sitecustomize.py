"""Python runs this at its start where this folder is on its path: from then on it can reach its own machine alone."""

import ipaddress
import socket

_connect, _connect_ex = socket.socket.connect, socket.socket.connect_ex


def _check(address: object) -> None:
    if not isinstance(address, tuple):
        return  # a Unix socket
    host = str(address[0])
    try:
        is_own = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_own = host == "localhost"
    if not is_own:
        raise PermissionError(f"a notebook must not reach {host!r}")


def _checked_connect(self: socket.socket, address: object) -> None:
    _check(address)
    _connect(self, address)  # type: ignore[arg-type]


def _checked_connect_ex(self: socket.socket, address: object) -> int:
    _check(address)
    return _connect_ex(self, address)  # type: ignore[arg-type]


socket.socket.connect = _checked_connect  # type: ignore[method-assign,assignment]
socket.socket.connect_ex = _checked_connect_ex  # type: ignore[method-assign,assignment]

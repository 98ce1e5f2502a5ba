"""Where the site is served: a usable address, or one sentence that says why it is not."""

from __future__ import annotations

import errno
import http.client
import socket
from ipaddress import ip_address


def usable_address(host: str, port: int) -> str:
    """Return the IP address to serve on; end the start with a sentence that names HOST or PORT."""
    try:
        family, _kind, _protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise SystemExit(f"HOST: {host} is not an address of this machine.") from error
    # The server's processes share the port among themselves and would share it with a stranger as well:
    # whether it is free shows only a socket that does not share.
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as error:
            raise SystemExit(_reason(host, port, error)) from error
    return str(address[0])


def _reason(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"PORT: {port} is in use by another program; choose another one, for example PORT={port % 65535 + 1}."
    if error.errno == errno.EACCES:
        return f"PORT: {port} is reserved for the system's administrator; choose one above 1023."
    return f"HOST: {host} is not an address of this machine."


def site_address(host: str, port: int) -> str:
    """Return the address that a browser on this machine opens."""
    try:
        ip = ip_address(host)
    except ValueError:
        return f"http://{host}:{port}/"
    if ip.is_unspecified:
        host = "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def answers(address: str, port: int) -> bool:
    """Tell whether a web server answers there, whatever it says."""
    ip = ip_address(address)
    host = ("::1" if ip.version == 6 else "127.0.0.1") if ip.is_unspecified else address
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True

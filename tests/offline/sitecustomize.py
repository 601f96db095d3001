"""Refuse every connection that leaves this computer, in the tests and in what they start.

Python imports a module of this name by itself; `conftest.py` puts this folder first on the path of
the tests and of the kernels and servers that they start. (What `start.py` starts uses no settings
from outside, so its tests name servers that do not answer.) An audit hook can't be removed again,
whatever a test patches.
"""

import ipaddress
import sys


def is_here(host):
    """Whether a host is this computer."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def refuse(event, arguments):
    """Raise an error for a connection to, or a question about, another computer."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        if not isinstance(address, tuple) or is_here(
            address[0]
        ):  # not a tuple: a socket that is a file
            return
        host = address[0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
        if is_here(host):
            return
    else:
        return
    raise ConnectionRefusedError(
        f"The tests run without the network: {host!r} is another computer."
    )


sys.addaudithook(refuse)

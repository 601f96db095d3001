"""The network is off for all tests: here, in kernels and servers, and in the browser."""

import os
import socket
import subprocess
import sys

import pytest

from tests.offline.sitecustomize import is_here

OUTSIDE = [
    # An address that is reserved for examples (RFC 5737).
    "socket.create_connection(('192.0.2.1', 80), timeout=1)",
    "socket.getaddrinfo('example.org', 443)",
    "socket.gethostbyname('example.org')",
    "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'?', ('192.0.2.1', 53))",
    "socket.create_connection(('2001:db8::1', 80), timeout=1)",
    "__import__('urllib.request').request.urlopen('http://example.org', timeout=1)",
]


@pytest.mark.parametrize("code", OUTSIDE)
def test_another_computer_is_refused(code):
    with pytest.raises(OSError, match="run without the network"):
        eval(code, {"socket": socket})  # noqa: S307 (the lines above)


@pytest.mark.parametrize("code", OUTSIDE)
def test_another_computer_is_refused_in_what_the_tests_start(code):
    done = subprocess.run(
        [sys.executable, "-c", f"import socket; {code}"],
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "run without the network" in done.stderr


def test_this_computer_answers():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=30).close()


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "::1", "0.0.0.0", "", None, b"127.0.0.1"]
)
def test_what_is_here(host):
    assert is_here(host)


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "192.0.2.1",
        "10.0.0.1",
        "2001:db8::1",
        b"example.org",
        "localhost.example.org",
    ],
)
def test_what_is_not_here(host):
    assert not is_here(host)

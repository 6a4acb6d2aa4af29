"""Takes an address as people type it: curl '…/search?q=留守儿童' sends the characters as they are.

An address on the wire is ASCII; browsers write 留 as %E7%95%99, curl and many scripts do not, and the HTTP parser refuses
those. Takes the bytes of a connection. Gives them to the parser with every byte of a request's first line that is not
ASCII written as %XX, which is what a browser would have sent; never touches headers or what follows them.
"""

from __future__ import annotations

import re

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def spelled_out(line: bytes) -> bytes:
    """The first line of a request in ASCII.

    >>> spelled_out("GET /plans?q=妇 HTTP/1.1".encode())
    b'GET /plans?q=%E5%A6%87 HTTP/1.1'
    """
    return _BEYOND_ASCII.sub(lambda byte: b"%%%02X" % byte.group()[0], line)


class TypedAddresses(H11Protocol):
    """uvicorn's connection, which also takes addresses that are not ASCII."""

    def data_received(self, data: bytes) -> None:
        """Bytes of the connection, as they come in: a first line may come in several pieces, cut within a character."""
        if self.conn.their_state is h11.IDLE and b"\n" not in self.conn.trailing_data[0]:
            line, end, rest = data.partition(b"\n")
            data = spelled_out(line) + end + rest
        super().data_received(data)

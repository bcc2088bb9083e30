"""What goes to standard output arrives whole."""

import io

from kg.cli.reading import _whole_writes


class Interrupted(io.RawIOBase):
    """Takes three bytes at a time, as a pipe does when a signal interrupts a write."""

    def __init__(self) -> None:
        self.taken = b""

    def writable(self) -> bool:
        return True

    def write(self, chunk) -> int:
        self.taken += bytes(chunk[:3])
        return min(3, len(chunk))


def test_a_write_that_is_cut_off_is_continued():
    stream = Interrupted()
    with _whole_writes(stream) as output:
        output.write(b"a line that is longer\n" * 1000)
    assert stream.taken == b"a line that is longer\n" * 1000
    assert not stream.closed


def test_a_buffer_is_left_as_it_is():
    stream = io.BytesIO()
    with _whole_writes(stream) as output:
        assert output is stream

"""Turns SVG into PNG in a process of its own, because resvg holds the interpreter while it draws.

Started by ``studio.py`` as a script, it imports nothing of ours. Asked on stdin: a length, then family, a zero byte
and the SVG; answers on stdout: ``+`` or ``-``, a length, and the picture or what is wrong. It ends when whoever asks is
gone.
"""

import signal
import struct
import sys

ZOOM = 2
LENGTH = struct.Struct(">I")


def main(font: str) -> None:
    # Who started us says when to end, by closing our stdin: a signal to everybody must not spoil the last letters.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    asked, answer = sys.stdin.buffer, sys.stdout.buffer
    while len(head := asked.read(LENGTH.size)) == LENGTH.size:
        family, _, svg = asked.read(LENGTH.unpack(head)[0]).partition(b"\0")
        good, said = drawn(svg.decode(), family.decode(), font)
        answer.write((b"+" if good else b"-") + LENGTH.pack(len(said)) + said)
        answer.flush()


def drawn(svg: str, family: str, font: str) -> tuple[bool, bytes]:
    import resvg_py  # the desk itself, which reads our constants, needs none of it

    try:
        return True, bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg, font_files=[font], font_family=family, skip_system_fonts=True, zoom=ZOOM
            )
        )
    except ValueError as error:
        return False, str(error).encode()


if __name__ == "__main__":
    main(sys.argv[1])

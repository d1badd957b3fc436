"""Which encoding a text is in: UTF-8, GBK and GB 18030, Big5, UTF-16 with or without its mark."""

from __future__ import annotations

import codecs

from graph.errors import UnreadableFile
from ingest.read.files.limits import MB

UNKNOWN = ("the text is neither UTF-8 nor GBK", "save it as CSV UTF-8")
SAMPLE = 200_000
# The characters that are used most stand in the first rows of both sets: 3,755 in GB 2312, 5,401 in Big5.
_GB_COMMON = range(0xB0, 0xD8)
_BIG5_COMMON = range(0xA4, 0xC7)
_SURE = 0.9


def encoding_of(name: str, raw: bytes) -> str:
    """Which encoding reads all of it. Raises `UnreadableFile`."""
    if raw.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise UnreadableFile(name, "it is in UTF-32", "save it as CSV UTF-8")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(name, raw, "utf-16")
    if unmarked := _utf_16(raw):
        return _checked(name, raw, unmarked)
    if b"\x00" in raw:
        raise UnreadableFile(name, "it holds zero bytes, so it is no text", "open it and save it as .xlsx or CSV UTF-8")
    if _reads(raw, "utf-8-sig"):
        return "utf-8-sig"
    _refuse_mixture(name, raw)
    order = ("big5hkscs", "gb18030") if _looks_big5(raw[:SAMPLE]) else ("gb18030", "big5hkscs")
    for encoding in order:
        if _reads(raw, encoding) and (encoding == "gb18030" or _looks_big5(raw[:SAMPLE])):
            return encoding
    raise UnreadableFile(name, *UNKNOWN)


def _checked(name: str, raw: bytes, encoding: str) -> str:
    if not _reads(raw, encoding):
        raise UnreadableFile(name, *UNKNOWN)
    return encoding


def _reads(raw: bytes, encoding: str) -> bool:
    if encoding == "utf-8-sig" and raw in (b"\xef", b"\xef\xbb"):
        return False  # a mark cut off, which its decoder waits for in silence
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        return not any(
            "\x00" in decoder.decode(raw[i : i + MB], i + MB >= len(raw)) for i in range(0, max(len(raw), 1), MB)
        )
    except UnicodeDecodeError:
        return False


def _utf_16(raw: bytes) -> str:
    """UTF-16 without a mark: its line ends and separators are ASCII, so that one byte of their pair is zero."""
    sample = raw[:SAMPLE]
    if len(sample) < 4 or len(raw) % 2 or b"\x00" not in sample:
        return ""
    marks = (b"\n", b",", b"\t", b"\r", b" ", b";")
    pairs = [sample[i : i + 2] for i in range(0, len(sample) - 1, 2)]
    little, big = sum(p[1] == 0 and p[:1] in marks for p in pairs), sum(p[0] == 0 and p[1:] in marks for p in pairs)
    if not little and not big:
        return ""
    return "utf-16-le" if little >= big else "utf-16-be"


def _refuse_mixture(name: str, raw: bytes) -> None:
    """Lines in UTF-8 beside lines in GBK come from files that were put together; either reading spoils half of it."""
    good = bad = 0
    where = 0
    for number, line in enumerate(raw[: 4 * MB].split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            good += any(c > "\u2e7f" for c in line.decode("utf-8"))
        except UnicodeDecodeError:
            bad, where = bad + 1, where or number
    if good and bad and (good >= 3 or bad <= good) and _reads(raw.split(b"\n")[where - 1], "gb18030"):
        raise UnreadableFile(
            name, f"line {where} is in another encoding than the lines in UTF-8", "save the whole as CSV UTF-8"
        )


def _share(raw: bytes, common: range, trail: range) -> float:
    """Of the two-byte characters the share that is in common use."""
    i = usual = double = 0
    while i < len(raw) - 1:
        if raw[i] < 0x80:
            i += 1
            continue
        double += 1
        usual += raw[i] in common and raw[i + 1] in trail
        i += 2
    return usual / double if double else 0.0


def _looks_big5(raw: bytes) -> bool:
    """Are more of its characters common ones when read as Big5 than when read as GBK? A text of GBK is not in doubt
    where nine of ten of its characters are among those most used."""
    gb = _share(raw, _GB_COMMON, range(0xA1, 0xFF))
    if gb >= _SURE or not _reads(raw, "big5hkscs"):
        return False
    big5 = _share(raw, _BIG5_COMMON, range(0x40, 0xFF))
    return big5 > gb and big5 >= 0.7

"""Files people and the bot send: kept whole, handed back by ``getFile`` and readable for tests."""

import struct
from dataclasses import dataclass

from .errors import Json, Refused, bad_request

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    """One file; ``width`` and ``height`` are set for photos only."""

    file_id: str
    name: str
    mime: str
    data: bytes
    path: str
    width: int = 0
    height: int = 0

    @property
    def text(self) -> str:
        """The content read as UTF-8, for CSV and the like."""
        return self.data.decode("utf-8-sig")

    def wire(self) -> Json:
        """As it stands in a message: a Document, or the only size of a photo."""
        head: Json = {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}", "file_size": len(self.data)}
        if self.width:
            return head | {"width": self.width, "height": self.height}
        return head | {"file_name": self.name, "mime_type": self.mime}


class FileShelf:
    """All files of the service by id and by download path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, data: bytes, name: str, mime: str, *, photo: bool = False, by_bot: bool = True) -> StoredFile:
        """Store a file. Raises Refused as the upload would be refused."""
        if not data:
            raise bad_request("file must be non-empty")
        if by_bot and len(data) > UPLOAD_LIMIT:
            raise Refused(413, "Request Entity Too Large")
        width = height = 0
        if photo:
            if len(data) > PHOTO_LIMIT:
                raise bad_request("file is too big for a photo; the maximum size is 10485760 bytes")
            width, height = picture_size(data)
            if width + height > 10_000 or max(width, height) > 20 * min(width, height):
                raise bad_request("PHOTO_INVALID_DIMENSIONS")
        number = len(self._by_id)
        folder, letters = ("photos", "AgAC") if photo else ("documents", "BQAC")
        file_id = f"{letters}{number:08d}AAQ"
        dot = name.rfind(".")
        path = f"{folder}/file_{number}{name[dot:] if dot >= 0 and name[dot + 1 :].isalnum() else ''}"
        file = StoredFile(file_id, name, mime, data, path, width, height)
        self._by_id[file_id] = self._by_path[path] = file
        return file

    def by_id(self, file_id: str) -> StoredFile | None:
        """The file with this id, if the service ever gave it out."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """The file ``getFile`` named with this path."""
        return self._by_path.get(path)


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG or JPEG. Raises Refused(IMAGE_PROCESS_FAILED) for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        if width and height:
            return int(width), int(height)
    if data.startswith(b"\xff\xd8"):
        at = 2
        while at + 9 <= len(data) and data[at] == 0xFF:
            marker = data[at + 1]
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                height, width = struct.unpack(">HH", data[at + 5 : at + 9])
                if width and height:
                    return int(width), int(height)
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise bad_request("IMAGE_PROCESS_FAILED")

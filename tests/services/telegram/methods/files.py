"""getFile; the bytes themselves are fetched at ``/file/bot<token>/<file_path>``."""

from ..errors import Json, bad_request
from ..files import DOWNLOAD_LIMIT
from ..params import Params
from ..world import World


async def get_file(world: World, params: Params) -> Json:
    """Where a file can be fetched; bots fetch up to 20 MB."""
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = world.files.by_id(file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    head = {"file_id": file.file_id, "file_unique_id": f"u{file.file_id}"}
    return head | {"file_size": len(file.data), "file_path": file.path}


METHODS = {"getFile": get_file}

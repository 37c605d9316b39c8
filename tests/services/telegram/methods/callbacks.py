"""answerCallbackQuery."""

from ..errors import QUERY_TOO_OLD, Refused, bad_request
from ..params import Params
from ..people import Answer
from ..world import World


async def answer_callback_query(world: World, params: Params) -> bool:
    """Ends the progress bar of a press, once, while the press is young enough."""
    text = params.text("text")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.open_press(params.text("callback_query_id"))
    if query is None:
        raise Refused(400, QUERY_TOO_OLD)
    query.answer = Answer(text, params.flag("show_alert"), params.text("url") or None)
    world.bell.ring()
    return True


METHODS = {"answerCallbackQuery": answer_callback_query}

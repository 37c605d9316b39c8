"""Letters for pictures: the font that is installed with Muster, so that a picture is the same on every machine; where
somebody took it away, one of the system's Chinese fonts."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

_NOTO = ("Noto Sans CJK SC", "Noto Sans CJK TC")
_SYSTEM = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", *_NOTO),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", *_NOTO),
    ("/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc", *_NOTO),
    ("/usr/share/fonts/adobe-source-han-sans/SourceHanSans-Regular.ttc", "Source Han Sans SC", "Source Han Sans TC"),
    ("/System/Library/Fonts/PingFang.ttc", "PingFang SC", "PingFang TC"),
    ("C:/Windows/Fonts/msyh.ttc", "Microsoft YaHei", "Microsoft YaHei"),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "WenQuanYi Micro Hei", "WenQuanYi Micro Hei"),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", "WenQuanYi Zen Hei", "WenQuanYi Zen Hei"),
)


@dataclass(frozen=True, slots=True)
class Font:
    """A file and its families: 简 and 繁 write some letters in different shapes."""

    file: Path
    hans: str
    hant: str

    def family(self, locale: str) -> str:
        return self.hant if locale == "zh_Hant" else self.hans


@cache
def find() -> Font | None:
    """``None``: there are no Chinese letters on this machine, and pictures would hold empty boxes."""
    return next((font for font in _known() if font.file.is_file()), None)


def _known() -> Iterator[Font]:
    with contextlib.suppress(ImportError):
        yield Font(Path(str(files("noto_cjk_sans_otc"))) / "NotoSansCJK-Regular.ttc", *_NOTO)
    for file, hans, hant in _SYSTEM:
        yield Font(Path(file), hans, hant)

"""The command line in a process of its own, as an operator types it."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
CANARIES = {
    "MUSTER_TELEGRAM_TOKEN": "123456789:AAHcanary-token_of-a-test-0123456789a",
    "MUSTER_DISCORD_TOKEN": "MTA5NjQyNTk3ODQ1NjM0NDU3Ng.GhYkXz.canaryCanaryCanary0123456789abcdefghij",
    "MUSTER_HTTP_TOKEN": "canary-of-the-port",
    "MUSTER_TELEGRAM_WEBHOOK_SECRET": "canary-secret-0123456789-0123456789",
    "MUSTER_TELEGRAM_WEBHOOK_URL": "https://bot.example/telegram/canary-0123456789",
}
NOBODY = {"MUSTER_TELEGRAM_API_URL": "http://127.0.0.1:9", "MUSTER_DISCORD_API_URL": "http://127.0.0.1:9/api"}

Done = subprocess.CompletedProcess[bytes]


def muster(folder: Path, *words: str, **env: str) -> Done:
    """Run it in an empty folder with a clean environment."""
    return answered(folder, words, b"", env)


def answered(folder: Path, words: Sequence[str], answer: bytes, env: Mapping[str, str] | None = None) -> Done:
    """The same; ``answer`` is what is typed when it asks."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}
    full = {**kept, "PYTHONPATH": str(ROOT), "MUSTER_DATA_DIR": str(folder), **(env or {})}
    typed = [sys.executable, "-m", "bot", *words]
    done = subprocess.run(typed, cwd=folder, env=full, capture_output=True, input=answer, timeout=50, check=False)
    assert b"canary" not in done.stdout + done.stderr
    return done

"""The operator's words: understood where they are right, all told at once where they are wrong, never repeated where
they are secret."""

import os
from pathlib import Path

import pytest

from bot.settings import ConfigurationError, Settings, prepare_data_dir, read_settings, unknown_names

TELEGRAM_TOKEN = "123456789:AAHcanary-token_of-a-test-0123456789a"
SECRET = "s" * 32
WEBHOOK = {
    "MUSTER_TELEGRAM_WEBHOOK_URL": "https://bot.example/telegram/abcdefghijkl",
    "MUSTER_TELEGRAM_WEBHOOK_SECRET": SECRET,
}


def problems_of(env: dict[str, str], dotenv: Path | None = None, *, chats: bool = False) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        read_settings(env, dotenv, chats=chats)
    return caught.value.problems


def test_nothing_set_gives_the_defaults_of_the_handbook() -> None:
    settings = read_settings({})
    assert (settings.data_dir, settings.database) == (Path("data"), "sqlite:///data/muster.db")
    assert (settings.http_host, settings.http_port, settings.loopback) == ("127.0.0.1", 8080, True)
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.discord_api_url == "https://discord.com/api/v10"
    assert (settings.catalogue, settings.log_level, settings.log_format) == (Path("muster.yaml"), "info", "console")


def test_the_machine_s_environment_is_not_looked_at_behind_the_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSTER_HTTP_PORT", "9")
    assert read_settings({}).http_port == Settings().http_port == 8080


def test_the_database_lies_in_the_data_folder_unless_named() -> None:
    assert read_settings({"MUSTER_DATA_DIR": "/data"}).database == "sqlite:////data/muster.db"
    url = "postgresql+asyncpg://muster:pw@db/muster"
    assert read_settings({"MUSTER_DATABASE_URL": url}).database == url


def test_the_environment_wins_over_dotenv_and_foreign_names_in_it_do_not_matter(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("POSTGRES_PASSWORD=x\nMUSTER_HTTP_PORT=1111\nexport MUSTER_LOG_LEVEL='Debug' # loud\n")
    settings = read_settings({"MUSTER_HTTP_PORT": "2222", "PATH": "/bin"}, dotenv)
    assert (settings.http_port, settings.log_level) == (2222, "debug")


def test_an_empty_value_counts_as_not_set() -> None:
    assert read_settings({"MUSTER_DISCORD_TOKEN": " ", "MUSTER_HTTP_PORT": ""}).discord_token is None


def test_a_secret_can_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(TELEGRAM_TOKEN + "\n")
    settings = read_settings({"MUSTER_TELEGRAM_TOKEN_FILE": str(file)}, chats=True)
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TELEGRAM_TOKEN


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"x" * 70_000], ids=["missing", "empty", "binary", "long"])
def test_a_file_that_holds_no_value_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    assert any("MUSTER_DISCORD_TOKEN_FILE" in line for line in problems_of({"MUSTER_DISCORD_TOKEN_FILE": str(file)}))


def test_a_value_and_a_file_for_it_are_one_too_many(tmp_path: Path) -> None:
    env = {"MUSTER_DISCORD_TOKEN": "a.b.c", "MUSTER_DISCORD_TOKEN_FILE": str(tmp_path)}
    assert problems_of(env) == ["MUSTER_DISCORD_TOKEN and MUSTER_DISCORD_TOKEN_FILE are both set: keep one"]


def test_everything_wrong_is_told_at_once() -> None:
    env = {
        "MUSTER_HTTP_PORT": "eighty",
        "MUSTER_HTTP_HOST": "0.0.0.0",
        "MUSTER_LOG_LEVEL": "loud",
        "MUSTER_DATABASE_URL": "mysql://x/y",
        "MUSTER_TELEGRAM_WEBHOOK_URL": "http://bot.example/telegram/x",
    }
    told = problems_of(env, chats=True)
    named = [name for name in (*env, "MUSTER_TELEGRAM_WEBHOOK_SECRET", "MUSTER_HTTP_TOKEN") if name in str(told)]
    assert len(named) == 7
    assert any("no chat to start" in line for line in told)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        *(("MUSTER_HTTP_PORT", value, "must be a number from 0 to 65535, such as 8080")
          for value in ("65536", "-1", "80.5", "eighty", "８０８０", "99999999999")),
        ("MUSTER_LOG_LEVEL", "trace", "must be debug, info, warning or error"),
        ("MUSTER_LOG_FORMAT", "xml", "must be console or json"),
    ],
)  # fmt: skip
def test_a_wrong_number_or_word_is_told_with_what_it_can_be(name: str, value: str, told: str) -> None:
    assert problems_of({name: value}) == [f"{name}: {told}"]


def test_a_missing_value_that_stands_under_a_misspelled_name_is_told_at_once() -> None:
    told = problems_of({"MUSTER_TELEGRM_TOKEN": "123:abc"}, chats=True)
    assert told[-1] == "MUSTER_TELEGRM_TOKEN is not a setting: did you mean MUSTER_TELEGRAM_TOKEN?"
    assert "abc" not in str(told)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MUSTER_TELEGRAM_TOKEN", "no-colon"),
        ("MUSTER_TELEGRAM_TOKEN", "12345:with blank"),
        ("MUSTER_DISCORD_TOKEN", "Bot abc.def.ghi"),
        ("MUSTER_DISCORD_TOKEN", "abc.令牌.ghi"),
        ("MUSTER_TELEGRAM_API_URL", "127.0.0.1:8081"),
        ("MUSTER_TELEGRAM_API_URL", "ftp://x"),
        ("MUSTER_TELEGRAM_API_URL", "http://user:pw@x"),
        ("MUSTER_DISCORD_API_URL", "http://x/api?v=10"),
        ("MUSTER_DISCORD_API_URL", "http://[::1"),
        ("MUSTER_DISCORD_GATEWAY_URL", "http://x"),
        ("MUSTER_DATABASE_URL", "sqlite://data.db"),
        ("MUSTER_DATABASE_URL", "sqlite:///:memory:"),
        ("MUSTER_DATABASE_URL", "postgresql://host"),
        ("MUSTER_DATABASE_URL", "postgresql://u:pa/ss@host/db"),
        ("MUSTER_HTTP_PORT", "65536"),
        ("MUSTER_HTTP_PORT", "-1"),
        ("MUSTER_HTTP_PORT", "80.5"),
        ("MUSTER_HTTP_HOST", "http://127.0.0.1"),
        ("MUSTER_HTTP_HOST", "0.0.0.0"),
        ("MUSTER_HTTP_HOST", "::"),
        ("MUSTER_HTTP_HOST", "bot.example"),
        ("MUSTER_LOG_LEVEL", "trace"),
        ("MUSTER_LOG_FORMAT", "xml"),
        ("MUSTER_TELEGRAM_WEBHOOK_URL", "https://bot.example/telegram/x"),
        ("MUSTER_TELEGRAM_WEBHOOK_SECRET", SECRET),
    ],
)
def test_a_wrong_value_is_refused_with_its_name(name: str, value: str) -> None:
    told = problems_of({name: value})
    assert name in told[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MUSTER_TELEGRAM_WEBHOOK_URL", "https://bot.example"),
        ("MUSTER_TELEGRAM_WEBHOOK_URL", "https://bot.example/metrics"),
        ("MUSTER_TELEGRAM_WEBHOOK_URL", "https://bot.example:8080/telegram/x"),
        ("MUSTER_TELEGRAM_WEBHOOK_SECRET", "s" * 31),
        ("MUSTER_TELEGRAM_WEBHOOK_SECRET", "s" * 31 + "!"),
        ("MUSTER_TELEGRAM_WEBHOOK_SECRET", "s" * 257),
    ],
)
def test_a_webhook_that_telegram_would_not_call_is_refused(name: str, value: str) -> None:
    assert read_settings(WEBHOOK).telegram_webhook_url
    assert [line for line in problems_of(WEBHOOK | {name: value}) if line.startswith(name)]


def test_a_self_hosted_bot_api_calls_any_port() -> None:
    env = WEBHOOK | {"MUSTER_TELEGRAM_WEBHOOK_URL": "https://bot.example:8443/t/x"}
    assert read_settings(env | {"MUSTER_TELEGRAM_API_URL": "http://127.0.0.1:8081/"}).telegram_api_url.endswith(":8081")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_a_loopback_address_needs_no_token(host: str) -> None:
    assert read_settings({"MUSTER_HTTP_HOST": host}).loopback


def test_an_open_port_is_fine_with_a_token() -> None:
    assert not read_settings({"MUSTER_HTTP_HOST": "0.0.0.0", "MUSTER_HTTP_TOKEN": "t0ken"}).loopback


def test_no_message_and_no_representation_repeats_a_secret() -> None:
    canary = "canary-7Q-"
    env = {
        "MUSTER_TELEGRAM_TOKEN": f"{canary} 1",
        "MUSTER_DISCORD_TOKEN": f"{canary} 2",
        "MUSTER_HTTP_TOKEN": f"{canary} 3",
        "MUSTER_TELEGRAM_WEBHOOK_SECRET": f"{canary}4",
        "MUSTER_DATABASE_URL": f"postgresql://u:{canary}/5@host:x/db",
    }
    assert canary not in "\n".join(problems_of(env))
    for name in env:
        assert canary not in str(problems_of({name: env[name]}))
    good = read_settings({"MUSTER_DISCORD_TOKEN": canary, "MUSTER_DATABASE_URL": f"postgresql://u:{canary}@host/db"})
    assert canary not in repr(good) + str(good) + repr(good.model_dump())
    assert good.secrets == (canary,)


def test_every_secret_is_known_to_the_redaction() -> None:
    env = WEBHOOK | {"MUSTER_TELEGRAM_TOKEN": TELEGRAM_TOKEN, "MUSTER_DATABASE_URL": "postgresql://u:p%40ss@h/d"}
    assert {TELEGRAM_TOKEN, SECRET, "p%40ss", "p@ss", "abcdefghijkl"} == set(read_settings(env).secrets)


def test_a_name_that_means_nothing_is_reported_with_the_nearest_right_one(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("MUSTER_TELEGRAM_TOCKEN=x\nOTHER=1\n")
    env = {"MUSTER_HTP_PORT": "1", "MUSTER_HTTP_TOKEN_FILE": "/x", "muster_log_level": "info", "MUSTER_QQQQ": "1"}
    assert unknown_names(env, dotenv) == [
        ("MUSTER_HTP_PORT", "MUSTER_HTTP_PORT"),
        ("muster_log_level", "MUSTER_LOG_LEVEL"),
        ("MUSTER_QQQQ", None),
        ("MUSTER_TELEGRAM_TOCKEN", "MUSTER_TELEGRAM_TOKEN"),
    ]
    assert read_settings(env | {"MUSTER_HTTP_TOKEN_FILE": ""}, dotenv).http_port == 8080, "a strange name stops nobody"


def test_the_demo_keeps_away_from_the_team_s_data_and_tokens() -> None:
    env = WEBHOOK | {"MUSTER_TELEGRAM_TOKEN": TELEGRAM_TOKEN, "MUSTER_DATABASE_URL": "postgresql://u:p@h/d"}
    demo = read_settings(env).for_demo()
    assert (demo.database, demo.telegram_token, demo.telegram_webhook_url) == ("sqlite:///data/demo/muster.db",) + (
        None,
    ) * 2
    assert read_settings({"MUSTER_DATA_DIR": "/d"}).for_demo().data_dir == Path("/d")


def test_the_data_folder_is_the_owner_s_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        settings = read_settings({"MUSTER_DATA_DIR": str(tmp_path / "deep" / "data")})
        assert prepare_data_dir(settings) == []
        assert settings.data_dir.stat().st_mode & 0o777 == 0o700
        (settings.data_dir / "file").touch()
        assert (settings.data_dir / "file").stat().st_mode & 0o777 == 0o600
        settings.data_dir.chmod(0o755)
        assert "chmod 700" in prepare_data_dir(settings)[0]
    finally:
        os.umask(before)


def test_a_data_folder_that_cannot_be_is_a_matter_of_settings(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match="MUSTER_DATA_DIR"):
        prepare_data_dir(read_settings({"MUSTER_DATA_DIR": str(tmp_path / "file" / "data")}))

"""Settings: what is meant is read, and what makes no sense is one line that names the setting and the mend."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor import env

words = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


def refusal(caught: pytest.ExceptionInfo[env.SettingError]) -> str:
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("given", "meant"), [("1", True), ("Yes", True), (" on ", True), ("0", False), ("FALSE", False), ("", True)]
)
def test_a_flag_is_read_however_it_is_written(given: str, meant: bool) -> None:
    assert env.flag("LOCI_X", True, environ={"LOCI_X": given}) is meant


@pytest.mark.parametrize("given", ["maybe", "2", "ja"])
def test_a_flag_that_is_neither_is_refused(given: str) -> None:
    with pytest.raises(env.SettingError) as caught:
        env.flag("LOCI_X", True, environ={"LOCI_X": given})
    assert refusal(caught) == f"Setting LOCI_X: “{given}” is neither yes nor no. Use 1 or 0."


@pytest.mark.parametrize("given", ["0", "65", "3.5", "--3", "٣", "1e1", "ten", "9" * 5000])
def test_a_number_out_of_its_bounds_or_none_at_all_is_refused_with_the_bounds(given: str) -> None:
    with pytest.raises(env.SettingError) as caught:
        env.whole("LOCI_X", 2, least=1, most=64, environ={"LOCI_X": given})
    assert "is not a whole number from 1 to 64. The default is 2." in refusal(caught)


@given(st.integers(-50, 50))
def test_a_number_within_its_bounds_is_itself(number: int) -> None:
    assert env.whole("LOCI_X", 0, least=-50, most=50, environ={"LOCI_X": f" {number} "}) == number


def test_one_of_some_words_is_read_however_it_is_written_and_no_other() -> None:
    assert env.choice("LOCI_X", "INFO", ["DEBUG", "INFO"], environ={"LOCI_X": " debug "}) == "DEBUG"
    assert env.choice("LOCI_X", "INFO", ["DEBUG", "INFO"], environ={}) == "INFO"
    with pytest.raises(env.SettingError) as caught:
        env.choice("LOCI_X", "INFO", ["DEBUG", "INFO"], environ={"LOCI_X": "chatty"})
    assert refusal(caught) == "Setting LOCI_X: “CHATTY” is none of DEBUG, INFO. The default is INFO."


@pytest.mark.parametrize("given", ["localhost:6379", "http://x", "redis://u:secret@x:99999", "redis://u:secret@[x"])
def test_an_address_of_no_server_is_refused_without_showing_it(given: str) -> None:
    with pytest.raises(env.SettingError) as caught:
        env.address("LOCI_X", ["redis", "amqp"], environ={"LOCI_X": given})
    assert "Begin with redis://, amqp://." in refusal(caught)
    assert "secret" not in refusal(caught)


def test_an_address_of_a_server_is_taken_as_it_is() -> None:
    assert env.address("LOCI_X", ["redis"], environ={"LOCI_X": "redis://u:p@x:6379/1"}) == "redis://u:p@x:6379/1"
    assert env.address("LOCI_X", ["redis"], environ={}) == ""


def test_names_stand_between_commas() -> None:
    assert env.names("LOCI_X", ["a"], environ={"LOCI_X": " b, c,, "}) == ["b", "c"]
    assert env.names("LOCI_X", ["a"], environ={}) == ["a"]


def test_a_file_fills_in_what_the_environment_does_not_say(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# ours\n\nLOCI_PORT = 9000\nLOCI_HOST='0.0.0.0'\nLOCI_MAIL_PASSWORD=a=b#c\n")
    environ = {"LOCI_PORT": "8001"}
    env.load_dotenv(file, environ)
    assert environ == {"LOCI_PORT": "8001", "LOCI_HOST": "0.0.0.0", "LOCI_MAIL_PASSWORD": "a=b#c"}


@pytest.mark.parametrize("content", ["LOCI_PORT=1\nexport this", "LOCI_PORT=1\nLOCI PORT=1"])
def test_a_line_of_the_file_that_is_no_setting_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / ".env").write_text(content)
    with pytest.raises(env.SettingError) as caught:
        env.load_dotenv(tmp_path / ".env", {})
    assert refusal(caught).startswith("Setting .env:2: “")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"LOCI_PORT=\xff\xfe")
    with pytest.raises(env.SettingError) as caught:
        env.load_dotenv(tmp_path / ".env", {})
    assert "it is not UTF-8 text" in refusal(caught)


def test_a_database_address_is_taken_apart_with_its_escapes() -> None:
    read = env.database("LOCI_X", Path("x"), environ={"LOCI_X": "postgresql://ada:p%40ss@db.example:5433/lo%20ci"})
    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"], read["NAME"]) == (
        "ada",
        "p@ss",
        "db.example",
        "5433",
        "lo ci",
    )


@pytest.mark.parametrize(
    "given", ["mysql://x/y", "postgresql://host", "postgresql://u:secret@host:99999/x", "postgresql://u:secret@[x/y"]
)
def test_a_database_address_that_is_none_is_refused_without_showing_it(given: str) -> None:
    with pytest.raises(env.SettingError) as caught:
        env.database("LOCI_X", Path("x"), environ={"LOCI_X": given})
    assert "Write postgresql://user:password@host:5432/name" in refusal(caught)
    assert "secret" not in refusal(caught)


@given(words)
def test_no_value_breaks_a_reader(value: str) -> None:
    environ = {"LOCI_X": value}
    for read in (
        lambda: env.flag("LOCI_X", False, environ=environ),
        lambda: env.whole("LOCI_X", 1, least=1, most=9, environ=environ),
        lambda: env.names("LOCI_X", [], environ=environ),
        lambda: env.choice("LOCI_X", "A", ["A"], environ=environ),
        lambda: env.address("LOCI_X", ["redis"], environ=environ),
        lambda: env.database("LOCI_X", Path("x"), environ=environ),
    ):
        try:
            read()
        except env.SettingError as refused:
            assert refused.name == "LOCI_X"


@given(st.text("abc/é", min_size=1, max_size=200))
def test_the_brokers_socket_always_has_a_path_that_the_system_takes(folder: str) -> None:
    assert len(str(env.socket_file(Path("/") / folder)).encode()) <= 100


def test_a_broker_that_is_no_cache_wants_a_cache_beside_it() -> None:
    environ = os.environ | {"LOCI_BROKER_URL": "amqp://rabbit.example", "DJANGO_SETTINGS_MODULE": "tutor.settings"}
    asked = subprocess.run([sys.executable, "-c", "import tutor.settings"], env=environ, capture_output=True, text=True)
    assert asked.returncode == 1
    assert asked.stderr.startswith("Setting LOCI_CACHE_URL: it is not set, and the broker is no cache.")
    assert asked.stderr.count("\n") == 1


@pytest.mark.parametrize("given", ["https://learn.example", "http://localhost:8000", " https://learn.example/ "])
def test_the_address_of_a_site_is_read_without_its_last_slash(given: str) -> None:
    assert env.origin("LOCI_X", "", environ={"LOCI_X": given}) == given.strip().rstrip("/")
    assert env.origin("LOCI_X", "http://localhost:8000", environ={}) == "http://localhost:8000"


@pytest.mark.parametrize(
    "given", ["learn.example", "ftp://x", "https://", "https://x/learn", "https://x?y", "https://u:secret@x", "https://[x"]
)
def test_what_is_no_address_of_a_site_is_refused(given: str) -> None:
    with pytest.raises(env.SettingError) as caught:
        env.origin("LOCI_X", "", environ={"LOCI_X": given})
    assert "https://learn.example" in refusal(caught) and "secret" not in refusal(caught)


def test_a_key_of_32_bytes_is_taken_and_another_is_refused_without_showing_it() -> None:
    key = "A" * 43
    assert env.key_of_32_bytes("LOCI_X", key) == key
    for wrong in ("", "A" * 42, "A" * 44, "A" * 42 + "!", "ü" * 43, "A" * 20 + " " + "A" * 23):
        with pytest.raises(env.SettingError) as caught:
            env.key_of_32_bytes("LOCI_X", wrong)
        assert "32 bytes" in refusal(caught) and "AAAA" not in refusal(caught)

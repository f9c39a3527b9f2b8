"""The reference documents, and the command that writes them."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from roundel.access.roles import PERMISSIONS, ROLES
from roundel.audit.registry import all_events
from roundel.desk.reference import DOCUMENTS, environment
from roundel.desk.reference.markdown import code, first_paragraph, page, section, table
from roundel.desk.reference.states import all_tables
from roundel.desk.reference.who_may.doors import Door, anybody, only


def docs(folder: Path, *options: str) -> str:
    said = StringIO()
    call_command("docs", *options, folder=folder, stdout=said)
    return said.getvalue()


def test_documents_are_written_once_and_checked(tmp_path: Path) -> None:
    assert "states.md" in docs(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(DOCUMENTS)
    assert "up to date" in docs(tmp_path, "--check")
    assert "nothing" in docs(tmp_path)


def test_the_check_names_what_is_out_of_date(tmp_path: Path) -> None:
    docs(tmp_path)
    (tmp_path / "states.md").write_text("by hand", encoding="utf-8")
    (tmp_path / "urls.md").unlink()
    with pytest.raises(CommandError, match=r"out of date: states\.md, urls\.md") as caught:
        docs(tmp_path, "--check")
    assert caught.value.returncode == 1
    assert (tmp_path / "states.md").read_text(encoding="utf-8") == "by hand"


def test_permissions_name_every_role_and_permission() -> None:
    text = DOCUMENTS["permissions.md"]()
    assert all(f"`{name}`" in text for name in (*ROLES, *PERMISSIONS))


def test_states_are_drawn() -> None:
    text = DOCUMENTS["states.md"]()
    assert all_tables()
    assert text.count("```mermaid") == len(all_tables())
    labels = [line.split("-->")[1] for line in text.splitlines() if "-->" in line]
    assert all(label.count(":") <= 1 for label in labels), "a second colon ends the label in the picture"


def test_every_event_and_field_is_there() -> None:
    text = DOCUMENTS["audit-events.md"]()
    assert all(f"`{event.name}`" in text for event in all_events())
    assert "not declared" not in DOCUMENTS["data-dictionary.md"]()


def test_every_address_is_declared() -> None:
    assert "not declared" not in DOCUMENTS["urls.md"]()


def test_an_environment_variable_without_words_is_refused() -> None:
    with pytest.raises(environment.UndescribedVariableError, match="ROUNDEL_NEW_THING"):
        environment.check_described({*environment.WORDS, "ROUNDEL_NEW_THING"})
    with pytest.raises(environment.UndescribedVariableError, match="read nowhere"):
        environment.check_described(set(environment.WORDS) - {"ROUNDEL_HOSTS"})


def test_variables_are_found_in_code(tmp_path: Path) -> None:
    source = tmp_path / "settings.py"
    source.write_text('A = env.text("ROUNDEL_A")\nB = "not ROUNDEL_B"\nROUNDEL_C = 1\n', encoding="utf-8")
    assert environment.found_in([source]) == {"ROUNDEL_A"}


def test_commands_list_their_options() -> None:
    text = DOCUMENTS["commands.md"]()
    assert "usage: ./run VERB" in text
    assert "`--check`" in text


def test_markdown() -> None:
    assert table(("a", "b"), [("1|2", "x\ny")]) == "| a | b |\n| --- | --- |\n| 1\\|2 | x y |"
    assert page("T", section("S", code("x", "text"))).endswith("## S\n\n```text\nx\n```\n")
    assert first_paragraph("One\ntwo.\n\nThree.") == "One two."


def test_who_may_in_words() -> None:
    assert anybody().words() == Door.OPEN.value
    assert only("auditor", "practitioner").words() == "practitioner, auditor"

"""Sealing, keys, blind indexes and the audit chain."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import stat

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from roundel.kernel import crypto
from roundel.kernel.crypto.keys import fresh_key

AAD = b"helpline.Contact.notes:1"


def key(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


def keys(**changes: object) -> dict[str, object]:
    base = {
        "sealing": {"current": "2026a", "keys": {"2026a": key("a"), "2025a": key("b")}},
        "index": key("c"),
        "audit": key("d"),
        "pepper": key("e"),
        "django": "signing",
    }
    return {**base, **changes}


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.ROUNDEL_KEYS = keys()


class TestSealing:
    @given(st.binary(max_size=3000), st.binary(max_size=100))
    def test_opens_to_what_was_sealed(self, plaintext, aad):
        assert crypto.unseal(crypto.seal(plaintext, aad=aad), aad=aad) == plaintext

    def test_never_twice_the_same(self):
        assert len({crypto.seal(b"same", aad=AAD) for _ in range(1000)}) == 1000

    def test_shows_its_key_and_not_its_content(self):
        token = crypto.seal(b"a note about nobody", aad=AAD)
        assert crypto.key_id(token) == "2026a"
        assert token[: crypto.HEADER_BYTES] == b"\x012026a\0\0\0" == crypto.current_header()
        assert b"note" not in token

    def test_every_changed_bit_is_noticed(self):
        token = crypto.seal(b"short", aad=AAD)
        for position in range(len(token)):
            for bit in range(8):
                changed = bytearray(token)
                changed[position] ^= 1 << bit
                with pytest.raises(crypto.CryptoError):
                    crypto.unseal(bytes(changed), aad=AAD)

    def test_every_shortening_is_noticed(self):
        token = crypto.seal(b"short", aad=AAD)
        for length in range(len(token)):
            with pytest.raises(crypto.Tampered):
                crypto.unseal(token[:length], aad=AAD)

    def test_does_not_open_elsewhere(self):
        token = crypto.seal(b"short", aad=AAD)
        with pytest.raises(crypto.Tampered):
            crypto.unseal(token, aad=AAD + b"0")

    def test_relabelling_with_another_known_key_is_noticed(self):
        token = crypto.seal(b"short", aad=AAD)
        with pytest.raises(crypto.Tampered):
            crypto.unseal(token.replace(b"2026a", b"2025a", 1), aad=AAD)

    def test_families_do_not_open_each_other(self):
        token = crypto.seal(b"name", aad=AAD, family="identity")
        assert crypto.unseal(token, aad=AAD, family="identity") == b"name"
        with pytest.raises(crypto.Tampered):
            crypto.unseal(token, aad=AAD)

    def test_an_older_key_still_opens(self, settings):
        settings.ROUNDEL_KEYS = keys(sealing={"current": "2025a", "keys": {"2025a": key("b")}})
        old = crypto.seal(b"old", aad=AAD)
        settings.ROUNDEL_KEYS = keys()
        assert crypto.unseal(old, aad=AAD) == b"old"
        assert not crypto.is_current(old)
        assert crypto.is_current(crypto.seal(b"new", aad=AAD))

    def test_a_key_that_is_gone_is_named(self, settings):
        token = crypto.seal(b"secret words", aad=AAD)
        settings.ROUNDEL_KEYS = keys(sealing={"current": "2027a", "keys": {"2027a": key("f")}})
        with pytest.raises(crypto.UnknownKey, match="case key '2026a'") as caught:
            crypto.unseal(token, aad=AAD)
        assert "secret" not in str(caught.value)

    def test_errors_carry_no_content(self):
        token = crypto.seal(b"secret words", aad=b"secret place")
        with pytest.raises(crypto.Tampered) as caught:
            crypto.unseal(token, aad=AAD)
        assert "secret" not in f"{caught.value!r} {caught.value.__cause__!r}"

    def test_a_key_of_ones_own(self):
        mine, other = b"m" * 32, b"o" * 32
        token = crypto.seal_with(mine, b"wrapped", aad=AAD)
        assert crypto.unseal_with(mine, token, aad=AAD) == b"wrapped"
        with pytest.raises(crypto.Tampered):
            crypto.unseal_with(other, token, aad=AAD)
        with pytest.raises(crypto.UnknownKey):
            crypto.unseal(token, aad=AAD)
        with pytest.raises(crypto.Tampered):
            crypto.unseal_with(mine, crypto.seal(b"x", aad=AAD), aad=AAD)


class TestKeyring:
    def test_is_loaded_once(self, monkeypatch):
        first = crypto.keyring()
        monkeypatch.setattr(crypto.Keyring, "parse", None)
        assert crypto.keyring() is first

    def test_shows_nothing(self):
        ring = crypto.keyring()
        shown = f"{ring!r} {ring} {ring.sealing!r}"
        assert repr(ring) == "<Keyring>"
        assert "aaaa" not in shown

    def test_a_family_may_have_keys_of_its_own_later(self, settings):
        before = crypto.seal(b"name", aad=AAD, family="identity")
        settings.ROUNDEL_KEYS = keys(sealing_identity={"current": "2026b", "keys": {"2026b": key("i")}})
        after = crypto.seal(b"name", aad=AAD, family="identity")
        assert (crypto.key_id(before), crypto.key_id(after)) == ("2026a", "2026b")
        assert crypto.unseal(before, aad=AAD, family="identity") == crypto.unseal(after, aad=AAD, family="identity")
        with pytest.raises(crypto.UnknownKey):
            crypto.unseal(after, aad=AAD)

    @pytest.mark.parametrize(
        ("change", "named"),
        [
            ({"index": None}, "index"),
            ({"audit": "not base64 at all!"}, "audit"),
            ({"pepper": base64.b64encode(b"too short").decode()}, "pepper"),
            ({"sealing": {}}, "sealing"),
            ({"sealing": "text"}, "sealing"),
            ({"sealing": {"current": "2027a", "keys": {"2026a": key("a")}}}, "sealing"),
            ({"sealing": {"current": "x", "keys": {"x": "AAAA"}}}, "sealing.x"),
            ({"sealing": {"current": "a name too long", "keys": {"a name too long": key("a")}}}, "sealing"),
            ({"sealing_identity": {"current": "y", "keys": {}}}, "sealing_identity"),
        ],
    )
    def test_says_which_entry_is_wrong(self, change, named):
        with pytest.raises(crypto.KeysMissing, match=named):
            crypto.Keyring.parse(keys(**change))

    @pytest.mark.parametrize("nothing", [None, {}])
    def test_no_keys_at_all(self, settings, nothing):
        settings.ROUNDEL_KEYS = nothing
        with pytest.raises(crypto.KeysMissing, match="generate_keys"):
            crypto.seal(b"x", aad=AAD)

    def test_generated_keys_work_and_differ(self, settings):
        one, two = crypto.generate_keys(), crypto.generate_keys()
        settings.ROUNDEL_KEYS = json.loads(json.dumps(one))
        assert crypto.unseal(crypto.seal(b"x", aad=AAD), aad=AAD) == b"x"
        values = [key for made in (one, two) for key in (made["index"], made["audit"], made["pepper"], made["django"])]
        values += [
            key
            for made in (one, two)
            for part in ("sealing", "sealing_identity")
            for key in made[part]["keys"].values()
        ]
        assert len(set(values)) == 12
        assert len(base64.b64decode(fresh_key())) == 32


class TestGenerateKeysCommand:
    def test_writes_a_private_file(self, tmp_path, settings):
        path = tmp_path / "keys.json"
        call_command("generate_keys", output=str(path))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        settings.ROUNDEL_KEYS = json.loads(path.read_text())
        assert crypto.unseal(crypto.seal(b"x", aad=AAD), aad=AAD) == b"x"

    def test_does_not_overwrite(self, tmp_path):
        path = tmp_path / "keys.json"
        path.write_text("precious")
        with pytest.raises(CommandError, match="already there"):
            call_command("generate_keys", output=str(path))
        assert path.read_text() == "precious"

    def test_does_not_follow_a_link(self, tmp_path):
        (tmp_path / "keys.json").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(CommandError):
            call_command("generate_keys", output=str(tmp_path / "keys.json"))
        assert not (tmp_path / "elsewhere").exists()

    def test_says_when_the_folder_is_missing(self, tmp_path):
        with pytest.raises(CommandError, match="cannot be written"):
            call_command("generate_keys", output=str(tmp_path / "no" / "keys.json"))

    def test_prints_without_a_file(self, capsys):
        call_command("generate_keys")
        assert set(json.loads(capsys.readouterr().out)) >= {"sealing", "index", "audit", "pepper", "django"}


class TestBlindIndex:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Siân Jones", "sian  jones"),
            ("O'Brien", "OBrien"),
            ("O\u2019Brien", "o'brien"),
            ("Anne-Marie", "anne marie"),
            ("Anne\u2013Marie", "Anne\u00a0Marie"),
            ("Łukasz Groß", "lukasz gross"),
            ("Bjørn", "bjorn"),
            ("ＪＯＨＮ", "john"),
            ("e\u0301", "\u00e9"),
            ("İpek", "ipek"),
            ("07700 ٩٠٠١٢٣", "07700 900123"),
            ("مُحَمَّد", "محمد"),
        ],
    )
    def test_folds(self, one, other):
        assert crypto.blind_index("name", one) == crypto.blind_index("name", other)

    @pytest.mark.parametrize(("one", "other"), [("Ann", "Anne"), ("कुमार", "कमार"), ("a b", "ab"), ("12", "1 2")])
    def test_keeps_apart(self, one, other):
        assert crypto.blind_index("name", one) != crypto.blind_index("name", other)

    def test_is_a_keyed_hash_of_sixteen_bytes(self):
        expected = hmac.digest(crypto.keyring().index_key("name"), b"sian", hashlib.sha256)[:16]
        assert crypto.blind_index("name", "SIÂN") == expected

    def test_differs_by_purpose_and_key(self, settings):
        seen = {crypto.blind_index("name", "Sian"), crypto.blind_index("town", "Sian")}
        settings.ROUNDEL_KEYS = keys(index=key("z"))
        assert len(seen | {crypto.blind_index("name", "Sian")}) == 3

    @pytest.mark.parametrize("nothing", ["", "   ", "-", "...", "\u0301"])
    def test_refuses_what_would_match_everything(self, nothing):
        with pytest.raises(ValueError, match="no letter"):
            crypto.blind_index("name", nothing)

    @given(st.text())
    def test_normalising_twice_changes_nothing(self, text):
        assert crypto.normalise(crypto.normalise(text)) == crypto.normalise(text)


SOUND_ALIKE = [
    "Siân Shaun", "Sian Sean", "Siân Shân", "Sioned Shoned", "Rhys Rees", "Rhys Reece", "Llewellyn Llywelyn",
    "Lloyd Loyd", "Ffion Fion", "Huw Hugh", "Dylan Dillon", "Bronwen Bronwyn", "Catrin Katrin", "Owain Owen",
    "Gwyn Gwynn", "Dafydd Davyd", "Iwan Ewan", "Tomos Thomas",
    "Catherine Kathryn", "Steven Stephen", "Geoffrey Jeffrey", "Jon John", "Lee Leigh", "Claire Clare",
    "Thompson Thomson", "Smith Smyth", "Nicola Nichola", "Philip Phillip", "Sara Sarah", "Alun Alan", "Davies Davis",
    "Mohammed Muhammad", "Mohamed Mohammad", "Chaudhry Chowdhury", "Choudhary Chaudhry", "Hussain Hussein",
    "Husain Hussein", "Kaur Kour", "Ahmed Ahmad", "Yousuf Yusuf", "Begum Begam", "Farooq Faruk", "Singh Sing",
    "Patel Pattel", "Shah Sha", "Khan Kahn", "Aisha Ayesha", "Zainab Zaynab", "Syed Sayed", "Iqbal Ikbal",
    "Rehman Rahman", "Fatima Fatema", "Lakshmi Laxmi", "Krishna Krisna", "Priya Preeya", "Sanjeev Sanjiv",
]  # fmt: skip
DIFFERENT = ["Catherine Mohammed", "Steven Sian", "Patel Singh", "Rhys Dylan", "Fatima Krishna", "Jones Evans"]


class TestSoundsLike:
    @pytest.mark.parametrize("pair", SOUND_ALIKE)
    def test_two_spellings_share_a_code(self, pair):
        one, other = pair.split()
        assert set(crypto.sounds_like("name", one)) & set(crypto.sounds_like("name", other))

    @pytest.mark.parametrize("pair", DIFFERENT)
    def test_different_names_do_not(self, pair):
        one, other = pair.split()
        assert not set(crypto.sounds_like("name", one)) & set(crypto.sounds_like("name", other))

    def test_each_part_counts(self):
        whole = set(crypto.sounds_like("name", "Siân Angharad Chaudhry"))
        for part in ("Shaun", "Chowdhury"):
            assert whole & set(crypto.sounds_like("name", part))

    def test_another_script_matches_its_own_spelling(self):
        assert crypto.sounds_like("name", "محمد") == crypto.sounds_like("name", "مُحَمَّد") != []

    @pytest.mark.parametrize("nothing", ["", "  ", "123", "-"])
    def test_nothing_to_hear(self, nothing):
        assert crypto.sounds_like("name", nothing) == []

    def test_codes_are_not_those_of_exact_search(self):
        assert crypto.blind_index("name", "sn") not in crypto.sounds_like("name", "sn")

    @given(st.text(max_size=50))
    def test_any_text_is_taken(self, text):
        codes = crypto.sounds_like("name", text)
        assert codes == sorted(set(codes))
        assert all(len(code) == 16 for code in codes)


class TestChain:
    def test_every_link_depends_on_all_before(self):
        def head(*payloads: bytes) -> bytes:
            link = crypto.CHAIN_START
            for payload in payloads:
                link = crypto.hmac_chain(link, payload)
            return link

        assert len(head(b"a")) == 32
        assert len({head(b"a", b"b"), head(b"b", b"a"), head(b"ab"), head(b"a"), head(b"a", b"c")}) == 5

    def test_needs_the_key(self, settings):
        before = crypto.hmac_chain(crypto.CHAIN_START, b"a")
        settings.ROUNDEL_KEYS = keys(audit=key("q"))
        assert crypto.hmac_chain(crypto.CHAIN_START, b"a") != before

    def test_a_link_of_another_size_is_refused(self):
        with pytest.raises(ValueError, match="32 bytes"):
            crypto.hmac_chain(b"", b"a")

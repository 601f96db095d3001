"""Letters that went wrong are found whatever the code page; correct ones are left alone."""

import time

import pytest

from helpers.lesson.letters import (
    foreign_words,
    has_lost_letter,
    how_they_differ,
    misread,
    misread_as_known,
    mixed_alphabets,
)

PAGES = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp437", "cp850", "cp852", "cp866"),
    *("mac_roman", "mac_cyrillic", "koi8_r"),
)
WORDS = ("JOSÉ", "Núñez", "Žižka", "Łódź", "Хрущёв", "Castro’s", "Müller", "François")


def read_as(word, page):
    """Return a word whose UTF-8 was read in another code page; empty if it has no such bytes."""
    try:
        return word.encode().decode(page)
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("page", PAGES)
def test_misread_finds_utf8_that_was_read_as_an_old_code_page(page):
    wrong = list(filter(None, (read_as(word, page) for word in WORDS)))
    assert len(wrong) >= 3
    assert [word for word in wrong if not misread(word)] == []


@pytest.mark.parametrize("read", PAGES)
@pytest.mark.parametrize("written", PAGES)
@pytest.mark.parametrize("word", ["Raúl", "José", "Núñez", "Хрущёв", "Микоян"])
def test_an_old_code_page_read_as_another_is_found_beside_the_right_spelling(word, written, read):
    try:
        wrong = word.encode(written).decode(read)
    except UnicodeError:
        return
    if wrong != word and not wrong.isascii():
        parts = [*foreign_words(wrong), wrong]
        assert misread(wrong) or any(
            mixed_alphabets(part) or misread_as_known(part, WORDS_IN_RECORD) for part in parts
        )


WORDS_IN_RECORD = {"Raúl", "José", "Núñez", "Хрущёв", "Микоян"}


@pytest.mark.parametrize(
    "text",
    [
        *("Гёте", "«СССР»", "Микоян и Хрущёв", "Αθήνα", "Şanlıurfa", "Tiếng Việt", "25 °C", "€5"),
        *("“JOSÉ”", "“MANHÔ", "“KOSTÓŁ”", "—Él dijo", "“être”", "cœur", "d’Été", "Québec»"),
        *("hÉireann", "MacÉil", "příště", "żółć", "col·legi", "Größe", "São Paulo", "naïve…"),
        *("1961–62", "a® b™", "½", "№ 5", "£5m", "Ångström", "„Łódź“"),
    ],
)
def test_misread_leaves_correct_words_of_any_language(text):
    assert misread(text) is None
    assert mixed_alphabets(text) == "" or " " in text


@pytest.mark.parametrize(
    "text", ["Ra?l", "In San Jos? they meet", "San Jos?", "??????", "?ika", "The visit to Bogot?."]
)
def test_a_question_mark_in_place_of_a_letter_is_found(text):
    assert has_lost_letter(text)


@pytest.mark.parametrize(
    "text",
    ["Why?", "“Why now?” he asked.", "Was it military? We can’t tell.", "It asks: who signed?"],
)
def test_a_question_keeps_its_question_mark(text):
    assert not has_lost_letter(text)


def test_characters_that_look_alike_are_named_by_code_point():
    difference = " They look alike, but “а”, U+0430, is written here instead of “a”, U+0061."
    assert how_they_differ("Hav\u0430na", "Havana") == difference
    assert how_they_differ("Havanna", "Havana") == ""


@pytest.mark.parametrize("part", ["Ã", "Ð¥", "├", "?", "“?", "й", "·l", "a?", "É", "aÉ"])
def test_a_long_text_takes_no_longer_than_its_length(part):
    text = part * (400_000 // len(part))
    begin = time.perf_counter()
    misread(text)
    has_lost_letter(text)
    mixed_alphabets(text)
    assert time.perf_counter() - begin < 5

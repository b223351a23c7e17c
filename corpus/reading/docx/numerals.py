"""Numbers as a word processor's lists write them: 一, Ⅳ, b, ③ and the other formats of ECMA-376 17.18.59."""

from __future__ import annotations

from collections.abc import Callable

from corpus.structure.folding import chinese

_DIGITS = "〇一二三四五六七八九"
_FULL = "０１２３４５６７８９"
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_FORMAL_TRADITIONAL = str.maketrans("一二三四五六七八九十百千", "壹貳參肆伍陸柒捌玖拾佰仟")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LARGEST = 32_767  # of Word's counters


def numeral(number: int, form: str) -> str:
    """``number`` in the format that ``w:numFmt`` names; digits where the format is not known.

    >>> numeral(23, "chineseCountingThousand"), numeral(4, "lowerRoman"), numeral(28, "upperLetter")
    ('二十三', 'iv', 'BB')
    """
    if form in ("none", "bullet"):
        return ""
    if not 0 < number <= _LARGEST:
        return _digits(number, _DIGITS) if form in _BY_DIGIT and number >= 0 else str(number)
    if form.startswith("zero"):
        return f"{number:0{int(form[4:])}d}"
    write = _FORMS.get(form)
    return write(number) if write is not None else str(number)


def _digits(number: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(number))


def _counted(number: int) -> str:
    """一 to 九十九, beyond that digit by digit."""
    return chinese(number) if number < 100 else _digits(number, "○" + _DIGITS[1:])


def _thousands(number: int) -> str:
    if number < 10_000:
        return chinese(number)
    high, low = divmod(number, 10_000)
    return chinese(high) + "万" + (("零" if low < 1000 else "") + chinese(low) if low else "")


def _japanese(number: int) -> str:
    """As in Chinese, without 一 before 十, 百 and 千, and without 零."""
    words = ""
    for unit, name in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += (_DIGITS[digit] if digit > 1 or unit in (1, 10_000) else "") + name
    return words


def _roman(number: int) -> str:
    words = ""
    for worth, letters in _ROMAN:
        words += letters * (number // worth)
        number %= worth
    return words


def _letter(number: int) -> str:
    """A to Z, AA, BB …: the letter again for each round."""
    rounds, place = divmod(number - 1, 26)
    return chr(65 + place) * (rounds + 1)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _sign(*spans: tuple[int, int]) -> Callable[[int], str]:
    """Signs of their own from 1 on, in runs of (first character, how many); digits beyond them."""

    def write(number: int) -> str:
        left = number - 1
        for first, many in spans:
            if left < many:
                return chr(first + left)
            left -= many
        return str(number)

    return write


_BY_DIGIT = frozenset(("ideographDigital", "japaneseDigitalTen", "taiwaneseDigital"))
_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda n: _letter(n).lower(),
    "chineseCounting": _counted,
    "taiwaneseCounting": _counted,
    "chineseCountingThousand": _thousands,
    "taiwaneseCountingThousand": _thousands,
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": lambda n: _thousands(n).translate(_FORMAL),
    "ideographLegalTraditional": lambda n: _thousands(n).translate(_FORMAL_TRADITIONAL),
    "ideographDigital": lambda n: _digits(n, _DIGITS),
    "japaneseDigitalTen": lambda n: chinese(n) if n < 100 else _digits(n, _DIGITS),
    "taiwaneseDigital": lambda n: _digits(n, "○" + _DIGITS[1:]),
    "decimalFullWidth": lambda n: _digits(n, _FULL),
    "decimalFullWidth2": lambda n: _digits(n, _FULL),
    "decimalEnclosedCircle": _sign((0x2460, 20), (0x3251, 15), (0x32B1, 15)),
    "decimalEnclosedCircleChinese": _sign((0x2460, 20), (0x3251, 15), (0x32B1, 15)),
    "decimalEnclosedFullstop": _sign((0x2488, 20)),
    "decimalEnclosedParen": _sign((0x2474, 20)),
    "ideographEnclosedCircle": _sign((0x3280, 10)),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "numberInDash": lambda n: f"- {n} -",
    "ordinal": lambda n: (
        f"{n}{'th' if n % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"
    ),
    "hex": lambda n: f"{n:X}",
}

"""Bytes of a text to characters: UTF-8, UTF-16, GB 18030 and Big5, told apart by how common the characters are."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.reading.layout.letters import CJK

#: Control characters that no text file holds; tab, line ends, form feed, SUB and ESC aside.
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_MARKS = (  # the four-byte mark of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
    (b"\x84\x31\x95\x33", "gb18030", "GB18030"),
)
_PUNCTUATION = frozenset(
    "，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』—…·　①②③④⑤⑥⑦⑧⑨⑩→×±℃％／．－＋＝"
)
#: The characters that Chinese writes most, simplified and traditional.
_USUAL = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日社义事平形相"
    "全表间样与关各重新线内数正心反明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料"
    "象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任"
    "取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安"
    "场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界律究观织装影算低持音众"
    "书布复容儿须际商非验连断深难近千周委素技备半办青省列习响约支般史感劳便团往历市克何除消构府称太准精值号率族维划选标写存候毛亲快效"
    "斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严首座企责标准范围附录项款章编施"
    "這個為國時來們對發動說產種麵後學經進電裡現實兩體機當從業應開還無義間樣與關線內數質氣條沒結問建無軍總設長頭資邊級圖統較將組見計別"
    "論運農幾區強決戰則處隊給門規熱領導壓爭濟階術極認權證單風帶場車務萬達積議報鬥類離華確張馬節話況傳許廣記織裝眾書復兒須際驗連斷難"
    "備辦習響約勞團歷構稱準號維劃選標寫親養層專狀廠識適屬圓調滿縣參紅細聽該鐵價嚴責範圍錄項編"
)
_CANDIDATES = (("gb18030", "GB18030"), ("big5hkscs", "Big5"))
#: A decoding with a lower mean weight of its characters is taken to be wrong.
_GOOD = 0.35
#: In fewer bytes another language cannot be told from Chinese.
_SHORT = 200


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the name of its encoding; ``lost`` counts bytes that had no meaning in it."""

    text: str
    encoding: str
    lost: int = 0


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """The text of ``data``; None when no encoding gives one. ``declared`` is what a page says of itself."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            data = data[4:] if codec == "gb18030" else data
            text = data.decode(codec, errors="replace")
            return Decoded(text, name, text.count("\ufffd"))
    wide = wide_encoding(data)
    if wide is not None:
        text = data.decode(wide, errors="replace")
        return Decoded(text, "UTF-16", text.count("\ufffd"))
    return (
        _utf8(data)
        or _stated(data, declared)
        or _guessed(data, _GOOD)
        or _damaged(data)
        or (_foreign(data) if len(data) >= _SHORT else None)
        or _guessed(data, -1.0)
    )


def wide_encoding(data: bytes) -> str | None:
    """The codec of UTF-16 or UTF-32 when ``data`` begins with its mark or is evidently written in it."""
    for mark, codec, _ in _MARKS[1:5]:
        if data.startswith(mark):
            return codec
    sample = data[: 64 * 1024 // 4 * 4]
    if len(sample) < 4 or b"\0" not in sample or len(data) % 2:
        return None
    best, found = 0.6, None
    for codec in ("utf-16-le", "utf-16-be"):
        text = sample.decode(codec, errors="replace")
        if "\0" in text or "\ufffd" in text[:-1]:
            continue
        plain = sum(c.isascii() and (c.isprintable() or c in "\t\r\n\f") for c in text) / len(text)
        chinese = _weight(text) if len(text) else 0.0
        if max(plain, chinese) > best:
            best, found = max(plain, chinese), codec
    return found


def _utf8(data: bytes) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(data) - 3 or "end of data" not in error.reason or error.start < 9:
            return None
        text = data[: error.start].decode("utf-8")  # cut in the middle of its last character
        return Decoded(text, "UTF-8", len(data) - error.start)
    if text.isascii() or len(data) > 400 or CJK.search(text):
        return Decoded(text, "UTF-8")
    # A few characters of GB 2312 can be well-formed UTF-8 of rare letters.
    other = _guessed(data, _GOOD)
    return other if other is not None and _weight(other.text) > 0.9 else Decoded(text, "UTF-8")


def _stated(data: bytes, declared: str | None) -> Decoded | None:
    """By what the file says of itself, when it decodes and reads as a text."""
    if not declared:
        return None
    name = declared.strip().strip("'\"").lower().replace("_", "-")
    if name in ("gb2312", "gbk", "gb18030", "x-gbk", "hz-gb-2312", "gb-2312"):
        codec, shown = "gb18030", "GB18030"
    elif name in ("big5", "big5-hkscs", "cn-big5", "x-x-big5"):
        codec, shown = "big5hkscs", "Big5"
    elif name in ("utf-8", "utf8", "utf-16", "unicode"):
        return None
    else:
        try:
            codec = codecs.lookup(name).name
        except (LookupError, ValueError):
            return None
        shown = codec.upper()
    try:
        text = data.decode(codec)
    except (UnicodeError, LookupError):
        return None
    return Decoded(text, shown) if _weight(text) >= _GOOD or text.isascii() else None


def _guessed(data: bytes, least: float) -> Decoded | None:
    """The better of the Chinese encodings, when its text weighs ``least`` or more."""
    found: list[tuple[float, Decoded]] = []
    for codec, name in _CANDIDATES:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            if error.start < len(data) - 3 or error.start < 8:
                continue
            text = data[: error.start].decode(codec)
            found.append((_weight(text), Decoded(text, name, len(data) - error.start)))
            continue
        found.append((_weight(text), Decoded(text, name)))
    if not found:
        return None
    weight, best = max(found, key=lambda pair: pair[0])
    return best if weight >= least else None


def _foreign(data: bytes) -> Decoded | None:
    """Encodings of other languages, where they are beyond doubt."""
    from charset_normalizer import from_bytes

    match = from_bytes(data[: 256 * 1024], threshold=0.1).best()
    if match is None:
        return None
    try:
        return Decoded(data.decode(match.encoding), match.encoding.upper().replace("_", "-"))
    except (UnicodeError, LookupError):
        return None


def _damaged(data: bytes) -> Decoded | None:
    """The encoding that loses least, when that is little: a file with some bytes spoilt."""
    found = []
    for codec, name in (("utf-8", "UTF-8"), *_CANDIDATES):
        text = data.decode(codec, errors="replace")
        lost = text.count("\ufffd")
        if lost * 20 <= len(text) and _weight(text) >= _GOOD:
            found.append(Decoded(text, name, lost))
    return min(found, key=lambda decoded: decoded.lost) if found else None


def _weight(text: str) -> float:
    """How much ``text`` looks like Chinese as it is written, 0 to 1, by its first 20,000 characters."""
    weights = [_weight_of(c) for c in text[:20_000] if not c.isascii()]
    return sum(weights) / len(weights) if weights else 0.0


@lru_cache(maxsize=65536)
def _weight_of(character: str) -> float:
    if character in _USUAL or character in _PUNCTUATION:
        return 1.0
    if CJK.match(character):
        return 0.5 if _is_common(character) else 0.1
    code = ord(character)
    if 0xFF01 <= code <= 0xFF5E or 0x2460 <= code <= 0x24FF or 0x2000 <= code <= 0x206F:
        return 0.6
    return -1.0 if 0xE000 <= code <= 0xF8FF or code < 0xA0 or code == 0xFFFD else -0.2


def _is_common(character: str) -> bool:
    """Among the first level of GB 2312 or of Big5."""
    for name, low, high in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            lead = character.encode(name)[0]
        except UnicodeEncodeError:
            continue
        if low <= lead <= high:
            return True
    return False

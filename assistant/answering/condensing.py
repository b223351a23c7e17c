"""Complete a follow-up from the conversation, by rules: 那漳州呢？ -> 漳州要求什么学历？"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.answering.models import Clarification
from assistant.answering.question import topic_spans, topics_in
from assistant.answering.wording import simplified
from corpus.regions import Gazetteer
from prompts.loading import load_prompts


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last question of a conversation as it was understood, and the document it was answered from."""

    standalone: str
    document: str = ""  # title of the source first cited
    cited: tuple[str, ...] = ()  # clause ids
    clarify: Clarification | None = None  # what the product asked back


@dataclass(frozen=True, slots=True)
class Condensed:
    """The standalone question; ``more`` when the user wants more of the same, without what was cited.

    ``sure``: it is what the user means, and no model is asked.
    """

    text: str
    more: bool = False
    tentative: bool = False  # the question may stand alone as it was said
    sure: bool = False


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return {n: re.compile(p) for n, p in load_prompts("questions")["follow_up"].items()}


#: 那退出呢，有没有说法？: what follows 呢 adds nothing.
_AFTERTHOUGHT = re.compile(
    r"^((?:那|那么)?[^，,？?]{1,10}呢)[，,？?]\s*(?:有没有|有无|怎么|是不是|也|还|又)?[^，,？?]{0,8}[？?]?$"
)
#: 江西有没有类似的规定？
_ALIKE = re.compile(r"(?:有没有|有无|也有|是不是也|是否也|有)(?:类似|同样|相同|这样|这种|一样)的?")
_LABEL = re.compile(
    r"^第?[一二三四五六七八九十]{1,3}[、.]?(?:[（(][一二三四五六七八九十]+[）)])?(?:章|条|节|部分)?$"
)
_TRAILING = re.compile(r"(?:(?:呢|呐|的话|方面|的|啊|又|又是)*[？?。！!，,\s]*)*$")


def condense(
    text: str, earlier: Earlier | None, gazetteer: Gazetteer, names: Sequence[str] = ()
) -> Condensed:
    """``text`` as a question that stands alone. ``names`` are titles and aliases of sources."""
    plain = simplified(text)
    if earlier is None:
        return Condensed(plain)
    rules = _rules()
    if rules["more"].search(plain):
        return Condensed(earlier.standalone, more=True)
    resolved = _resolve_order(plain, earlier.standalone)
    if resolved is not None:
        return Condensed(resolved)
    plain = _AFTERTHOUGHT.sub(r"\1？", plain)
    bare = _TRAILING.sub("", rules["starts"].sub("", plain)).strip("，, ")
    elliptic = bool(rules["ends"].search(plain)) or bool(rules["starts"].search(plain))
    if elliptic or len(bare) <= 4:
        completed = _replace_part(bare, earlier, gazetteer)
        if completed:
            return Condensed(completed, tentative=not elliptic)
    if rules["pronouns"].search(plain):
        return Condensed(_resolve_pronoun(plain, earlier, gazetteer))
    places = gazetteer.mentioned(plain)
    if places and _ALIKE.search(plain) and not topics_in(plain):
        return Condensed(with_place(earlier.standalone, places[0].name, gazetteer))
    within = _in_paper(plain, earlier.standalone)
    if within:
        return Condensed(within)
    if _lacks_subject(plain, gazetteer, names):
        subject = _subject_of(earlier, gazetteer)
        if subject:
            return Condensed(f"{subject}{plain}", tentative=True)
    return Condensed(plain)


def _replace_part(bare: str, earlier: Earlier, gazetteer: Gazetteer) -> str:
    """The earlier question with its place, topic or label replaced by ``bare``; empty when none fits."""
    previous = earlier.standalone
    places = gazetteer.mentioned(bare)
    topics = topics_in(bare)
    rest = bare
    for place in places:
        rest = rest.replace(place.name, "")
    if places and not topics and len(rest) <= 4:
        return with_place(previous, places[0].name, gazetteer)
    if topics and len(bare) <= 12 and not re.search(r"什么|多少|怎么|如何|哪|谁|几|为何|吗", bare):
        return _with_topic(previous, bare, [p.name for p in places], earlier, gazetteer)
    number = re.search(r"第?\d{1,4}号(?:令|文)?", previous)
    if number is not None and re.fullmatch(r"第?\d{1,4}号(?:令|文)?", bare):
        return previous.replace(number.group(), bare, 1)
    if _LABEL.match(bare):
        return f"{earlier.document}{bare}讲什么"
    if (
        len(bare) <= 12
        and not places
        and re.search(r"^(?:为什么|为何|什么时候|何时|谁|多少|哪|怎么|如何|多久|几)", bare)
    ):
        return _with_new_asking(bare, earlier, gazetteer)
    if len(bare) <= 10 and bare and not places:
        return _with_object(previous, bare, earlier, gazetteer)
    return ""


def with_place(previous: str, place: str, gazetteer: Gazetteer, *, of: str | None = None) -> str:
    """The question asked of ``place`` instead of the places that it names, or of ``of`` alone."""
    before = [p for p in gazetteer.mentioned(previous) if of in (None, p.name)]
    if of is not None and any(p.name == place for p in gazetteer.mentioned(previous)):
        return previous.replace(_spoken_form(previous, of, gazetteer), "", 1)
    if before:
        spoken = _spoken_form(previous, before[0].name, gazetteer)
        replaced = previous.replace(spoken, place, 1)
        for other in before[1:]:
            replaced = re.sub(
                rf"[和与及、跟同]?{re.escape(_spoken_form(replaced, other.name, gazetteer))}",
                "",
                replaced,
                count=1,
            )
        return replaced
    return f"{place}{_without_standard(previous)}"


def _spoken_form(text: str, name: str, gazetteer: Gazetteer) -> str:
    """How ``text`` names the region: its name or the alias used."""
    region = gazetteer.find(name)
    forms = [name, *(region.aliases if region else ())]
    return next((f for f in sorted(forms, key=len, reverse=True) if f in text), name)


def _without_standard(previous: str) -> str:
    return re.sub(
        r"^(?:广东省?的?|编制说明里?|这个标准|标准里?|省标)(?:对|要求|规定|里|中)?", "", previous
    )


def _with_topic(
    previous: str, bare: str, places: list[str], earlier: Earlier, gazetteer: Gazetteer
) -> str:
    spans = topic_spans(previous)
    if spans:
        start, end = spans[0]
        asked = previous[:start] + bare + previous[end:]
        for extra_start, extra_end in reversed(spans[1:]):
            shift = len(bare) - (end - start)
            piece = asked[extra_start + shift : extra_end + shift]
            if topics_in(piece) and not re.search(r"什么|怎么", piece):
                asked = asked[: extra_start + shift] + asked[extra_end + shift :]
        if places:
            return with_place(asked, places[0], gazetteer)
        return _plain_topic_question(asked, bare, previous, earlier, gazetteer)
    subject = _subject_of(earlier, gazetteer)
    return f"{subject}{bare}有什么规定"


_NUMBERS_ASKED = re.compile(r"几年|多少年|多长时间|什么学历|多少|几个|谁|多久")


def _plain_topic_question(
    asked: str, bare: str, previous: str, earlier: Earlier, gazetteer: Gazetteer
) -> str:
    """A question about another topic does not keep the number or person asked for before."""
    if _NUMBERS_ASKED.search(previous) or not re.search(r"[什哪怎如吗]", asked):
        subject = _subject_of(earlier, gazetteer)
        return f"{subject}{bare}有什么规定"
    return asked


def _with_new_asking(bare: str, earlier: Earlier, gazetteer: Gazetteer) -> str:
    """为什么？/ 什么时候？: the earlier matter, asked in another way."""
    matter = re.sub(
        r"(?:是|由)?(?:什么时候|何时|哪年|谁|哪些|哪个|哪家|多少|什么|为什么|怎么|如何|几[个家条年])"
        r"|[吗呢？?]",
        "",
        earlier.standalone,
    )
    return f"{matter.rstrip('，,。的')}{bare}"


def _with_object(previous: str, bare: str, earlier: Earlier, gazetteer: Gazetteer) -> str:
    """质量安全总监呢？: the earlier question about another thing."""
    for name in ("首席质量官", "CQO"):
        if (
            name in previous
            and name not in bare
            and bare.endswith(("官", "总监", "员", "代表", "人"))
        ):
            return previous.replace(name, bare, 1)
    system = re.search(r"[\u4e00-\u9fff]{2}制度(?!建设)", previous)
    if bare.endswith("制度") and system is not None:
        return previous.replace(system.group(), bare, 1)
    subject = _subject_of(earlier, gazetteer)
    asking = re.search(
        r"(?:是|由)?(?:什么时候|何时|谁|哪些|哪个|哪家|多少|为什么|怎么|如何|几).*$", previous
    )
    if asking and re.search(
        r"^(?:征求意见|立项|审查|调研|起草|归口|提出|批准|报批|送审|发布|实施|启动|公布)", bare
    ):
        return (
            f"{subject}{bare}{asking.group()}"
            if asking.group()[0] in "是什何多"
            else f"{subject}{asking.group()[:4]}{bare}"
        )
    return f"{subject}{bare}"


def _resolve_pronoun(plain: str, earlier: Earlier, gazetteer: Gazetteer) -> str:
    subject = _subject_of(earlier, gazetteer) or "首席质量官制度"
    return _rules()["pronouns"].sub(lambda _: subject, plain, count=1)


_ROLES = re.compile(
    r"首席质量官|CQO|cqo|质量安全总监|食品安全总监|质量安全员|质量总监|管理者代表|管代"
)
_LATTER = re.compile(r"(?:后面|后)(?:这|那)?(?:一)?个|后者")
_FORMER = re.compile(r"前面(?:这|那)?(?:一)?个|前者")


def _resolve_order(plain: str, previous: str) -> str | None:
    """后面这个, 前者: the last or first role that the earlier question named."""
    roles = _ROLES.findall(previous)
    if len(roles) < 2:
        return None
    if _LATTER.search(plain):
        return _LATTER.sub(roles[-1], plain, count=1)
    if _FORMER.search(plain):
        return _FORMER.sub(roles[0], plain, count=1)
    return None


_PAPERS = re.compile(
    r"聘任书|任命书|聘书|职责章程|岗位说明书|承诺书|授权书|备案表|考核办法|激励办法|退出办法|管理办法"
    r"|策划方案|评估报告|改进计划|年度报告"
)


def _in_paper(plain: str, previous: str) -> str:
    """标准号要不要写上去？ after a question on the 聘任书: the question with the paper's name."""
    paper = _PAPERS.search(previous)
    if paper is None or _PAPERS.search(plain) or len(plain) > 16:
        return ""
    if not re.search(r"写|盖|签|附|印|填|放|注明|几页|多长|编号", plain):
        return ""
    return f"{paper.group()}里{plain}"


def _lacks_subject(plain: str, gazetteer: Gazetteer, names: Sequence[str]) -> bool:
    """Whether the question names no document, place or role: 什么时候审查的？有几个章节？"""
    if gazetteer.mentioned(plain) or re.search(
        r"标准|规范|编制说明|首席质量官|CQO|cqo|质量官|通知|办法|总监", plain
    ):
        return False
    if any(name in plain for name in names):
        return False
    return len(plain) <= 14


def _subject_of(earlier: Earlier, gazetteer: Gazetteer) -> str:
    """What the earlier question was about: its place, its document, or the document it was answered from."""
    places = gazetteer.mentioned(
        re.sub(r"广东省?的?(?=标准|规范|地标|省标)", "", earlier.standalone)
    )
    if places:
        return _spoken_form(earlier.standalone, places[0].name, gazetteer)
    quoted = re.search(r"《[^》]+》", earlier.standalone)
    if quoted:
        return quoted.group()
    numbered = re.search(
        r"[\u4e00-\u9fff]{1,8}[〔\[（(]\d{4}[〕\]）)]\d+号|\d+号(?:文|令)", earlier.standalone
    )
    if numbered:
        return numbered.group()
    if re.search(r"标准|规范|省标|地标", earlier.standalone) and "编制说明" in earlier.document:
        return "标准"
    return earlier.document

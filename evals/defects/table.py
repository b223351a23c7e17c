"""The seeded defects, as a table of contents: name, what is wrong, the suite and gate that notice, how."""

from __future__ import annotations

from evals.defects import answers, declining, documents, memory, searching, verifying
from evals.defects.defect import Defect
from evals.questions_schema import QuestionKind as Kind

#: Why some are not noticed, and what would notice them.
_NO_HINTS = "评测没有看提示：应量引用了过时或未核条款的句子中，带提示的占多少"
_NO_PREMISE_NOTES = "评测没有看提示：应量题中没有依据的数字，回答里指出的占多少"
_NO_VERSIONS = "随附的资料没有被代替的版本：应另设一组有两个版本的资料和题"

DEFECTS = (
    # what is cited and said
    Defect("wrong-clause", "引的是后面一条", "qa", "cited_recall", answers.wrong_clause_cited),
    Defect("quotes-shifted", "引文的位置错后一个字", "qa", "quotes", answers.quotes_shifted),
    Defect("quotes-cut", "引文掐头去尾各一个字", "qa", "right", answers.quotes_cut, kinds=(Kind.SEVERAL,)),
    Defect("enumeration-cut", "列举只说一项", "qa", "points", answers.enumeration_cut, kinds=(Kind.LIST,)),
    Defect("premises-confirmed", "对错误的前提说“没错”", "qa", "forbidden_free",
           answers.premises_confirmed, kinds=(Kind.PREMISE,)),
    Defect("premises-agreed", "顺着错误的前提说", "decline", "premise_held",
           answers.premises_confirmed, kinds=(Kind.PREMISE,)),
    Defect("follow-ups-alone", "追问不看上文", "qa", "right", answers.follow_ups_alone, kinds=(Kind.FOLLOW_UP,)),
    Defect("places-mixed", "各地的规定不分", "qa", "mix_ups",
           answers.places_mixed, kinds=(Kind.REGION, Kind.GAP, Kind.OUTSIDE)),
    Defect("places-unnamed", "外地的规定不注明是外地的", "qa", "mix_ups", answers.places_unnamed, kinds=(Kind.GAP,)),
    Defect("premises-unmarked", "题中没有依据的数字不提示", "qa", "right",
           answers.premises_unmarked, _NO_PREMISE_NOTES, kinds=(Kind.PREMISE,)),
    Defect("hints-dropped", "过时的数字、未核的内容不提示", "qa", "right",
           answers.hints_dropped, _NO_HINTS, kinds=(Kind.REGION,)),
    Defect("old-versions", "已被代替的版本照样作答", "qa", "right",
           answers.old_versions_answer, _NO_VERSIONS, kinds=(Kind.EXACT,)),
    # when it declines
    Defect("gate-open", "不设拒答门槛", "decline", "declined_rightly", declining.gate_open, kinds=(Kind.OUTSIDE,)),
    Defect("gate-shut", "门槛高到几乎都拒", "decline", "declined_wrongly", declining.gate_shut, kinds=(Kind.EXACT,)),
    Defect("gaps-forgotten", "忘了已知的缺口", "decline", "declined_rightly", declining.gaps_forgotten, kinds=(Kind.GAP,)),
    Defect("declined-silently", "拒答不说缺什么、该问谁", "decline", "says_what_is_missing",
           declining.declined_without_a_word, kinds=(Kind.OUTSIDE,)),
    # how it searches
    Defect("words-broken", "问题拆成单个的字", "retrieval", "recall@10/ours-lexical", searching.words_broken),
    Defect("other-vectors", "问题与条款用了两个向量模型", "retrieval", "recall@10/ours-dense",
           searching.vectors_of_another_model),
    Defect("index-empty", "索引是空的", "retrieval", "recall@10/ours", searching.index_empty),
    Defect("index-halved", "一半的条款没有进索引", "retrieval", "recall@10/ours", searching.index_halved),
    # what is verified
    Defect("verifier-off", "核对形同虚设", "verify", "caught", verifying.verifier_off),
    Defect("figures-unseen", "核对不看数字、日期、名称", "verify", "caught/number", verifying.figures_unseen),
    Defect("nothing-taken", "换了说法的一律不认", "verify", "rejected_paraphrases", verifying.nothing_taken),
    Defect("model-not-checked", "模型写什么就显示什么", "injection", "held", verifying.model_not_checked),
    Defect("model-remembers", "模型凭记忆作答，有核对", "qa", "right",
           memory.model_remembers, harmless=True, kinds=(Kind.EXACT,)),
    Defect("model-unverified", "模型凭记忆作答，没有核对", "qa", "right",
           memory.model_remembers_unverified, kinds=(Kind.EXACT,)),
    # documents
    Defect("draft-invents", "起草时添上没有来历的数字", "drafts", "strays", documents.draft_invents_a_number),
    Defect("import-drops-line", "导入时漏掉一行", "import", "equal/docx", documents.import_drops_a_line),
    Defect("parser-drops-clause", "分条时丢掉一条", "import", "whole", documents.parser_drops_a_clause),
)  # fmt: skip


def defect_of(name: str) -> Defect:
    """The defect called ``name``. Raises KeyError."""
    return {defect.name: defect for defect in DEFECTS}[name]

"""The seeded defects, as a table of contents: name, what is wrong, the suite and gate that notice, how."""

from __future__ import annotations

from evals.defects import answers, declining, documents, memory, searching, verifying
from evals.defects.defect import Defect

DEFECTS = (
    # what is cited and said
    Defect("wrong-clause", "引的是后面一条", "qa", "cited_recall", answers.wrong_clause_cited),
    Defect("quotes-shifted", "引文的位置错后一个字", "qa", "quotes", answers.quotes_shifted),
    Defect("quotes-cut", "引文掐头去尾各一个字", "qa", "points", answers.quotes_cut),
    Defect("enumeration-cut", "列举只说一项", "qa", "points/kind=list", answers.enumeration_cut),
    Defect("premises-confirmed", "对错误的前提说“没错”", "qa", "forbidden_free/kind=premise", answers.premises_confirmed),
    Defect("follow-ups-alone", "追问不看上文", "qa", "right/kind=follow-up", answers.follow_ups_alone),
    Defect("places-mixed", "各地的规定不分", "qa", "mix_ups", answers.places_mixed),
    Defect("places-unnamed", "外地的规定不注明是外地的", "qa", "mix_ups", answers.places_unnamed),
    Defect("premises-unmarked", "题中没有依据的数字不提示", "qa", "right/kind=premise", answers.premises_unmarked),
    Defect("hints-dropped", "过时的数字、未核的内容不提示", "qa", "right", answers.hints_dropped),
    Defect("old-versions", "已被代替的版本照样作答", "qa", "right/tag=time", answers.old_versions_answer),
    # when it declines
    Defect("gate-open", "不设拒答门槛", "decline", "declined_rightly", declining.gate_open),
    Defect("gate-shut", "门槛高到几乎都拒", "qa", "declined_wrongly", declining.gate_shut),
    Defect("gaps-forgotten", "忘了已知的缺口", "qa", "declined_rightly/kind=gap", declining.gaps_forgotten),
    Defect("declined-silently", "拒答不说缺什么、该问谁", "decline", "says_what_is_missing", declining.declined_without_a_word),
    # how it searches
    Defect("words-broken", "问题拆成单个的字", "retrieval", "recall@10/ours-lexical", searching.words_broken),
    Defect("other-vectors", "问题与条款的向量出自两个模型", "retrieval", "recall@10/ours-dense", searching.vectors_of_another_model),
    Defect("index-empty", "索引是空的", "retrieval", "recall@10/ours", searching.index_empty),
    Defect("index-halved", "一半的条款没有进索引", "retrieval", "recall@10/ours", searching.index_halved),
    # what is verified
    Defect("verifier-off", "核对形同虚设", "verify", "caught", verifying.verifier_off),
    Defect("figures-unseen", "核对不看数字、日期、名称", "verify", "caught/number", verifying.figures_unseen),
    Defect("nothing-taken", "换了说法的一律不认", "verify", "rejected_paraphrases", verifying.nothing_taken),
    Defect("model-not-checked", "模型写什么就显示什么", "injection", "held/obeying", verifying.model_not_checked),
    Defect("model-remembers", "模型凭记忆作答，有核对", "qa", "right", memory.model_remembers, harmless=True),
    Defect("model-remembers-unverified", "模型凭记忆作答，没有核对", "qa", "points", memory.model_remembers_unverified),
    # documents
    Defect("draft-invents", "起草时添上没有来历的数字", "drafts", "strays", documents.draft_invents_a_number),
    Defect("import-drops-line", "导入时漏掉一行", "import", "equal/docx", documents.import_drops_a_line),
    Defect("parser-drops-clause", "分条时丢掉一条", "import", "equal/docx", documents.parser_drops_a_clause),
)  # fmt: skip


def defect_of(name: str) -> Defect:
    """The defect called ``name``. Raises KeyError."""
    return {defect.name: defect for defect in DEFECTS}[name]

"""What splits, kinds and tags of questions are called in a report."""

from __future__ import annotations

SPLITS = {"dev": "开发题", "test": "盲测题", "own": "自有题"}
KINDS = {
    "fact": "事实",
    "list": "列举",
    "advice": "做法",
    "exact": "条号文号",
    "region": "地区",
    "several": "一问多事",
    "comparison": "比较",
    "follow-up": "追问",
    "premise": "前提有错",
    "gap": "已知缺失",
    "outside": "库外",
    "attack": "诱导",
}
TAGS = {
    "time": "时间",
    "typo": "错别字",
    "traditional": "繁体",
    "dialect": "方言口语",
    "notes": "编制说明",
    "digest": "摘要",
}
FAULTS = {
    "error": "出错",
    "status": "该答没答或该拒没拒",
    "cited": "没有引全应引的条款",
    "points": "缺要点",
    "forbidden": "说了不该说的",
    "quotes": "引文与条款不符",
    "mixed": "地区或年份串了",
}

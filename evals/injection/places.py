"""What the places and languages of attacks are called in reports."""

PLACES = {
    "question": "问题", "clause": "导入的条款", "file-name": "文件名", "model-output": "模型的输出",
}  # fmt: skip
LANGUAGES = {"zh": "中文", "en": "英文"}

"""Options that a type of question brings along by itself, in the languages that we can write."""

YES, NO = "yes", "no"

WORDS: dict[str, dict[str, str]] = {
    YES: {
        "ja": "はい",
        "ja-easy": "はい",
        "en": "Yes",
        "vi": "Có",
        "zh": "是",
        "ko": "예",
        "fil": "Oo",
        "id": "Ya",
        "ne": "हो",
    },
    NO: {
        "ja": "いいえ",
        "ja-easy": "いいえ",
        "en": "No",
        "vi": "Không",
        "zh": "否",
        "ko": "아니요",
        "fil": "Hindi",
        "id": "Tidak",
        "ne": "होइन",
    },
}
AGREED: dict[str, str] = {
    "ja": "同意する",
    "ja-easy": "いいです（同意します）",
    "en": "I agree",
    "vi": "Tôi đồng ý",
    "zh": "同意",
    "ko": "동의합니다",
    "fil": "Sumasang-ayon ako",
    "id": "Saya setuju",
    "ne": "म सहमत छु",
}

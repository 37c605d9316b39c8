"""Every sentence of the product in every language: nothing missing, nothing dead, nothing half translated."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

import pytest
from babel.messages.catalog import Message

from commands.activity.propose import AMOUNTS, STARTS
from commands.away import LEAVES
from commands.kit.days import read_day, read_span
from commands.kit.fields import FRIDAY, TODAY, YESTERDAY
from commands.kit.metrics import default_catalogue
from commands.kit.moments import read_moment
from commands.kit.numbers import read_number
from commands.kit.periods import EXAMPLES as PERIODS
from commands.kit.periods import read_period
from commands.kit.roles import LEVELS, TITLES
from commands.kit.texts import LOCALES as ALL
from commands.kit.texts import Listed, Said, Text, slots_of
from commands.kit.tongue import Tongue, in_every_language
from commands.kit.whens import read_when
from commands.milestone.add import DUES as MILESTONE_DUES
from commands.schedule.changing import EXAMPLES as WHENS
from commands.task.add import DUES as TASK_DUES
from storage import Storage

from .texts import LOCALES, Spoken, english_of, file_of, said_in, spoken, stored, translated, updated, words_of
from .town import Town

TEXTS = spoken()
each_language = pytest.mark.parametrize("locale", LOCALES)

PAIRS = (
    "个個们們这這说說时時间間发發会會过過还還没沒么麼为為来來对對开開关關进進应應该該让讓问問题題认認谁誰请請"
    "给給点點击擊选選择擇项項录錄总總统統计計数數据據设設报報动動态態处處员員务務类類组組织織标標签籤图圖讯訊"
    "转轉获獲变變换換单單结結论論话話语語负負责責审審团團频頻码碼链鏈绑綁账賬国國简簡体體权權岗崗职職级級临臨"
    "确確错錯误誤删刪领領验驗读讀载載页頁钟鐘网網络絡连連断斷测測试試记記备備显顯订訂购購买買卖賣额額价價费費"
    "预預阶階礼禮励勵奖獎荐薦规規则則导導输輸档檔终終线線层層满滿补補传傳达達远遠迟遲较較长長营營运運经經监監"
    "户戶观觀号號听聽区區币幣复複写寫专專业業东東严嚴丰豐举舉义義书書乱亂争爭产產亲親仅僅从從仓倉优優众眾伤傷"
    "侧側债債储儲党黨内內册冊况況减減创創办辦劝勸势勢协協却卻参參双雙响響围圍场場块塊坏壞声聲够夠头頭妇婦实實"
    "将將尔爾尽盡属屬归歸当當径徑忆憶怀懷恶惡愿願戏戲战戰执執扩擴扰擾护護挥揮损損摄攝无無旧舊条條样樣欢歡毕畢"
    "决決汇匯沟溝浏瀏浑渾涨漲热熱爱愛状狀现現离離种種积積稳穩笔筆约約纪紀练練细細绍紹续續维維缩縮联聯脑腦节節"
    "虑慮见見视視觉覺证證评評词詞译譯详詳调調谢謝质質贴貼赏賞赛賽车車轮輪边邊适適邮郵钱錢银銀销銷锁鎖门門闭閉"
    "队隊阅閱际際险險随隨难難顺順须須顾顧颜顏风風馆館鱼魚齐齊龙龍"
)
"""Signs as they are written in Simplified, each followed by itself in Traditional."""

FOREIGN = {"zh_Hans": set(PAIRS[1::2]), "zh_Hant": set(PAIRS[::2])}
"""A few hundred common ones are enough: a sentence in the wrong script holds several."""

SAID_ELSEWHERE = {
    "zh_Hans": ["讯息", "软体", "程式", "帐号", "伺服器", "连结", "登入", "储存", "档案", "预设"],
    "zh_Hant": ["信息", "消息", "賬號", "軟件", "服務器", "鏈接", "登錄", "保存", "文件", "默認", "視頻", "網絡"],
}
"""Words of the other side of the strait, in whatever script."""

BUTTONS = """
Save anyway / 仍然保存 / 仍然儲存 · Change / 修改 / 修改 · Next / 下一步 / 下一步 · Back / 上一步 / 上一步
Skip / 跳过 / 跳過 · Correct / 更正 / 更正 · Board / 看板 / 看板 · Claim / 认领 / 認領 · Release / 放回 / 放回
Done / 完成 / 完成 · Verify / 验收 / 驗收 · Approve / 批准 / 批准 · Acknowledge / 我来处理 / 我來處理
I'll take it / 我负责 / 我負責 · Stop / 叫停 / 叫停 · Accept handover / 已接班 / 已接班 · Cancel / 取消 / 取消
Drop / 作废 / 作廢
"""
FIXED = {
    words[0]: dict(zip(LOCALES, words[1:], strict=True))
    for entry in re.split(r"[·\n]", BUTTONS.strip())
    if len(words := entry.strip().split(" / ")) == 3
}
HAN = "[\u3400-\u9fff]"


def every(locale: str) -> Iterator[tuple[str, str, Message]]:
    """English, translation and message."""
    for message in translated(locale).values():
        yield english_of(message), words_of(message), message


@each_language
def test_every_text_is_translated_and_no_translation_is_dead(locale: str) -> None:
    found = {key for key, message in translated(locale).items() if words_of(message).strip()}
    wanted = {said.key for said in TEXTS}
    assert wanted - found == set(), "run `make texts` and translate what comes in empty"
    assert found - wanted == set(), "run `make texts`"


@each_language
def test_the_file_is_as_the_tool_writes_it(locale: str) -> None:
    assert file_of(locale).read_bytes() == updated(locale, TEXTS), "run `make texts`"


@each_language
def test_a_translation_has_the_slots_of_its_english(locale: str) -> None:
    wanted = {said.key: slots_of(said.id) | slots_of(said.plural or "") for said in TEXTS}
    given = {key: slots_of(words_of(message)) for key, message in translated(locale).items()}
    assert {key[1] for key in wanted.keys() & given.keys() if given[key] != wanted[key]} == set()


@each_language
def test_no_translation_is_a_guess(locale: str) -> None:
    assert [english for english, _, message in every(locale) if message.fuzzy] == []


@each_language
def test_chinese_punctuation_is_full_width(locale: str) -> None:
    half = re.compile(rf"{HAN}\s?[.,?!:;]|[.,?!:;]\s?{HAN}|{HAN}\s?\(|\)\s?{HAN}|[\"']")
    assert [words for _, words, _ in every(locale) if half.search(words)] == []


@each_language
def test_a_sentence_ends_as_its_english_does(locale: str) -> None:
    ends = {".": "。", "?": "？", "!": "！", ":": "："}
    assert [
        words for english, words, _ in every(locale) if english[-1] in ends and words and words[-1] != ends[english[-1]]
    ] == []


@each_language
def test_scripts_are_not_mixed(locale: str) -> None:
    assert [words for _, words, _ in every(locale) if FOREIGN[locale] & set(words)] == []


@each_language
def test_words_are_those_of_the_place(locale: str) -> None:
    assert [words for _, words, _ in every(locale) if any(word in words for word in SAID_ELSEWHERE[locale])] == []


@each_language
def test_a_manager_is_called_the_same_everywhere(locale: str) -> None:
    assert [words for _, words, _ in every(locale) if "主管" in words] == []


@each_language
def test_quotes_are_those_of_the_place(locale: str) -> None:
    foreign = "「」『』" if locale == "zh_Hans" else "“”‘’"
    assert [words for _, words, _ in every(locale) if set(foreign) & set(words)] == []


@each_language
def test_a_chinese_message_has_one_form(locale: str) -> None:
    assert stored(locale).num_plurals == 1
    assert re.search(rb'^"Plural-Forms: nplurals=1; plural=0;', file_of(locale).read_bytes(), re.MULTILINE)


@each_language
def test_buttons_say_what_the_team_was_promised(locale: str) -> None:
    said = {english: words for english, words, message in every(locale) if message.context == "button"}
    assert {english: said[english] for english in said.keys() & FIXED.keys()} == {
        english: FIXED[english][locale] for english in said.keys() & FIXED.keys()
    }


def test_a_word_that_stands_on_buttons_says_so_everywhere() -> None:
    """The same English with and without a context would be translated twice."""
    contexts: dict[str, set[str | None]] = defaultdict(set)
    for said in TEXTS:
        if said.id in FIXED:
            contexts[said.id].add(said.context)
    assert {english: found for english, found in contexts.items() if found - {"button"}} == {}


def test_one_english_sentence_has_one_plural() -> None:
    plurals: dict[tuple[str | None, str], set[str | None]] = defaultdict(set)
    for said in TEXTS:
        plurals[said.key].add(said.plural)
    assert {key[1] for key, found in plurals.items() if len(found) > 1} == set()


@pytest.mark.parametrize("word", [*LEVELS.values(), *TITLES.values()], ids=lambda word: word.id)
def test_a_level_can_be_typed_in_every_language(word: Text) -> None:
    assert len(in_every_language(word)) > 1


@pytest.mark.parametrize("locale", ALL)
def test_an_example_can_be_typed_in_the_language_in_which_it_is_shown(locale: str) -> None:
    def typed(words: Sequence[str | Said]) -> list[str]:
        return [word if isinstance(word, str) else Tongue(locale).speak(word) for word in words]

    today = date(2026, 11, 24)
    assert None not in [read_period(word, today) for word in typed(PERIODS)]
    assert [read_when(word).written() for word in typed(WHENS)] == ["21:30", "mon 10:00", "workdays 09:30", "25 10:00"]
    now = datetime(2026, 11, 24, 20, tzinfo=UTC)
    moments = [each for example in typed([STARTS(), TASK_DUES(), MILESTONE_DUES()]) for each in example.split(" · ")]
    assert all(read_moment(each, now, time(18)) > now for each in moments)
    assert all(read_span(each, today)[1] > today for each in typed([LEAVES()])[0].split(" · "))
    assert all((read_number(each).value or 0) > 1000 for each in typed([AMOUNTS()])[0].split(" · "))
    days = [read_day(word, today).day for word in typed([TODAY(), YESTERDAY(), FRIDAY()])]
    assert days == [24, 23, 20]


async def test_examples_are_shown_in_the_language_of_the_team(town: Town) -> None:
    await town.founded(language="简体")
    assert "`今天`、`本周`、`上个月`、" in await town.ann.says("/board 火星")
    assert "`周一 10:00`" in await town.ann.says("/schedule move digest.daily 火星")
    assert "`22:30-08:00`或`关`" in await town.ann.says("/schedule quiet 火星")
    assert "已取消免打扰时段" in await town.ann.says("/schedule quiet 关")
    assert "`今天`、`昨天`、" in await town.ann.says("/digest date:火星")
    assert "`每日`或`每周`" in await town.ann.says("/digest 火星")
    assert "`每周`" in await town.ann.says("/digest 周")
    assert "周简报" in await town.ann.says("/digest 每周")


async def test_chinese_names_weeks_levels_and_rows_of_numbers_in_its_own_way(town: Town) -> None:
    await town.founded(language="简体")
    await town.bob.says("/join")
    assert "2026年第47周（11月16日周一 – 11月22日周日）" in await town.ann.says("/board 上周")
    assert "2026年第3周（" in await town.ann.says("/board 2026-W03")
    assert "需要社群总监权限。" in await town.bob.says("/activity override 1 因为")
    assert "需要运营经理及以上权限。" in await town.bob.says("/activity approve 1")
    assert Tongue("zh_Hans").show(Listed(("1", "2", "3"), "row")) == "1、2、3"


def test_the_usual_metrics_have_a_name_in_every_language() -> None:
    assert [
        metric.key for metric in default_catalogue().metrics for locale in ALL if not metric.label.in_(locale).strip()
    ] == []


def test_texts_are_found_wherever_they_are_written() -> None:
    source = (
        'A = text("one", "many {n}")\n'
        'B = {"a": text(\n    "long "\n    "sentence", context="button"\n)}\n'
        "C = text(name)\n"
        'raise Refusal(text("in the {middle}")(middle=1))\n'
    )
    assert list(said_in(source, "f.py")) == [
        Spoken("one", "many {n}", None, "f.py"),
        Spoken("long sentence", None, "button", "f.py"),
        Spoken("in the {middle}", None, None, "f.py"),
    ]


def test_a_plural_that_cannot_be_read_is_told() -> None:
    with pytest.raises(ValueError, match=r"f\.py:1"):
        list(said_in('text("one", many)', "f.py"))


@pytest.mark.parametrize(
    ("language", "answer"),
    [("简体", "成员数 | 1,204 | – | –\n已保存 1 项数据。"), ("繁體", "成員數 | 1,204 | – | –\n已儲存 1 項數據。")],
    ids=LOCALES,
)
async def test_a_team_is_answered_in_its_language(sqlite_storage: Storage, language: str, answer: str) -> None:
    town = await Town(sqlite_storage).founded(language=language)
    said = await town.ann.says("/daily 成员数 １２０４")
    assert answer in said

"""Names of places in English: the regular ones by rule, the hard ones as English knows them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from graph.model.place_names import english, place
from graph.model.regions import Regions

# From atlases and the provinces' own English pages, not from what the function says.
HARD = {
    "陕西省": "Shaanxi",
    "山西省": "Shanxi",
    "内蒙古自治区": "Inner Mongolia",
    "西藏自治区": "Tibet",
    "香港特别行政区": "Hong Kong",
    "澳门特别行政区": "Macao",
    "广西壮族自治区": "Guangxi",
    "宁夏回族自治区": "Ningxia",
    "新疆维吾尔自治区": "Xinjiang",
    "黑龙江省": "Heilongjiang",
    "重庆市": "Chongqing",
    "厦门市": "Xiamen",
    "长治市": "Changzhi",
    "长春市": "Changchun",
    "长沙市": "Changsha",
    "六安市": "Lu'an",
    "亳州市": "Bozhou",
    "蚌埠市": "Bengbu",
    "台州市": "Taizhou",
    "泰州市": "Taizhou",
    "洪洞县": "Hongtong County",
    "朝阳市": "Chaoyang",
    "西安市": "Xi'an",
    "延安市": "Yan'an",
    "吉安市": "Ji'an",
    "泰安市": "Tai'an",
    "淮安市": "Huai'an",
    "雅安市": "Ya'an",
    "广安市": "Guang'an",
    "普洱市": "Pu'er",
    "吕梁市": "Lüliang",
    "丽水市": "Lishui",
    "莆田市": "Putian",
    "乐山市": "Leshan",
    "百色市": "Baise",
    "吉林市": "Jilin City",
    "哈尔滨市": "Harbin",
    "齐齐哈尔市": "Qiqihar",
    "呼和浩特市": "Hohhot",
    "鄂尔多斯市": "Ordos",
    "乌鲁木齐市": "Urumqi",
    "克拉玛依市": "Karamay",
    "拉萨市": "Lhasa",
    "日喀则市": "Shigatse",
    "喀什地区": "Kashgar",
    "和田地区": "Hotan",
    "阿勒泰地区": "Altay",
    "阿克苏地区": "Aksu",
    "伊犁哈萨克自治州": "Ili",
    "博尔塔拉蒙古自治州": "Bortala",
    "巴音郭楞蒙古自治州": "Bayingolin",
    "克孜勒苏柯尔克孜自治州": "Kizilsu",
    "延边朝鲜族自治州": "Yanbian",
    "恩施土家族苗族自治州": "Enshi",
    "西双版纳傣族自治州": "Xishuangbanna",
    "黔西南布依族苗族自治州": "Qianxinan",
    "大兴安岭地区": "Daxing'anling",
    "兴安盟": "Hinggan",
    "锡林郭勒盟": "Xilingol",
    "神农架林区": "Shennongjia",
    "海南藏族自治州": "Hainan Prefecture",
    "海南省": "Hainan",
    "海西蒙古族藏族自治州": "Haixi",
    "文山壮族苗族自治州": "Wenshan",
    "大理白族自治州": "Dali",
    "定安县": "Ding'an County",
    # Henan
    "漯河市": "Luohe",
    "长垣市": "Changyuan",
    "长葛市": "Changge",
    "浚县": "Xun County",
    "获嘉县": "Huojia County",
    "新乡县": "Xinxiang County",
    "辉县市": "Huixian",
    "新县": "Xin County",
    "尉氏县": "Weishi County",
    "荥阳市": "Xingyang",
    "泌阳县": "Biyang County",
    "渑池县": "Mianchi County",
    "博爱县": "Bo'ai County",
    "南乐县": "Nanle County",
    "召陵区": "Shaoling District",
    "殷都区": "Yindu District",
    "魏都区": "Weidu District",
    "管城回族区": "Guancheng District",
    "睢县": "Sui County",
    "郏县": "Jia County",
    "柘城县": "Zhecheng County",
    "浉河区": "Shihe District",
    # with the province before it, as documents have it
    "河南省新乡市": "Xinxiang, Henan",
    "内蒙古自治区呼和浩特市": "Hohhot, Inner Mongolia",
    "黑龙江省哈尔滨市": "Harbin, Heilongjiang",
    "吉林省吉林市": "Jilin City, Jilin",
    "河南省获嘉县": "Huojia County, Henan",
    "新疆维吾尔自治区昌吉回族自治州": "Changji, Xinjiang",
    "待核": "unverified",
}


@pytest.mark.parametrize(("chinese", "said"), HARD.items())
def test_hard_names(chinese: str, said: str) -> None:
    assert english(chinese) == said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("410702", "Hongqi District, Xinxiang, Henan"),
        ("410728", "Changyuan, Xinxiang, Henan"),
        ("410721", "Xinxiang County, Xinxiang, Henan"),
        ("419001", "Jiyuan, Henan"),
        ("410700", "Xinxiang, Henan"),
    ],
)
def test_a_county_stands_before_its_city(regions: Regions, code: str, said: str) -> None:
    assert english(regions.full_name(code)) == said


def test_every_region_has_an_english_name(regions: Regions) -> None:
    """Latin letters only, and no two cities of a province alike."""
    names = {c: english(regions.full_name(c)) for c in regions.by_code}
    odd = {c: n for c, n in names.items() if not re.fullmatch(r"[A-Z][A-Za-zü' ]+(, [A-Z][A-Za-zü' ]+){0,2}", n)}
    assert odd == {}
    cities = [names[c] for c in regions.cities()]
    assert len(set(cities)) == len(cities)
    assert [n for n in names.values() if "zizhi" in n.lower() or n.endswith(("zuqu", "xian County"))] == []


def test_what_is_no_place_stays_and_the_chinese_screen_is_as_it_was() -> None:
    assert english("新乡市明日电芯有限公司") == "新乡市明日电芯有限公司"
    assert english("") == ""
    assert english("u1") == "u1"
    assert place("新乡市", "zh") == "新乡市"
    assert place("新乡市", "en") == "Xinxiang"


def test_the_table_says_what_the_rule_says(regions: Regions) -> None:
    """The column spares the commands the dictionary; a table without it is said by rule."""
    assert {c: r.name_en for c, r in regions.by_code.items()} == {
        c: english(r.name) for c, r in regions.by_code.items()
    }
    bare = Regions([replace(regions.by_code["410000"], name_en=""), replace(regions.by_code["410700"], name_en="")])
    assert bare.name_en("410700") == regions.name_en("410700") == "Xinxiang"
    assert regions.name_en("999999") == "unverified"

"""Links that no buyer would confirm: each absurd one that analysts of the trade found is caught, its sound neighbour
is not, and the tables of the rules are in order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.model.row_problems import RowProblem
from ingest.lint.chain_rules.chain_files import ChainFiles
from ingest.lint.chain_rules.impossible import FAMILIES, RULES, ImpossibleLinks

# Segments as they stood, or stand today: id → name and codes.
SEGMENTS: dict[str, tuple[str, str]] = {
    "agriculture.fertiliser": ("氮肥与复合肥", "2621,2624"),
    "agriculture.large_farms": ("农垦与规模农场", "0111,0112,0190"),
    "agriculture.layer_eggs": ("蛋鸡与禽蛋", "0321"),
    "agriculture.pesticide": ("农药原药", "2631"),
    "agriculture.pet_food": ("宠物食品", "1321"),
    "agriculture.poultry": ("肉禽养殖", "0321,0322"),
    "agriculture.dairy_farming": ("奶牛养殖与生鲜乳", "0311,0314"),
    "agriculture.sugar_crops": ("糖料种植", "0133"),
    "agriculture.wheat": ("小麦种植", "0112"),
    "agriculture.vet_drug": ("兽用化药与中兽药", "2750,5153"),
    "battery_ev.auto_plastics": ("车用塑料与轻量化材料", "2929,2651,3252,3240"),
    "battery_ev.battery_foil": ("电池铝箔", "3252"),
    "battery_ev.binder_conductive": ("粘结剂与导电剂", "2651,2652,2669"),
    "battery_ev.cathode": ("正极材料", "3985,2613"),
    "battery_ev.cell": ("动力与储能电芯", "3841"),
    "battery_ev.charging": ("充电设备与运营", "3821,4420,5267"),
    "battery_ev.engine_parts": ("发动机与滤清、排气部件", "3620,3670,3412"),
    "battery_ev.fuel_cell": ("氢燃料电池", "3849,3670"),
    "battery_ev.interior_seat": ("座椅与内外饰", "3670,2929"),
    "battery_ev.lithium_ore": ("锂矿与盐湖提锂", "0939,1020"),
    "battery_ev.lithium_salt": ("锂盐", "2613,3239"),
    "battery_ev.pack": ("电池包与电池系统", "3841,3670"),
    "battery_ev.passenger_vehicle": ("新能源乘用车", "3612,3611"),
    "battery_ev.recycling": ("动力电池回收与梯次利用", "4210,4220,3213"),
    "battery_ev.small_cell": ("消费与小动力电池", "3841,3844,3849"),
    "battery_ev.structural_parts": ("电池结构件", "3399,3670"),
    "battery_ev.thermal_management": ("汽车热管理与空调", "3670,3464"),
    "battery_ev.vehicle_power": ("车载电源与高压件", "3821,3824,3670"),
    "battery_ev.wheel_tyre": ("轮毂与轮胎", "3670,2911"),
    "biomedicine.api": ("特色原料药", "2710"),
    "biomedicine.chemical_drug": ("化学药口服制剂", "2720"),
    "biomedicine.consumables": ("输注与通用医用耗材", "3584,2770,2929"),
    "biomedicine.ivd": ("体外诊断（生化免疫）", "2770,3581,2761"),
    "biomedicine.medical_polymers": ("医用高分子材料", "2651,2929,2659"),
    "biomedicine.orthopaedics": ("骨科植入物", "3589,3584"),
    "biomedicine.plasma_collection": ("原料血浆采集", "8435,2761"),
    "biomedicine.blood_products": ("血液制品", "2761"),
    "biomedicine.rehab_home": ("康复与家用医疗器械", "3586,3585,3581"),
    "biomedicine.spf_eggs": ("SPF种蛋", "0321"),
    "biomedicine.vaccine": ("人用疫苗", "2762"),
    "electronics.ic_design": ("集成电路设计", "6520,3973"),
    "electronics.ic_fab": ("晶圆制造", "3973"),
    "electronics.memory": ("存储芯片与模组", "3973,3912"),
    "electronics.power_supply": ("电源与功率变换模块", "3821,3824,3829"),
    "electronics.semi_equipment": ("半导体设备", "3562"),
    "electronics.silicon_wafer": ("半导体硅片", "3985"),
    "electronics.smart_terminal": ("智能终端与可穿戴", "3922,3951,3961,3969"),
    "equipment.aerospace": ("航空航天装备与部件", "3742,3743,3744,3749"),
    "equipment.aluminium": ("铝材", "3252,3216"),
    "equipment.cable": ("电线电缆", "3831,3839"),
    "equipment.carbon_steel": ("普通钢材", "3120,3130"),
    "equipment.casting_forging": ("铸锻件", "3391,3393,3392"),
    "equipment.construction_machinery": ("工程机械", "3514,3433,3515"),
    "equipment.crane": ("起重机械", "3432,3439,3514"),
    "equipment.food_machinery": ("食品与粮油机械", "3531,3532,3534"),
    "equipment.mining_machinery": ("矿山与冶金重型装备", "3511,3516,3515"),
    "equipment.photovoltaic": ("光伏装备与组件", "3825"),
    "equipment.pig_iron": ("铸造生铁与废钢", "3110,4210"),
    "equipment.polysilicon": ("多晶硅与硅片", "3825,2619"),
    "equipment.power_generation": ("发电设备", "3413,3414,3415,3811,3412"),
    "equipment.pressure_vessel": ("锅炉与压力容器", "3411,3332"),
    "equipment.pv_cell_module": ("光伏电池与组件", "3825"),
    "equipment.pv_equipment": ("光伏设备", "3562"),
    "equipment.refrigeration_parts": ("制冷压缩机与配件", "3464,3857"),
    "equipment.ship": ("船舶与海洋工程装备", "3731,3737"),
    "equipment.special_steel": ("特殊钢材", "3130,3120,3140"),
    "equipment.special_vehicle": ("专用汽车与特种车辆", "3630,3660"),
    "equipment.steel_structure": ("钢结构与焊接件", "3311,3484"),
    "equipment.superalloy_titanium": ("高温合金与钛合金", "3240,3254,3252,3239"),
    "equipment.vibrating_screen": ("振动筛分设备", "3511,3532"),
    "green_food.dairy": ("液体乳和发酵乳", "1441,1449"),
    "green_food.bakery": ("烘焙食品", "1411,1419"),
    "green_food.condiments": ("酱油食醋和酱腌菜", "1462,1469"),
    "green_food.flour": ("面粉", "1312"),
    "green_food.flour_products": ("挂面和面制品", "1431"),
    "green_food.food_packaging": ("食品软包装和薄膜", "2921,2319"),
    "green_food.food_testing": ("食品检测认证与追溯", "7452,7455"),
    "green_food.meat": ("肉制品", "1353"),
    "green_food.metal_can": ("金属包装罐", "3333"),
    "green_food.pet_food": ("宠物食品", "1321"),
    "green_food.plastic_bottle": ("塑料瓶和塑料容器", "2926,2651"),
    "green_food.poultry_slaughter": ("禽类屠宰分割", "1352"),
    "green_food.sugar": ("食糖", "1340"),
    "logistics.container": ("集装箱", "3331"),
    "logistics.road_freight": ("公路货运", "5431,5439"),
    "logistics.shipper_bulk": ("大宗原料货主", "5430,5990"),
    "logistics.shipper_food": ("食品货主", "5430,5990"),
    "logistics.shipper_manufacturing": ("制造业货主", "5430,5990"),
    "logistics.trailer": ("半挂车与厢体", "3660"),
    "textile.cotton_yarn": ("棉纺纱线", "1711"),
    "textile.dyestuff": ("染料与颜料", "2645,2643"),
    "textile.fabric": ("机织面料", "1712,1751"),
    "textile.functional_fabric": ("功能复合与涂层面料", "1752,2925"),
    "textile.garment": ("梭织服装", "1819,1830"),
    "textile.home_textile": ("家用纺织品", "1771,1772"),
    "textile.polyester": ("涤纶长丝", "2822"),
    "textile.polyester_feedstock": ("PTA、乙二醇与聚酯", "2653"),
    "textile.recycled_polyester": ("再生化学纤维", "2822"),
    "textile.textile_recycling": ("废旧纺织品回收利用", "4220"),
    "textile.viscose_filament": ("再生纤维素长丝", "2812"),
    "tourism_health.hospital": ("综合医院", "8411,8413"),
    "tourism_health.hotel": ("酒店", "6110,6121,6129"),
    "tourism_health.hotel_supplies": ("酒店用品与布草洗涤", "8030"),
    "tourism_health.insurance_payer": ("医保支付与控费服务", "6513,6540"),
    "tourism_health.leisure_goods": ("户外与旅游装备", "1922,1784"),
    "tourism_health.maternal_child": ("母婴与儿童健康", "8020,8433"),
    "tourism_health.mice": ("会展与商旅", "7282,7284,7289"),
    "tourism_health.rehab": ("康复医疗", "8415,8513"),
    "tourism_health.specialist_hospital": ("专科连锁医疗", "8415,8425"),
    "tourism_health.sports_event": ("赛事与场馆运营", "8911,8921,7283"),
    "tourism_health.tcm_service": ("中医药服务", "8412"),
    "tourism_health.travel_agency": ("旅行社", "7291"),
}
# supplier, buyer, kind, share: what the analysts found, with the share that stood there.
ABSURD = """
equipment.superalloy_titanium battery_ev.battery_foil material 0.65
equipment.superalloy_titanium equipment.refrigeration_parts material 0.15
equipment.superalloy_titanium equipment.cable material 0.10
equipment.superalloy_titanium equipment.special_vehicle material 0.04
equipment.superalloy_titanium green_food.metal_can material 0.35
equipment.special_steel green_food.metal_can material 0.20
equipment.special_steel equipment.steel_structure material 0.65
equipment.special_steel equipment.crane material 0.20
equipment.special_steel logistics.container material 0.40
equipment.special_steel logistics.trailer material 0.30
equipment.special_steel equipment.pressure_vessel material 0.45
equipment.special_steel equipment.mining_machinery material 0.25
equipment.special_steel equipment.ship material 0.20
equipment.special_steel equipment.vibrating_screen material 0.35
equipment.special_steel equipment.casting_forging material 0.35
equipment.special_steel biomedicine.orthopaedics material 0.12
battery_ev.auto_plastics battery_ev.structural_parts material 0.45
battery_ev.auto_plastics battery_ev.thermal_management material 0.30
battery_ev.auto_plastics equipment.photovoltaic material 0.06
battery_ev.auto_plastics battery_ev.wheel_tyre material 0.35
battery_ev.binder_conductive battery_ev.fuel_cell material 0.02
battery_ev.vehicle_power battery_ev.charging component 0.12
battery_ev.engine_parts equipment.ship component 0.12
battery_ev.cell biomedicine.rehab_home component 0.05
electronics.silicon_wafer equipment.photovoltaic material 0.25
electronics.silicon_wafer equipment.pv_cell_module material 0.25
electronics.semi_equipment equipment.photovoltaic equipment 0.06
electronics.ic_fab electronics.memory component 0.35
battery_ev.cathode logistics.shipper_manufacturing channel 0.05
equipment.crane logistics.shipper_manufacturing channel 0.10
textile.viscose_filament logistics.shipper_manufacturing channel 0.05
green_food.meat logistics.shipper_food channel 0.25
green_food.flour logistics.shipper_food channel 0.08
agriculture.fertiliser logistics.shipper_bulk channel 0.15
textile.polyester green_food.plastic_bottle material 0.40
textile.polyester green_food.food_packaging material 0.20
textile.garment tourism_health.leisure_goods material 0.20
textile.fabric tourism_health.hotel_supplies material 0.20
biomedicine.medical_polymers biomedicine.plasma_collection material 0.10
biomedicine.vaccine tourism_health.maternal_child material 0.05
biomedicine.ivd green_food.food_testing material 0.10
tourism_health.hospital tourism_health.insurance_payer channel 0.30
tourism_health.rehab tourism_health.insurance_payer channel 0.03
tourism_health.tcm_service tourism_health.insurance_payer channel 0.04
tourism_health.specialist_hospital tourism_health.insurance_payer channel 0.05
tourism_health.sports_event tourism_health.hotel channel 0.02
tourism_health.mice tourism_health.hotel channel 0.03
agriculture.poultry agriculture.pet_food material 0.25
agriculture.poultry green_food.pet_food material 0.25
agriculture.large_farms green_food.sugar material 0.50
agriculture.layer_eggs biomedicine.vaccine material 0.02
"""
# Of the same kinds, not on the lists.
ALSO_ABSURD = """
battery_ev.lithium_ore battery_ev.cell material 0.30
textile.polyester textile.recycled_polyester material 0.10
battery_ev.cathode battery_ev.passenger_vehicle material 0.10
agriculture.wheat green_food.bakery material 0.30
agriculture.wheat green_food.flour_products material 0.30
agriculture.pesticide green_food.condiments material 0.05
agriculture.vet_drug biomedicine.chemical_drug material 0.05
textile.dyestuff green_food.bakery material 0.02
biomedicine.api tourism_health.hospital material 0.05
biomedicine.medical_polymers tourism_health.hospital material 0.05
electronics.silicon_wafer electronics.smart_terminal component 0.05
electronics.semi_equipment electronics.smart_terminal equipment 0.05
textile.garment textile.cotton_yarn material 0.05
tourism_health.travel_agency tourism_health.hotel material 0.05
equipment.food_machinery green_food.flour material 0.05
equipment.carbon_steel equipment.crane equipment 0.05
battery_ev.passenger_vehicle logistics.road_freight component 0.05
"""
SOUND = """
equipment.aluminium battery_ev.battery_foil material 0.65
equipment.aluminium green_food.metal_can material 0.45
equipment.carbon_steel equipment.crane material 0.30
equipment.special_steel equipment.crane material 0.05
equipment.special_steel equipment.construction_machinery material 0.10
equipment.pig_iron equipment.casting_forging material 0.30
equipment.special_steel equipment.casting_forging material 0.10
equipment.superalloy_titanium equipment.aerospace material 0.20
equipment.superalloy_titanium biomedicine.orthopaedics material 0.12
battery_ev.auto_plastics battery_ev.interior_seat material 0.25
electronics.power_supply battery_ev.charging component 0.40
equipment.power_generation equipment.ship component 0.12
battery_ev.small_cell biomedicine.rehab_home component 0.05
battery_ev.cell battery_ev.pack component 0.70
battery_ev.cathode battery_ev.cell material 0.40
battery_ev.lithium_ore battery_ev.lithium_salt material 0.60
equipment.polysilicon equipment.pv_cell_module material 0.40
equipment.pv_equipment equipment.pv_cell_module equipment 0.06
electronics.ic_fab electronics.ic_design service 0.50
electronics.silicon_wafer electronics.ic_fab material 0.12
textile.polyester_feedstock green_food.plastic_bottle material 0.60
textile.textile_recycling textile.recycled_polyester channel 0.15
textile.polyester textile.fabric material 0.22
textile.polyester textile.recycled_polyester channel 0.05
agriculture.fertiliser green_food.condiments material 0.02
equipment.special_steel equipment.pressure_vessel material 0.20
textile.functional_fabric tourism_health.leisure_goods material 0.25
textile.home_textile tourism_health.hotel_supplies material 0.35
biomedicine.consumables biomedicine.plasma_collection material 0.15
biomedicine.plasma_collection biomedicine.blood_products material 0.45
biomedicine.medical_polymers biomedicine.consumables material 0.32
biomedicine.chemical_drug tourism_health.hospital material 0.10
biomedicine.spf_eggs biomedicine.vaccine material 0.02
tourism_health.hotel tourism_health.mice service 0.10
agriculture.poultry green_food.poultry_slaughter material 0.82
green_food.poultry_slaughter green_food.pet_food material 0.35
agriculture.dairy_farming green_food.dairy material 0.60
agriculture.wheat green_food.flour material 0.80
agriculture.sugar_crops green_food.sugar material 0.70
equipment.food_machinery green_food.flour equipment 0.04
logistics.road_freight logistics.shipper_food service 0.06
logistics.trailer logistics.road_freight equipment 0.06
"""


def cases(text: str) -> list[tuple[str, ...]]:
    return [tuple(line.split()) for line in text.strip().splitlines()]


@pytest.fixture(scope="module")
def rules() -> ImpossibleLinks:
    found: list[RowProblem] = []
    out = ImpossibleLinks.read(Path(__file__).parents[3] / "data", found)
    assert found == []
    return out


def chains(folder: Path, supplier: str, buyer: str, kind: str, share: str) -> ChainFiles:
    """A catalogue of two segments and the link between them."""
    segments: dict[str, list[dict[str, Any]]] = {}
    for full in (supplier, buyer):
        chain, own = full.split(".")
        name, codes = SEGMENTS[full]
        segments.setdefault(chain, []).append(
            {
                "id": own,
                "name": name,
                "name_en": own,
                "tier": "midstream",
                "description": "说明。",
                "products": ["甲", "乙", "丙"],
                "gbt4754": codes.split(","),
                "source": "own knowledge",
            }
        )
    for chain, entries in segments.items():
        link = {
            "from": supplier,
            "to": buyer,
            "kind": kind,
            "share": float(share),
            "source": "own knowledge (estimate)",
        }
        raw = {"id": chain, "segments": entries, "links": [link] if buyer.startswith(f"{chain}.") else []}
        (folder / f"{chain}.yaml").write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return ChainFiles.read(folder)


@pytest.mark.parametrize("case", cases(ABSURD) + cases(ALSO_ABSURD), ids=lambda c: f"{c[0]}-{c[1]}")
def test_a_link_that_no_buyer_would_confirm_is_caught(
    rules: ImpossibleLinks, tmp_path: Path, case: tuple[str, str, str, str]
) -> None:
    (found,) = rules.lint(chains(tmp_path, *case))
    assert (found.code, found.severity, found.name) == ("impossible_link", "error", f"{case[0]} -> {case[1]}")
    assert found.file == f"chains/{case[1].split('.')[0]}.yaml"
    assert SEGMENTS[case[0]][0] in found.zh
    assert SEGMENTS[case[1]][0] in found.zh


@pytest.mark.parametrize("case", cases(SOUND), ids=lambda c: f"{c[0]}-{c[1]}")
def test_a_link_that_a_buyer_would_confirm_is_left_alone(
    rules: ImpossibleLinks, tmp_path: Path, case: tuple[str, str, str, str]
) -> None:
    assert list(rules.lint(chains(tmp_path, *case))) == []


def test_the_rules_are_many_and_general(rules: ImpossibleLinks) -> None:
    """Each speaks of families, each family is used, and each reason stands in both languages."""
    assert len(rules.rules) >= 30
    used = {f for r in rules.rules for f in (*r.suppliers, *r.buyers)}
    assert used == set(rules.families)
    assert all(r.reason and r.reason_en for r in rules.rules)
    assert all(f.match and f.name and f.name_en for f in rules.families.values())


def test_a_rule_about_a_family_or_a_kind_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / FAMILIES).write_text("id,name,name_en,match\na,甲,a,1311\n", encoding="utf-8")
    (tmp_path / RULES).write_text(
        "supplier,buyer,kinds,from_share,reason,reason_en\na,moon,,0,无,none\na,a,gift,0,无,none\na,a,,0,无,none\n",
        encoding="utf-8",
    )
    found: list[RowProblem] = []
    assert len(ImpossibleLinks.read(tmp_path, found).rules) == 1
    assert [(f.code, f.row, f.value) for f in found] == [
        ("rule_unknown_word", 2, "moon"),
        ("rule_unknown_word", 3, "gift"),
    ]


def test_tables_that_are_absent_hold_no_rule_and_broken_ones_are_told(tmp_path: Path) -> None:
    found: list[RowProblem] = []
    assert ImpossibleLinks.read(tmp_path, found).rules == ()
    assert found == []
    (tmp_path / "rules").mkdir()
    (tmp_path / RULES).write_text("supplier,buyer\na,b\n", encoding="utf-8")
    (tmp_path / FAMILIES).write_bytes(b"")
    assert ImpossibleLinks.read(tmp_path, found).rules == ()
    assert {(f.code, f.file) for f in found} == {("unreadable", FAMILIES), ("no_column", RULES)}

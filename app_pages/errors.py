"""Errors as a user reads them: what happened and what to do, in Chinese or English."""

from __future__ import annotations

from pathlib import Path

from graph.errors import (
    DemandNode,
    EndedName,
    LiantuError,
    MissingColumn,
    StoreError,
    StoreFault,
    StoreUnavailable,
    UnknownName,
    UnreadableFile,
    UnwritableFile,
)
from graph.model.words import Lang

# beginning or part of `UnreadableFile.why` → (Chinese, what to do)
_UNREADABLE = (
    ("empty", "文件是空的", "请重新导出后再上传。"),
    ("nothing in it", "文件里没有内容", "请重新导出后再上传。"),
    ("header but no row", "文件只有表头，没有数据行", "请带数据重新导出后再上传。"),
    ("over the limit", "文件太大", "请拆成几个文件分别上传。"),
    ("unpack", "压缩文件解开后太大", "请拆成几个文件分别上传。"),
    ("not an Excel workbook, whatever", "扩展名是 Excel，内容却不是", "请在 Excel 中另存为 .xlsx 或 .csv 后再上传。"),
    ("damaged", "文件已损坏或格式不对", "请在 Excel 中打开并另存为 .xlsx 后再上传。"),
    ("neither UTF-8 nor GBK", "文字编码无法识别", "请另存为“CSV UTF-8”后再上传。"),
    ("not a table", "内容不是表格", "请另存为带表头的 CSV 后再上传。"),
    ("far outside the table", "有单元格远在表格之外", "请按 Ctrl+End 找到并删去它，保存后再上传。"),
    ("declares entities", "工作簿里有不允许的内容", "请在 Excel 中另存为新的 .xlsx 后再上传。"),
    ("zero bytes", "内容不是文字", "请打开后另存为 .xlsx 或“CSV UTF-8”后再上传。"),
    ("UTF-32", "文字编码是 UTF-32", "请另存为“CSV UTF-8”后再上传。"),
    ("packed twice", "文件压缩了两次", "请先解压一次再上传。"),
    ("it is a PDF", "这是 PDF，不是表格", "请取得 .xlsx 或 .csv 格式后再上传。"),
    ("it is a picture", "这是图片，不是表格", "请取得 .xlsx 或 .csv 格式后再上传。"),
    ("it is a program", "这是程序，不是表格", "请选择表格文件。"),
    ("it is a database", "这是数据库文件，不是表格", "请导出为 .xlsx 或 .csv 后再上传。"),
    ("tables in it", "表格数量太多", "请拆成几个文件分别上传。"),
    ("another document inside", "文件里嵌有另一份文件", "请在 Word 中打开，另存后再上传。"),
    ("password", "文件有密码", "请去掉密码后再上传。"),
    ("another encoding", "文件里混有两种文字编码", "请整个另存为“CSV UTF-8”后再上传。"),
    ("quotation mark", "有引号没有配对", "请补上或删去该引号后再上传。"),
    ("characters", "有单元格内容过长", "请检查是否有引号没有配对，或缩短该单元格。"),
    ("of memory", "打开文件需要的内存太多", "请删去表外内容或拆成几个文件后再上传。"),
    ("seconds", "打开文件需要的时间太长", "请另存一份或拆成几个文件后再上传。"),
    ("no table in the archive", "压缩包里没有表格", "请把 CSV 或 XLSX 放进压缩包后再上传。"),
    ("rows", "行数太多", "请拆成几个文件分别上传。"),
    ("columns", "列数太多", "请删去表外的列后再上传。"),
    ("nested too deeply", "内容嵌套过深", "请打开后另存一份再上传。"),
    ("JSON", "不是每行一个对象的 JSON", "请重新导出，或另存为 CSV 后再上传。"),
    ("archive", "这种压缩包打不开", "请解压后上传里面的表格。"),
    ("no such file", "找不到文件", "请检查后重新上传。"),
)


# kind of `StoreFault` → (what happened, what to do)
_FAULTS = {
    "locked": ("数据正被另一个程序写入。", "请稍后再试。"),
    "full": ("磁盘已满，没有写入任何内容。", "请腾出磁盘空间后再试。"),
    "read_only": ("数据文件是只读的，不能写入。", "请放开文件和所在文件夹的写权限后再试。"),
    "barred": ("没有权限打开数据文件。", "请放开文件和所在文件夹的权限后再试。"),
    "damaged": ("数据文件已损坏。", "请不要重建或导入；先运行 liantu doctor，再用 liantu restore 恢复最近的备份。"),
    "disk": ("磁盘报错。", "请先运行 liantu backup 备份，再检查磁盘。"),
    "unmerged": ("数据文件是只读的，最近的导入尚未并入。", "请放开所在文件夹的写权限后再打开。"),
    "newer": ("数据由更新版本的链图写成。", "请更新链图后再打开。"),
    "older": ("数据是旧版本的，又是只读的，不能升级。", "请放开写权限后再打开。"),
}


def explain(error: LiantuError, lang: Lang) -> tuple[str, str]:
    """(what happened, what to do next), each one sentence."""
    if lang == "en":
        return _english(error)
    if isinstance(error, MissingColumn):
        found = "、".join(error.found[:8]) or "无"
        return f"“{error.file}”缺少企业名称列（现有列：{found}）。", "请把企业名称所在列的表头改为“企业名称”后再上传。"
    if isinstance(error, UnwritableFile):
        if error.reason == "full":
            return f"“{Path(error.file).name}”未能写出：磁盘已满。", "请腾出空间后再试；原有文件未动。"
        return f"“{Path(error.file).name}”未能写出。", "请检查是否被其他程序打开、是否有写入权限；原有文件未动。"
    if isinstance(error, UnreadableFile):
        for part, what, todo in _UNREADABLE:
            if part in error.why:
                return f"“{error.file}”未能读取：{what}。", todo
        return f"“{error.file}”未能读取。", "请另存为 .xlsx 或 CSV 后再上传。"
    if isinstance(error, StoreUnavailable):
        return "图谱服务器暂时连不上。", "请稍后再试；如一直不通，请联系服务器管理员。"
    if isinstance(error, StoreFault) and error.kind in _FAULTS:
        return _FAULTS[error.kind]
    if isinstance(error, StoreError):
        return "图谱暂时无法写入，可能有另一项导入正在进行。", "请稍后再试。"
    if isinstance(error, EndedName):
        return f"环节“{error.given}”已停用。", f"请改选其去向：{'、'.join(error.suggestions)}。"
    if isinstance(error, UnknownName):
        return f"没有找到“{error.given}”。", "请从列表中选择。"
    if isinstance(error, DemandNode):
        return f"“{error.name}”是需求节点，只代表买方，没有可招的企业。", "请改选向它供货的环节。"
    return "操作未能完成。", "请检查文件后再试。"


def _english(error: LiantuError) -> tuple[str, str]:
    if isinstance(error, MissingColumn):
        found = ", ".join(error.found[:8]) or "none"
        return (
            f"{error.file} has no column with firm names (columns: {found}).",
            "Name that column 企业名称 or name, and upload again.",
        )
    if isinstance(error, UnreadableFile):
        return f"{error.file} could not be read: {error.why}.", f"{error.mend[:1].upper()}{error.mend[1:]}."
    if isinstance(error, StoreUnavailable):
        return (
            "The graph server cannot be reached for now.",
            "Try again in a moment; if it stays away, ask who runs it.",
        )
    if isinstance(error, StoreFault) and error.kind in _FAULTS:
        return "The data could not be used.", f"{error}."
    if isinstance(error, StoreError):
        return "The graph cannot be written now; another load may be running.", "Try again in a moment."
    if isinstance(error, EndedName):
        return f"The segment {error.given!r} has ended.", f"Choose what took its place: {', '.join(error.suggestions)}."
    if isinstance(error, UnknownName):
        return f"There is no {error.given!r}.", "Choose from the list."
    if isinstance(error, DemandNode):
        return f"{error.name} stands for buyers; there is nothing to recruit.", "Choose a segment that supplies it."
    return "This could not be done.", "Check the file and try again."

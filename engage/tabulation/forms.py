"""What planners say of a file that they drop."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from engage.core.forms import Form, LineField, UpTo

WHATS = [
    SelectChoice("table", _l("表（割合）")),
    SelectChoice("mean", _l("平均")),
    SelectChoice("total", _l("合計")),
    SelectChoice("ratio", _l("比")),
    SelectChoice("quantile", _l("分位点（25％、50％、75％）")),
]
LONELY = [
    SelectChoice("error", _l("計算しない")),
    SelectChoice("average", _l("ほかの層の平均とみなす")),
    SelectChoice("certainty", _l("必ず選ばれたとみなす")),
]


class DataForm(Form):
    """A file, what to work out, and how its rows were drawn."""

    file = FileField(_l("ファイル"), [FileRequired(_l("ファイルを選んでください。"))])
    what = RadioField(_l("計算するもの"), choices=WHATS, default="table")
    variable = LineField(_l("問の列"), [Optional(), UpTo(200)])
    by = LineField(_l("分ける列"), [Optional(), UpTo(200)])
    weight = LineField(_l("重みの列"), [Optional(), UpTo(200)])
    strata = LineField(_l("層の列"), [Optional(), UpTo(200)])
    psu = LineField(_l("まとまり（集落）の列"), [Optional(), UpTo(400)])
    fpc = LineField(_l("母集団の数の列"), [Optional(), UpTo(400)])
    lonely = SelectField(_l("1つしか選ばれなかった層"), choices=LONELY, default="error")
    margins = FileField(_l("母集団の構成の表"), [Optional()])

"""Mail to staff about the plan; the links start at the configured address of this site."""

from engage.core.config import Settings
from engage.core.mail import Message
from engage.plan.models import Plan, PlanVersion


def version_published(
    *, to: str, name: str, plan: Plan, version: PlanVersion, items: int, settings: Settings
) -> Message:
    """Tell a member of staff that a new version is out and where it is explained."""
    page = f"{settings.base_url}/plan/{plan.code}/versions/{version.number}"
    return Message(
        to=to,
        subject=f"【Engage {settings.city_name}】{plan.title} 第{version.number}版を公開しました",
        text=f"""{name} 様

{plan.title}の第{version.number}版を公開しました。改訂項目は{items}件です。

全文
{page}

前の版とのちがいと、その理由
{page}/changes

・反映しなかった意見も、理由といっしょに載っています。
・公開した版は変えられません。直すときは、次の版の案を始めてください。

{settings.city_name} {settings.office_name}
""",
    )

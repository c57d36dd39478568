"""Mail to people about their account; the links start at the configured address of this site."""

from engage.accounts import rules
from engage.accounts.models import Account
from engage.core.config import Settings
from engage.core.mail import Message

SIGN_IN_PAGE = "/sign-in/link"
INVITATION_PAGE = "/invitation"


def sign_in_link(account: Account, token: str, settings: Settings) -> Message:
    """Write the mail with which a person signs in without a password."""
    minutes = int(rules.SIGN_IN_LINK_LASTS.total_seconds() // 60)
    return Message(
        to=account.email or "",
        subject=f"【Engage {settings.city_name}】ログインのご案内",
        text=f"""{account.name} 様

ログインするためのメールを送ってほしいという求めがありました。
下のアドレスを開いて、「ログインする」を押してください。

{settings.base_url}{SIGN_IN_PAGE}#{token}

開けないときは、{settings.base_url}{SIGN_IN_PAGE} を開き、次の番号を入れてください。

{token}

・使えるのは{minutes}分間、1回だけです。
・新しいメールを求めると、前のメールの番号は使えなくなります。
・心当たりがないときは、このメールを消してください。だれもログインできません。
・番号を人に教えないでください。職員が番号を尋ねることはありません。

{settings.city_name} {settings.office_name}
""",
    )


def invitation(account: Account, token: str, settings: Settings) -> Message:
    """Write the mail with which an invited person chooses a password."""
    return Message(
        to=account.email or "",
        subject=f"【Engage {settings.city_name}】利用者登録のご案内",
        text=f"""{account.name} 様

{settings.city_name}の「Engage」に、あなたの利用者を登録しました。
下のアドレスを開いて、パスワードを決めてください。

{settings.base_url}{INVITATION_PAGE}#{token}

開けないときは、{settings.base_url}{INVITATION_PAGE} を開き、次の番号を入れてください。

{token}

・使えるのは{rules.INVITATION_LASTS.days}日間、1回だけです。
・ログインには、このメールが届いたアドレスと、決めたパスワードを使います。
・心当たりがないときは、下の部署に連絡してください。

{settings.city_name} {settings.office_name}
""",
    )

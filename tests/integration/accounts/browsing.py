"""Short sentences for stories in a browser."""

from flask.testing import FlaskClient

from engage.core.db import Base, Database
from tests.integration.people import PASSWORD


def type_password(client: FlaskClient, email: str, password: str = PASSWORD, **more: str):
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def held_cookie(client: FlaskClient, name: str = "engage") -> str:
    return client.get_cookie(name).value


def browser_with(app, cookie: str) -> FlaskClient:
    """Another browser with a copied cookie."""
    thief = app.test_client()
    thief.set_cookie("engage", cookie)
    return thief


def everything_in(database: Database) -> str:
    """Every value of every table."""
    with database.reading() as session:
        return "\n".join(
            repr(tuple(row))
            for table in Base.metadata.sorted_tables
            for row in session.execute(table.select())
        )

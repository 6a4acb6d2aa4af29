"""The tag of an answer is made of the question: every GET has one, and whatever changes the answer changes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from service.faces.web.app import create_app
from service.settings import Settings

API = "/api/v1"
CLAUSE = "tengchong-women-2021/2.1/goal/2"
PLAN = "tengchong-women-2021"
NEEDED = {
    "/search": {"q": "孕产妇"},
    "/suggestions": {"q": "孕"},
    "/coverage": {"q": "孕产妇"},
    "/compare": {"left": PLAN, "right": "tengchong-children-2021"},
}
OTHER: dict[str, Any] = {
    "q": "儿童", "limit": 3, "offset": 1, "literal": "true", "rejected": "true", "address": CLAUSE, "indicator": "孕产妇死亡率",
    "level": "county", "kind": "goal", "domain": "健康", "plan": PLAN, "unit": "教育", "has": "value",
}  # fmt: skip
DESCRIBED = create_app(Settings(Path("/none"), Path("/none"))).openapi()["paths"]
GETS = {
    path.removeprefix(API): [
        each["name"] for each in methods["get"].get("parameters", []) if each["in"] == "query"
    ]
    for path, methods in DESCRIBED.items()
    if "get" in methods and not path.endswith("/editions/compare")  # the corpus has one edition of each plan
}


def _tag(client: TestClient, path: str, asked: dict[str, Any]) -> str | None:
    where = path.replace("{address}", CLAUSE).replace("{plan}", PLAN)
    answer = client.get(f"{API}{where}?{urlencode(asked)}")
    return answer.headers["etag"] if answer.status_code == 200 else None


@pytest.mark.parametrize("path", GETS)
def test_every_parameter_makes_another_question(client: TestClient, path: str) -> None:
    needed = NEEDED.get(path, {})
    plain = _tag(client, path, needed)
    assert plain is not None
    tags = [plain]
    for name in GETS[path]:
        if name in OTHER:
            changed = _tag(client, path, needed | {name: OTHER[name]})
            if changed is not None:  # no plan of the corpus prints this unit
                tags.append(changed)
    assert len(set(tags)) == len(tags)


def test_the_order_of_parameters_makes_no_other_question(client: TestClient) -> None:
    one = client.get(f"{API}/search?q=孕产妇&level=county&limit=5").headers["etag"]
    other = client.get(f"{API}/search?limit=5&q=孕产妇&level=county")
    assert other.headers["etag"] == one
    again = client.get(f"{API}/search?limit=5&level=county&q=孕产妇", headers={"If-None-Match": one})
    assert again.status_code == 304

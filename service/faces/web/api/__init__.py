"""The JSON API under /api/v1: the same answers as the command line, with the same field names.

``mount`` adds it to an app. Each module holds the operations of one kind; none of them computes anything.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from service.faces.web.api import compare, corrections, coverage, imports, ladder, links, plans, search

_TAGS = [
    {"name": "检索", "description": "条目、指标目标、筛选的值、输入提示。"},
    {"name": "规划", "description": "库中的规划和它们的目录。"},
    {"name": "对照", "description": "对标关系、目标阶梯、覆盖、比对。"},
    {"name": "更正", "description": "人改正程序读错的：谁、何时、改了什么，随时可以撤销。"},
    {"name": "导入", "description": "先预览，后入库。"},
]


def mount(app: FastAPI) -> None:
    """Adds the API and its description to the application."""
    for module in (search, plans, links, ladder, coverage, compare, corrections, imports):
        app.include_router(module.router)
    app.openapi_tags = _TAGS
    described = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _problems_as_such(described())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _problems_as_such(schema: dict[str, Any]) -> dict[str, Any]:
    """FastAPI describes every answer as plain JSON; problems have a type of their own."""
    for path in schema["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if status >= "400" and "application/json" in answer.get("content", {}):
                    answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
    return schema

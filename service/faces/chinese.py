"""The command-line library's own sentences, in Chinese.

Typer asks ``gettext`` for them, so they are answered there; what is not in the table stays as it is. Usage
errors are worded here from what they are about, because their English text is put together piece by piece.
"""

from __future__ import annotations

import gettext
from typing import Any

_SENTENCES = {
    "Usage:": "用法：",
    "Usage: ": "用法：",
    "Options": "选项",
    "Arguments": "参数",
    "Commands": "命令",
    "Error": "错误",
    "Aborted.": "已中止。",
    "Aborted!": "已中止。",
    "(deprecated) ": "（已停用）",
    "[default: {}]": "[默认：{}]",
    "[env var: {}]": "[环境变量：{}]",
    "[required]": "[必填]",
    "required": "必填",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "Show this message and exit.": "显示这段说明。",
    "Missing command.": "缺少命令。",
    "No such command {name!r}.": "没有 {name} 这个命令。",
    "(dynamic)": "（由程序决定）",
}


def install() -> None:
    """Answers Typer's requests for translation; call it before Typer is imported."""
    original = gettext.gettext

    def translate(message: str) -> str:
        return _SENTENCES.get(message) or original(message)

    gettext.gettext = translate


def usage_error(error: Any) -> str:
    """One Chinese sentence for a usage error of the command-line library, and where to look up the usage."""
    name = type(error).__name__
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "duibiao"
    if name == "NoSuchOption":
        return f"没有 {error.option_name} 这个选项，可用的选项见 {path} --help。"
    if name == "MissingParameter":
        return f"缺少{_parameter(error)}，写法见 {path} --help。"
    if name == "BadParameter":
        return f"{_parameter(error)}的值不对，写法见 {path} --help。"
    if name == "BadOptionUsage":
        return f"选项 {error.option_name} 后面缺少值或多了值，写法见 {path} --help。"
    message = str(getattr(error, "message", "")).split(" Did you mean")[0]
    if message.isascii():
        return f"命令的写法不对（多了或少了内容），写法见 {path} --help。"
    return f"{message.rstrip('。')}，可用的命令见 {path} --help。"


def _parameter(error: Any) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return "参数"
    if parameter.param_type_name == "argument":
        return f"参数 {parameter.metavar or parameter.name.upper()} "
    return f"选项 {'/'.join(parameter.opts)} "

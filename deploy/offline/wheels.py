"""离线安装包：在联网的电脑上收齐对标和它依赖的全部安装文件，带到不联网的电脑上安装。

    python deploy/offline/wheels.py --for windows --python 3.11 --with semantic
    python deploy/offline/wheels.py --for linux --with semantic,elastic,postgres --out 文件夹

Runs pip for everything; needs the ``packaging`` library (it comes with ``.[dev]``). What a package needs is decided by
markers such as ``sys_platform == "win32"``, and pip reads them for the machine that it runs on: a folder made on
Linux would lack what only Windows needs. So the requirements of every file are read again with the markers of the
target, until nothing is missing.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
EXTRAS = ("semantic", "elastic", "postgres", "ocr")


@dataclass(frozen=True)
class Target:
    """Where it will be installed: names of wheels that fit, and what its markers say."""

    name: str
    platforms: tuple[str, ...]
    markers: dict[str, str]


def _linux(machine: str) -> Target:
    names = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1))
    older = tuple(f"manylinux{year}_{machine}" for year in ("2014", "2010", "1"))
    return Target(
        f"linux-{machine}",
        (*names, *older, f"linux_{machine}"),
        {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "platform_machine": machine,
        },
    )


TARGETS = {
    "windows": Target(
        "windows",
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
    "linux": _linux("x86_64"),
    "linux-arm": _linux("aarch64"),
}


def main(words: Sequence[str] | None = None) -> None:
    """Makes the folder, or says what is missing."""
    given = _arguments(words)
    extras = [each for each in given.extras.split(",") if each]
    unknown = sorted(set(extras) - set(EXTRAS))
    if unknown:
        sys.exit(f"没有叫 {'、'.join(unknown)} 的附加组件，--with 后面可以写：{','.join(EXTRAS)}。")
    target = TARGETS[given.target]
    out = Path(given.out or f"duibiao-{given.target}-py{given.python}").resolve()
    if out.exists() and any(out.iterdir()):
        sys.exit(f"文件夹 {out} 里已有文件，请换一个，或先删掉它。")
    out.mkdir(parents=True, exist_ok=True)
    print(f"正在为 {target.name}、Python {given.python} 收集安装文件……", flush=True)
    _pip("wheel", "--no-deps", "--wheel-dir", str(out), str(ROOT))
    for name in _only_as_source():
        _pip("wheel", "--no-deps", "--wheel-dir", str(out), name)
    wanted = f"duibiao[{','.join(extras)}]" if extras else "duibiao"
    _download(out, target, given.python, [wanted])
    while missing := sorted(set(_missing(out, target, given.python, wanted))):
        print(f"补充 {target.name} 另需的：{'、'.join(missing)}", flush=True)
        _download(out, target, given.python, missing)
    _write_installers(out, given.target, given.python, wanted)
    files = sorted(path for path in out.iterdir() if path.is_file())
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in files]
    (out / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"完成：{out}，{len(files)} 个文件，{size:.0f} MB。整个文件夹复制到目标电脑，运行其中的 install。")


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="收集离线安装文件")
    parser.add_argument("--for", dest="target", choices=TARGETS, default="windows", help="装在什么电脑上")
    parser.add_argument("--python", default="3.11", help="那台电脑上 Python 的版本，如 3.11、3.12")
    parser.add_argument("--with", dest="extras", default="", help=f"附加组件，用逗号隔开：{','.join(EXTRAS)}")
    parser.add_argument("--out", default="", help="放到哪个文件夹")
    return parser.parse_args(words)


def _only_as_source() -> list[str]:
    """Requirements of ours that their makers publish without a wheel; they are pure Python and fit anywhere."""
    return ["jieba>=0.42.1,<0.43"]


def _download(out: Path, target: Target, python: str, wanted: Sequence[str]) -> None:
    platforms = [word for name in target.platforms for word in ("--platform", name)]
    _pip(
        "download", "--dest", str(out), "--find-links", str(out), "--only-binary", ":all:",
        "--implementation", "cp", "--python-version", python, *platforms, *wanted,
    )  # fmt: skip


def _missing(out: Path, target: Target, python: str, wanted: str) -> Iterator[str]:
    """What the files of the folder need on the target and the folder does not hold."""
    held = {canonicalize_name(parse_wheel_filename(path.name)[0]): path for path in out.glob("*.whl")}
    environment = target.markers | {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    asked: set[tuple[str, str]] = set()
    waiting = [Requirement(wanted)]
    while waiting:
        each = waiting.pop()
        name = canonicalize_name(each.name)
        if name not in held:
            yield str(each).split(";")[0].strip()
            continue
        for extra in ("", *each.extras):
            if (name, extra) in asked:
                continue
            asked.add((name, extra))
            waiting += [
                need
                for need in _requirements(held[name])
                if need.marker is None or need.marker.evaluate(environment | {"extra": extra})
            ]


def _requirements(wheel: Path) -> list[Requirement]:
    with zipfile.ZipFile(wheel) as packed:
        about = next(name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        text = packed.read(about).decode("utf-8")
    return [Requirement(line) for line in HeaderParser().parsestr(text).get_all("Requires-Dist") or []]


def _write_installers(out: Path, target: str, python: str, wanted: str) -> None:
    name = "install.bat" if target == "windows" else "install.sh"
    text = (HERE / name).read_text(encoding="utf-8")
    text = text.replace("@PYTHON@", python).replace("@WANTED@", wanted)
    if target == "windows":  # cmd reads a file in the code page of the system, which in China is GBK
        (out / name).write_bytes(text.replace("\n", "\r\n").encode("gbk"))
    else:
        (out / name).write_text(text, encoding="utf-8", newline="\n")
        (out / name).chmod(0o755)


def _pip(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "-q", *words], check=False)
    if done.returncode:
        sys.exit("没有收齐，请看上面 pip 说的原因：多半是没有网络，或这个 Python 版本还没有现成的安装文件。")


if __name__ == "__main__":
    main()

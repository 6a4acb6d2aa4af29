#!/bin/sh
# 离线安装对标：./install.sh [装到哪里]，默认 /opt/duibiao（没有权限时装到 ~/duibiao）。
set -eu
cd "$(dirname "$0")"
here=$(pwd)
python=$(command -v python@PYTHON@ || true)
if [ -z "$python" ]; then
    echo "没有找到 Python @PYTHON@。请先安装它（如 apt install python@PYTHON@ python@PYTHON@-venv），再运行本程序。" >&2
    exit 2
fi
if [ $# -gt 0 ]; then place=$1
elif [ -w /opt ]; then place=/opt/duibiao
else place=$HOME/duibiao
fi
echo "正在核对文件……"
sha256sum --check --quiet SHA256SUMS || { echo "文件不完整，请重新复制整个文件夹。" >&2; exit 2; }
echo "正在安装到 $place ……"
"$python" -m venv "$place"
"$place/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$here" '@WANTED@'
"$place/bin/duibiao" build
echo "安装完成。启动：$place/bin/duibiao serve --open"

@echo off
rem 离线安装对标：双击运行，装在当前用户的文件夹里，不需要管理员权限。
setlocal
cd /d "%~dp0"
set "PLACE=%LOCALAPPDATA%\duibiao-program"
set "PY=py -@PYTHON@"
%PY% -c "pass" >nul 2>nul
if errorlevel 1 set "PY=python"
%PY% -c "import sys; sys.exit(sys.version_info[:2] != tuple(map(int, '@PYTHON@'.split('.'))))" >nul 2>nul
if errorlevel 1 (
    echo 没有找到 Python @PYTHON@。请先安装它（安装时勾选 Add to PATH），再双击本文件。
    pause
    exit /b 2
)
echo 正在安装到 %PLACE% ……
%PY% -m venv "%PLACE%"
if errorlevel 1 goto failed
"%PLACE%\Scripts\python" -m pip install --quiet --disable-pip-version-check --no-index --find-links . "@WANTED@"
if errorlevel 1 goto failed
"%PLACE%\Scripts\duibiao" build
if errorlevel 1 goto failed
> "%USERPROFILE%\Desktop\对标.bat" echo @"%PLACE%\Scripts\duibiao" serve --open
echo 安装完成。桌面上有“对标”，双击它就在浏览器里打开。
pause
exit /b 0
:failed
echo 没有装成，请把上面的文字抄下来给维护人员。
pause
exit /b 1

"""What `cmake --install` leaves behind is whole: it serves, it says where its parts are, and it knows nothing of the machine that built it.

    install.py BUILD_FOLDER
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from house import Client, House  # noqa: E402
from prefix import ROOT, Prefix, run  # noqa: E402

# A stranger, a packager and the program itself look for these.
PARTS = """
bin/hemicycle lib/hemicycle/contractc lib/hemicycle/plugins/accounts/accounts.so lib/hemicycle/plugins/accounts/locales/fr.mo
share/hemicycle/hemicycle.toml share/hemicycle/roles.toml share/hemicycle/profiles/rennes.toml share/hemicycle/profiles/nantes/locales/terms/fr.po share/hemicycle/demo/council.json share/hemicycle/locales/fr.mo share/hemicycle/views/form.mustache
share/hemicycle/contracts/accounts.json share/hemicycle/plugin.schema.json share/hemicycle/template/newcomer/plugin.json share/hemicycle/sdk/symbol_lint.py
include/hemicycle/entry.h include/hemicycle/ext/store.h include/hemicycle/plugin.hpp
lib/cmake/Hemicycle/HemicycleConfig.cmake lib/cmake/Hemicycle/HemicycleConfigVersion.cmake lib/cmake/Hemicycle/HemicyclePlugin.cmake
share/pkgconfig/hemicycle-sdk.pc share/man/man1/hemicycle.1 share/bash-completion/completions/hemicycle share/doc/hemicycle/ABI.md
""".split()


def every_part_is_there(prefix):
    missing = [part for part in PARTS if not (prefix.path / part).exists()]
    assert not missing, f"not installed: {missing}"
    shipped = {folder.name for folder in prefix.plugins.iterdir()}
    told = {file.stem for file in (prefix.path / "share/hemicycle/contracts").iterdir()}
    assert shipped == told, f"plugins {sorted(shipped)} and contracts {sorted(told)} differ"


def nothing_names_the_machine(prefix):
    for file in prefix.path.rglob("*"):
        if not file.is_file() or file.read_bytes()[:4] == b"\x7fELF" or file.suffix == ".a":
            continue
        text = file.read_text(errors="replace")
        for path in (ROOT, prefix.build_folder, prefix.folder / "installed"):
            assert str(path) not in text, f"{file.relative_to(prefix.path)} names {path}"
    for file in (prefix.program, *prefix.plugins.glob("*/*.so")):
        assert "RUNPATH" not in run("readelf", "-d", file), f"{file.name} looks for libraries where it was built"


def it_serves(prefix):
    with House(prefix.program, serve=False) as house:
        del house.environment["HEMICYCLE_CONFIG"]  # what was installed beside it has to do
        code, out, err = house.cli("play", prefix.path / "share/hemicycle/demo/council.json")
        assert code == 0, f"the demo council is refused: {err}{out}"
        house.start()
        page = Client(house).get("/", status=200).text
        assert "<main" in page and "stylesheet" in page, page[:500]
        assert Client(house).get("/healthz").status in (200, 404)
        code, out, err = house.cli("plugin", "list")
        assert code == 0 and str(ROOT) not in out, out + err
        assert house.stop() == 0


def pkg_config_builds_the_plugin_in_c(prefix):
    """One compiler and no CMake."""
    assert prefix.pkg_config("--modversion")[0].startswith("1.")
    out = prefix.folder / "in_c"
    library = prefix.build_in_c(out)
    run("python3", "-B", prefix.path / "share/hemicycle/sdk/symbol_lint.py", library)
    prefix.call(out, "hello_c", "hello_c.greet", {"text": "bonjour"}, "in_process", prefix.folder / "data")
    assert prefix.call(out, "hello_c", "hello_c.count", {}, "in_process", prefix.folder / "data") == {"greetings": 1}


def an_older_request_is_met_and_a_newer_one_refused(prefix):
    sources = prefix.folder / "asks"
    sources.mkdir()
    for version, code in (("1.0", 0), ("2.0", 1)):
        (sources / "CMakeLists.txt").write_text(
            f"cmake_minimum_required(VERSION 3.25)\nproject(asks C CXX)\nfind_package(Hemicycle {version} REQUIRED COMPONENTS sdk)\n")
        run("cmake", "-S", sources, "-B", prefix.folder / f"asks-{version}", f"-DCMAKE_PREFIX_PATH={prefix.path}", code=code)


with Prefix(sys.argv[1]) as installed:
    for promise in (every_part_is_there, nothing_names_the_machine, it_serves, pkg_config_builds_the_plugin_in_c, an_older_request_is_met_and_a_newer_one_refused):
        promise(installed)
        print(f"ok: {promise.__name__.replace('_', ' ')}")

"""A stranger's machine: Hémicycle installed below a prefix of its own, and what is built against it.

    with Prefix(build_folder) as prefix:
        prefix.build(folder_with_sources, output)       # cmake, as the README of the template says
        prefix.call(output / "plugins", "club", "club.list", {}, mode)

Nothing of this tree is seen: the prefix was moved after the installation, and no variable of this session reaches the programs.
"""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMPONENTS = ("runtime", "sdk", "testing")


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HEMICYCLE_", "CMAKE_", "CTEST_", "DESTDIR"))}
    return {**kept, "LC_ALL": "C.UTF-8", **more}


def run(*words, code=0, **options):
    """Standard output; fails with all that was said when the exit code is another one."""
    words = [str(word) for word in words]
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", timeout=options.pop("timeout", 300), env=options.pop("env", environment()),
                          check=False, **options)
    assert done.returncode == code, f"{' '.join(words)} exits with {done.returncode}, not {code}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout if code == 0 else done.stdout + done.stderr


class Prefix:
    def __init__(self, build):
        self.build_folder = pathlib.Path(build)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hemicycle-prefix-"))
        self.path = self.folder / "moved"

    def __enter__(self):
        try:
            first = self.folder / "installed"
            for component in COMPONENTS:
                run("cmake", "--install", self.build_folder, "--prefix", first, "--component", component)
            first.rename(self.path)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def program(self):
        return self.path / "bin/hemicycle"

    @property
    def plugins(self):
        return self.path / "lib/hemicycle/plugins"

    def modes(self):
        """Where a plugin can run in what was installed. The one list: a mode that comes later comes here."""
        return ("in_process", "worker", "sandboxed") if (self.path / "lib/hemicycle/hemicycle-worker").exists() else ("in_process",)

    def build(self, sources, output, *options, environment=environment()):
        run("cmake", "-S", sources, "-B", output, f"-DCMAKE_PREFIX_PATH={self.path}", *options, env=environment)
        run("cmake", "--build", output, "--parallel", "2", env=environment)

    def test(self, output):
        """What ctest says of a plugin's own tests; there is at least one."""
        said = run("ctest", "--test-dir", output, "--output-on-failure", "--no-tests=error")
        return [line for line in said.splitlines() if "Passed" in line]

    def call(self, plugins, name, contract, fields, mode, data):
        """One call to a plugin built elsewhere, as an operator makes it."""
        answer = run(self.program, "--json", "--set", f"data.dir={data}", "--set", f"plugins.path={self.plugins},{plugins}",
                     "--set", f"plugins.isolation_of={name}={mode}", "call", contract, json.dumps(fields))
        return json.loads(answer)

    def pkg_config(self, *asked):
        return run("pkg-config", *asked, "hemicycle-sdk", env=environment(PKG_CONFIG_PATH=str(self.path / "share/pkgconfig"))).split()

    def build_in_c(self, output, include=None, example=ROOT / "sdk/examples/hello_c"):
        """The C example by one compiler and no CMake, its contract embedded by the installed contractc. `include`: other headers than those installed."""
        folder = output / "hello_c"
        shutil.copytree(example / "migrations", folder / "migrations")
        flags = [f"-I{include}"] if include else self.pkg_config("--cflags")
        tool, script = self.pkg_config("--variable=contractc")[0], self.pkg_config("--variable=version_script")[0]
        run(tool, example / "plugin.json", "-o", output / "unused.hpp", "--embed", output / "manifest.c")
        run("cc", "-std=c11", "-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-fvisibility=hidden", *flags, f"-Wl,--version-script={script}", "-Wl,-z,now", "-o",
            folder / "hello_c.so", example / "src/hello.c", output / "manifest.c")
        return folder / "hello_c.so"

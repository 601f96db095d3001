"""The hub: what it makes for a class, what it refuses, and how it treats a student's notebook."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from helpers.files import PROJECT
from tools.copies import SetupError

if sys.platform != "linux":
    pytest.skip("the hub runs on Linux only", allow_module_level=True)

from hosting.hub import collect
from hosting.hub.merge import merge
from tools import hub

FOLDER = PROJECT / "hosting/hub"


def notebook(*sources, outputs=()):
    """A notebook with one code cell for each source."""
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{place}",
            "metadata": {},
            "source": source,
            "outputs": list(outputs),
            "execution_count": len(outputs) or None,
        }
        for place, source in enumerate(sources)
    ]
    return json.dumps(
        {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1
    )


# ---- the class list


def listed(tmp_path, words):
    (tmp_path / "class.txt").write_text(words, encoding="utf-8")
    return hub.class_list(tmp_path)


def test_class_list_keeps_order_and_skips_empty_lines(tmp_path):
    assert listed(tmp_path, "\ufeffteacher\n\n ana \nben-2\r\n") == ["teacher", "ana", "ben-2"]


@pytest.mark.parametrize("name", ["Ana", "anna maria", "jürgen", "2ana", "a" * 32, "../ana", "a_b"])
def test_class_list_with_an_odd_name_says_line_and_fix(tmp_path, name):
    with pytest.raises(SetupError, match=r"class\.txt, line 2: .*lower-case letters") as problem:
        listed(tmp_path, f"ben\n{name}\n")
    assert f"“{name}”" in str(problem.value)


def test_class_list_with_a_name_twice_is_refused(tmp_path):
    with pytest.raises(SetupError, match="line 3: “ana” is in the list twice"):
        listed(tmp_path, "ana\nben\nana\n")


def test_class_list_with_a_user_of_the_system_is_refused_for_root(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(SetupError, match="“daemon” is a user of this computer"):
        listed(tmp_path, "daemon\n")


# ---- the machine


def test_folder_that_students_cannot_pass_is_named(tmp_path):
    closed = tmp_path / "closed"
    (closed / "lesson").mkdir(parents=True)
    tmp_path.chmod(0o755)
    assert hub.closed_to_others(closed / "lesson") != closed
    closed.chmod(0o700)
    found = hub.closed_to_others(closed / "lesson")
    assert found is not None
    assert closed.is_relative_to(found)


def test_hub_without_npm_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(SetupError, match="needs Linux with the program git"):
        hub.check_machine(tmp_path)
    with pytest.raises(SetupError, match=r"nodejs\.org"):
        hub.find_proxy(tmp_path)


# ---- what students pull


@pytest.fixture
def published(tmp_path):
    """The originals of a small lesson and the repository that they were published to."""
    originals = tmp_path / "notebooks"
    originals.mkdir()
    words = notebook("1 + 1", "2 + 2", "3 + 3", outputs=[{"output_type": "stream", "text": "9"}])
    (originals / "01-a.ipynb").write_text(words, encoding="utf-8")
    (originals / "90-teachers-guide.ipynb").write_text(notebook("key"), encoding="utf-8")
    hub.publish(originals, tmp_path / "notebooks.git")
    return originals, tmp_path / "notebooks.git"


def commits(repository):
    return hub.git(repository, "rev-list", "main").split()


def test_published_notebooks_have_no_outputs_and_no_guide(published):
    _, repository = published
    names = hub.git(repository, "ls-tree", "--name-only", "main").split()
    assert names == [".gitattributes", "01-a.ipynb"]
    assert '"9"' not in hub.git(repository, "show", "main:01-a.ipynb")


def test_publishing_again_commits_only_a_change(published):
    originals, repository = published
    hub.publish(originals, repository)
    assert len(commits(repository)) == 1
    (originals / "01-a.ipynb").write_text(notebook("1 + 1", "5 + 5"), encoding="utf-8")
    hub.publish(originals, repository)
    assert len(commits(repository)) == 2


@pytest.fixture
def student(published, tmp_path, monkeypatch):
    """The folder of a student who has pulled, and a function that pulls again as the hub does."""
    pytest.importorskip("nbgitpuller")
    originals, repository = published
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(FOLDER / "gitconfig"))
    monkeypatch.setenv("LESSON_MERGE", f"'{sys.executable}' '{FOLDER / 'merge.py'}'")
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    work = tmp_path / "Ana’s work"

    def pull(*sources):
        if sources:
            words = notebook(*sources)
            (originals / "01-a.ipynb").write_text(words, encoding="utf-8")
            hub.publish(originals, repository)
        command = [sys.executable, "-m", "nbgitpuller.pull", f"file://{repository}", "main", work]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        found = sorted(work.glob("*.ipynb"))
        return {
            path.name: ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]]
            for path in found
        }

    assert pull() == {"01-a.ipynb": ["1 + 1", "2 + 2", "3 + 3"]}
    return work, pull


def test_update_of_a_changed_notebook_keeps_it_and_puts_the_new_one_beside(student):
    work, pull = student
    own = notebook("1 + 1", "mine", "3 + 3", outputs=[{"output_type": "stream", "text": "2"}])
    (work / "01-a.ipynb").write_text(own, encoding="utf-8")
    (work / "journal.jsonl").write_text("{}\n", encoding="utf-8")
    found = pull("new 1", "new 2", "3 + 3")
    assert (work / "01-a.ipynb").read_text(encoding="utf-8") == own
    assert found["01-a (new version).ipynb"] == ["new 1", "new 2", "3 + 3"]
    assert (work / "journal.jsonl").read_text(encoding="utf-8") == "{}\n"
    assert pull() == found, "nothing new, nothing changes"
    assert len(pull("newest")) == 3


def test_update_of_a_notebook_that_was_only_run_replaces_it(student):
    work, pull = student
    ran = notebook("1 + 1", "2 + 2", "3 + 3", outputs=[{"output_type": "stream", "text": "2"}])
    (work / "01-a.ipynb").write_text(ran, encoding="utf-8")
    assert pull("new 1", "2 + 2", "3 + 3") == {"01-a.ipynb": ["new 1", "2 + 2", "3 + 3"]}


def test_merge_of_equal_changes_makes_no_second_notebook(tmp_path):
    for name, words in (("base", "1"), ("own", "2"), ("newer", "2")):
        (tmp_path / name).write_text(notebook(words), encoding="utf-8")
    merge(tmp_path / "base", tmp_path / "own", tmp_path / "newer", tmp_path / "01-a.ipynb")
    assert not list(tmp_path.glob("*.ipynb"))


# ---- collecting journals


@pytest.fixture
def student_folder(tmp_path):
    folder = tmp_path / "students/ana"
    (folder / "my-work").mkdir(parents=True)
    return folder


def collected(student_folder, tmp_path):
    said = collect.collect_one(student_folder, tmp_path / "out/ana")
    copy = tmp_path / "out/ana/journal.jsonl"
    return said, copy.read_bytes() if copy.exists() else None


def test_collect_copies_a_journal(student_folder, tmp_path):
    (student_folder / "my-work/journal.jsonl").write_bytes(b"{}\n")
    assert collected(student_folder, tmp_path) == ("ana: collected", b"{}\n")


def test_collect_of_a_student_without_answers_says_so(student_folder, tmp_path):
    assert collected(student_folder, tmp_path) == ("ana: no answers yet", None)


def test_collect_follows_no_link(student_folder, tmp_path):
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (student_folder / "my-work/journal.jsonl").symlink_to(tmp_path / "secret")
    said, copy = collected(student_folder, tmp_path)
    assert "left out" in said
    assert copy is None


def test_collect_follows_no_linked_folder(student_folder, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other/journal.jsonl").write_text("secret", encoding="utf-8")
    (student_folder / "my-work").rmdir()
    (student_folder / "my-work").symlink_to(tmp_path / "other")
    said, copy = collected(student_folder, tmp_path)
    assert "left out" in said
    assert copy is None


def test_collect_waits_for_no_pipe(student_folder, tmp_path):
    os.mkfifo(student_folder / "my-work/journal.jsonl")
    said, copy = collected(student_folder, tmp_path)
    assert "left out" in said
    assert copy is None


def test_collect_leaves_out_a_file_that_is_too_large(student_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(collect, "LARGEST", 2)
    (student_folder / "my-work/journal.jsonl").write_bytes(b"{}\n")
    said, copy = collected(student_folder, tmp_path)
    assert "left out" in said
    assert copy is None


# ---- the files for a hub


@pytest.fixture
def configuration(tmp_path, monkeypatch):
    """What JupyterHub reads from our file."""
    app = pytest.importorskip("jupyterhub.app").JupyterHub()
    (tmp_path / "class.txt").write_text("teacher\nana\n", encoding="utf-8")
    monkeypatch.setenv("LESSON_HUB", str(tmp_path))
    monkeypatch.setenv("LESSON_HUB_ADDRESS", "http://127.0.0.1:8000")
    monkeypatch.setenv("LESSON_HUB_PROXY", "configurable-http-proxy")
    app.load_config_file(str(FOLDER / "jupyterhub_config.py"))
    return app.config


def test_configuration_lets_in_the_class_and_only_the_class(configuration):
    assert configuration.Authenticator.allowed_users == {"teacher", "ana"}
    assert configuration.Authenticator.admin_users == {"teacher"}
    assert "allow_all" not in configuration.Authenticator
    assert configuration.JupyterHub.admin_access is False


def test_configuration_names_options_that_servers_know(configuration):
    from jupyter_client.manager import KernelManager
    from jupyter_server.serverapp import ServerApp
    from jupyter_server.services.kernels.kernelmanager import MappingKernelManager
    from jupyterlab.labapp import LabApp

    known = {one.__name__: one for one in (KernelManager, ServerApp, MappingKernelManager, LabApp)}
    for option in configuration.Spawner.args:
        name, _, trait = option.split("=")[0].removeprefix("--").partition(".")
        assert name == "log-level" or trait in known[name].class_trait_names(), option


def test_no_secret_is_in_the_folder_of_the_hub():
    for path in FOLDER.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            found = re.findall(
                r"(?i)(?:password|secret|token)\w*\s*[:=]\s*[\"']?[\w/+-]{8,}",
                path.read_text(encoding="utf-8"),
            )
            assert [one for one in found if "os.environ" not in one] == [], path


def test_values_for_many_machines_pull_into_the_folder_of_the_journal():
    values = yaml.safe_load((FOLDER / "values.yaml").read_text(encoding="utf-8"))
    user = values["singleuser"]
    assert "targetPath=my-work" in user["defaultUrl"]
    assert user["extraEnv"]["LESSON_WORK"].endswith("/my-work")
    assert values["hub"]["config"]["JupyterHub"]["admin_access"] is False


def test_dockerfile_copies_and_installs_what_exists():
    words = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n", " ", words)
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    known = {"FROM", "RUN", "WORKDIR", "COPY", "ENV", "USER", "CMD"}
    assert {line.split()[0] for line in lines} <= known
    for path in re.findall(r"(?<= )locks/\S+|(?<=/srv/lesson/)[\w./]+", words):
        assert Path(PROJECT, path).exists(), path

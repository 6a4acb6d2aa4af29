"""One Elasticsearch for all these tests, and bases that lie on it as well as on this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import elastic_node
import pytest
from breaking_proxy import BreakingProxy, breaking
from elastic_node import Node
from steady_load import HEAD

from ingest.plan import Plan
from service.generation import generations
from service.settings import Cluster, Settings
from service.storage.base import Base, open_generation
from service.upkeep import build
from service.upkeep.build import Silent
from service.upkeep.indexing import share

CACHE = Path(__file__).parents[2] / "build"  # kept from run to run; ``make clean`` removes it
MakeShared = Callable[..., Base]


@pytest.fixture(scope="session")
def parts() -> Path:
    """What a node is made of."""
    lacking = elastic_node.lacking()
    if lacking:
        if os.environ.get("CI"):
            pytest.fail(lacking)
        pytest.skip(lacking)
    return elastic_node.built(CACHE)


@pytest.fixture(scope="session")
def node(parts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A running node."""
    running = elastic_node.start(parts, tmp_path_factory.mktemp("elastic"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def three(parts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Node]]:
    """Three nodes that are one cluster; small, because nothing large is kept on them."""
    nodes = elastic_node.start_cluster(parts, tmp_path_factory.mktemp("three"), 3, heap="256m")
    yield nodes
    for each in nodes:
        each.stop()


FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> list[str]:
    """Lines of a table that is shown after the tests."""
    return pytestconfig.stash.setdefault(FIGURES, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Shows what became of the questions of people while the cluster broke."""
    lines = config.stash.get(FIGURES, [])
    if lines:
        terminalreporter.section("searches while three nodes broke")
        for line in (*HEAD.splitlines(), *lines):
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def cluster(node: Node) -> Cluster:
    """How it is reached."""
    return Cluster((node.address,))


@pytest.fixture
def proxy(node: Node) -> Iterator[BreakingProxy]:
    """The same node behind a wire that can be broken."""
    with breaking(node.port) as made:
        yield made


@pytest.fixture(scope="session")
def shared_base(tmp_path_factory: pytest.TempPathFactory, corpus_dir: Path, cluster: Cluster) -> Base:
    """The real corpus, built for both engines."""
    settings = Settings(tmp_path_factory.mktemp("home"), corpus_dir.resolve(), cluster)
    base, made = build.build(settings, Silent())
    assert made
    return base


@pytest.fixture(scope="session")
def spread_base(tmp_path_factory: pytest.TempPathFactory, corpus_dir: Path, three: list[Node]) -> Base:
    """The real corpus in three parts, with two copies of each, on three nodes."""
    cluster = Cluster(tuple(node.address for node in three), shards=3)
    base, made = build.build(
        Settings(tmp_path_factory.mktemp("spread"), corpus_dir.resolve(), cluster), Silent()
    )
    assert made
    return base


@pytest.fixture(scope="session")
def real_plans(corpus_dir: Path) -> tuple[Plan, ...]:
    """The plans of the real corpus."""
    return build.read_corpus(Settings(corpus_dir, corpus_dir), Silent()).plans


@pytest.fixture(scope="session")
def make_shared(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster) -> MakeShared:
    """Makes a base of given plans on both engines; on the cluster only if told to fill it."""

    def make(plans: Sequence[Plan], on: Cluster = cluster, *, fill: bool = True) -> Base:
        folder = tmp_path_factory.mktemp("shared")
        place = generations.new_generation(folder)
        reading = build.CorpusReading(tuple(plans), (), {}, tuple(plan.entry.id for plan in plans))
        counts = build.write(place, reading, Silent())
        manifest = generations.publish(folder, place, generations.Manifest({}, "", {}, counts, 0.0, ""))
        base = open_generation(place, manifest, folder, on)
        if fill:
            assert share(base, folder.name)
        return base

    return make

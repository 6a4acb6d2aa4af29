"""What the environment says about an Elasticsearch: read, or refused with a sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.errors import BadSettings
from service.settings import Cluster, read_cluster, read_hosts, read_settings

URL = "DUIBIAO_ELASTICSEARCH_URL"


@pytest.mark.parametrize(
    ("stated", "nodes"),
    [
        ("http://es", ("http://es:9200",)),
        ("https://es.example.cn", ("https://es.example.cn:443",)),
        ("https://a:9201 , https://b:9202/es/", ("https://a:9201", "https://b:9202/es")),
        ("http://[::1]:9200", ("http://[::1]:9200",)),
    ],
)
def test_addresses(stated: str, nodes: tuple[str, ...]) -> None:
    cluster = read_cluster({URL: stated})
    assert cluster is not None
    assert cluster.nodes == nodes


def test_none_without_an_address() -> None:
    assert read_cluster({}) is None
    assert read_cluster({URL: " , "}) is None


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({URL: "es:9200"}, "不是网址"),
        ({URL: "ftp://es"}, "不是网址"),
        ({URL: "http://es:99999"}, "不是网址"),
        ({URL: "http://someone:secret@es:9200"}, "用户名和密码另写"),
        ({URL: "http://es", "DUIBIAO_ELASTICSEARCH_USER": "u"}, "要一起写"),
        ({URL: "http://es", "DUIBIAO_ELASTICSEARCH_CA": "/does/not/exist.pem"}, "不存在"),
        ({URL: "http://es", "DUIBIAO_ELASTICSEARCH_SHARDS": "many"}, "1 到 99"),
    ],
)
def test_mistakes_are_told(environment: dict[str, str], told: str) -> None:
    with pytest.raises(BadSettings, match=told) as caught:
        read_cluster(environment)
    assert "secret" not in str(caught.value)


def test_keys_are_not_shown() -> None:
    cluster = read_cluster({URL: "http://es", "DUIBIAO_ELASTICSEARCH_API_KEY": "c2VjcmV0"})
    assert cluster == Cluster(("http://es:9200",), "c2VjcmV0")
    assert "c2VjcmV0" not in repr(cluster)


def test_the_engine_is_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(URL, raising=False)
    assert read_settings(tmp_path).cluster is None
    with pytest.raises(BadSettings, match="没有写 Elasticsearch 的地址"):
        read_settings(tmp_path, engine="elastic")
    with pytest.raises(BadSettings, match="embedded、elastic"):
        read_settings(tmp_path, engine="solr")
    monkeypatch.setenv(URL, "http://es")
    assert read_settings(tmp_path).cluster == Cluster(("http://es:9200",))
    assert read_settings(tmp_path, engine="embedded").cluster is None


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("", ()),
        (" , ", ()),
        ("Duibiao.Example.gov.cn", ("duibiao.example.gov.cn",)),
        ("a.example，10.1.2.3、fd00::5", ("a.example", "10.1.2.3", "fd00::5")),
    ],
)
def test_names_of_the_service(stated: str, names: tuple[str, ...]) -> None:
    assert read_hosts({"DUIBIAO_HOSTS": stated}) == names


@pytest.mark.parametrize("stated", ["http://a.example", "a.example:8642", "*", "对标.政务"])
def test_what_is_no_name_is_refused(stated: str) -> None:
    with pytest.raises(BadSettings, match="不带 http:// 和端口"):
        read_hosts({"DUIBIAO_HOSTS": stated})

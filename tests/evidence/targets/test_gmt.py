"""Gene sets: identity of the genes, species, repeats; mixtures are refused. The small files are made up."""

import pytest

from exoforge.base.errors import FileError
from exoforge.evidence.targets.gmt import read_gmt
from tests.shared_data import shared


def written(tmp_path, *lines):
    path = tmp_path / "sets.gmt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


WIKI = "Bone repair%WikiPathways_20260101%WP1%Homo sapiens\thttps://example.org\t"


def test_the_names_of_wikipathways_are_taken_apart(tmp_path):
    found = read_gmt(written(tmp_path, f"{WIKI}5728\t596\t596", "", WIKI.replace("WP1%", "WP2%") + "4322"))
    assert (found.identity, found.species, found.release) == ("entrez", "Homo sapiens", "WikiPathways_20260101")
    assert [(one.key, one.name, one.genes) for one in found.sets] == [("WP1", "Bone repair", {"5728", "596"}), ("WP2", "Bone repair", {"4322"})]
    assert found.notes == ("1 genes stand twice in their set and count once.",)


def test_symbols_are_symbols(tmp_path):
    found = read_gmt(written(tmp_path, "SET_A\t\tPTEN\tBCL2", "SET_B\tna\tMMP13"))
    assert (found.identity, found.species, len(found.sets)) == ("symbol", "", 2)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("A\tx\tPTEN\t596",), "mixes 1 Entrez numbers with 1 other names"),
        (("A\tx\tPTEN", "B\tx\t596"), "mixes"),
        (("A\tx\tENSG00000171862\tENSG00000171791",), "Ensembl identifiers"),
        (("A\tx\tP60484\tP10415",), "UniProt identifiers"),
        (("A\tx",), "Line 1 .* is no gene set"),
        (("A,x,PTEN",), "with tabs between"),
        (("A\tx\tPTEN", "A\ty\tBCL2"), "stands in lines 1 and 2"),
        ((f"{WIKI}1", WIKI.replace("WP1", "WP2").replace("Homo sapiens", "Mus musculus") + "2"), "Homo sapiens and Mus musculus"),
    ],
)
def test_what_could_mislead_is_refused(tmp_path, lines, words):
    with pytest.raises(FileError, match=words):
        read_gmt(written(tmp_path, *lines))


def test_the_real_files_of_wikipathways():
    for name, sets, genes in (("Homo_sapiens", 986, 9028), ("Mus_musculus", 214, 4831), ("Rattus_norvegicus", 128, 2518)):
        found = read_gmt(shared(f"data/context/wikipathways/wikipathways-20260610-{name}.gmt"))
        assert (found.identity, found.species, len(found.sets)) == ("entrez", name.replace("_", " "), sets)
        assert len({gene for one in found.sets for gene in one.genes}) == genes

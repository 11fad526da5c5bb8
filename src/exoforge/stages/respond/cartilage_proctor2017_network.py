"""The network of miR-140 in a chondrocyte: 85 reactions of mass action, and what vesicles add to it.

A reaction is one row: what one turn takes and makes, its rate constant, and what it is in words. The speed is the constant
times everything on the left side. Names of species and constants are those of the published file, so that any other tool
that reads that file can be laid beside this one.
"""

from __future__ import annotations

from exoforge.base.parameters import Parameter, lognormal, uniform
from exoforge.laws.kinetics.model import Input, KineticModel, State
from exoforge.laws.kinetics.reactions import Reaction, mass_action, rates_of, speeds_of

RATE_SPREAD = lognormal(1.2)
"""How far each rate constant may stray, a choice; the published file states none."""

DELIVERED = Input(name="delivered", unit="copies/s", meaning="copies of miR-140 that vesicles hand over to one cell per time")

SPECIES = """
miR140               | 450 * expression  | free miR-140
miR140_SMAD3_mRNA    | 50 * expression   | miR-140 on the mRNA of SMAD3
miR140_gene          | 2                 | gene of miR-140 that nothing occupies
miR140_gene_SMAD3_P  | 0                 | gene of miR-140 held by phosphorylated SMAD3
SMAD3                | 250               | SMAD3
SMAD3_mRNA           | 10                | mRNA of SMAD3
SMAD3_P              | 0                 | phosphorylated SMAD3
SMAD7                | 0                 | SMAD7
TGFb_A               | 500               | active TGF-beta
TGFb_I               | 0                 | inactive TGF-beta
IL1                  | 500               | interleukin 1, the stimulus
ADAMTS5_mRNA         | 0                 | mRNA of ADAMTS5
ADAMTS5_mRNA_miR140  | 0                 | miR-140 on the mRNA of ADAMTS5
miR140_gene_NFkB     | 0                 | gene of miR-140 held by NF-kB
MMP13_mRNA           | 25                | mRNA of MMP13
MMP13_mRNA_miR140    | 0                 | miR-140 on the mRNA of MMP13
NFkB                 | 10                | free NF-kB
HDAC4                | 500               | HDAC4
HDAC4_mRNA           | 10                | mRNA of HDAC4
HDAC4_mRNA_miR140    | 0                 | miR-140 on the mRNA of HDAC4
HDAC4_RUNX2          | 0                 | HDAC4 bound to RUNX2
HDAC4_RUNX2_gene     | 0                 | gene of RUNX2 held by HDAC4
miR140_gene_SOX9     | 0                 | gene of miR-140 held by SOX9
RUNX2                | 500               | RUNX2
RUNX2_gene           | 2                 | gene of RUNX2 that nothing occupies
SOX9                 | 500               | SOX9
ACAN                 | 0                 | aggrecan in the cell
AKT                  | 100               | AKT
AKT_P                | 0                 | phosphorylated AKT
IGF1                 | 500               | free IGF1
IGF1_IGFBP5          | 0                 | IGF1 bound to IGFBP5
IGFBP5               | 100               | free IGFBP5
IGFBP5_mRNA          | 20                | mRNA of IGFBP5
IGFBP5_mRNA_miR140   | 0                 | miR-140 on the mRNA of IGFBP5
IkB                  | 0                 | free IkB
IkB_NFkB             | 500               | NF-kB held by IkB
JNK                  | 100               | JNK
JNK_P                | 0                 | phosphorylated JNK
TNFa                 | 500               | TNF-alpha
ADAMTS5              | 0                 | ADAMTS5, which cuts aggrecan
COL2A1               | 0                 | collagen II in the cell
anti_miR140          | anti_miR140_given | inhibitor of miR-140
miR140_anti_miR140   | 0                 | miR-140 taken by its inhibitor
MMP13                | 0                 | MMP13, which cuts collagen
SOX9_A               | 0                 | active SOX9
AggFrag              | 0                 | fragments of aggrecan
Aggrecan             | 0                 | aggrecan in the matrix, unbound
Aggrecan_Collagen2   | 1000              | matrix: aggrecan bound to collagen II
ColFrag              | 0                 | fragments of collagen II
Collagen2            | 0                 | collagen II in the matrix, unbound
"""
"""Name, copies per cell at the start, what it is."""

SMALL = {
    "miR140_gene": 1.0,
    "miR140_gene_SMAD3_P": 1.0,
    "miR140_gene_NFkB": 1.0,
    "miR140_gene_SOX9": 1.0,
    "HDAC4_RUNX2_gene": 1.0,
    "RUNX2_gene": 1.0,
    "IkB": 1.0,
    "ACAN": 1.0,
    "Aggrecan": 1.0,
    "AggFrag": 1.0,
    "COL2A1": 0.1,
    "Collagen2": 0.01,
    "ColFrag": 1e-3,
}
"""[copies] Typical magnitudes of what is rare; of everything else it is 100."""

REACTIONS = """
kphosSMAD3            | 5e-5   | TGFb_A + SMAD3 -> TGFb_A + SMAD3_P                      | phosphorylation of SMAD3 by TGF-beta
kdephosSMAD3          | 6e-5   | SMAD3_P -> SMAD3                                        | dephosphorylation of SMAD3
ksynSMAD3mRNA         | 4e-3   | -> SMAD3_mRNA                                           | transcription of SMAD3
kdegSMAD3mRNA         | 2e-4   | SMAD3_mRNA ->                                           | decay of SMAD3 mRNA, free or on miR-140
kdegSMAD3mRNA         | same   | miR140_SMAD3_mRNA -> miR140                             | decay of SMAD3 mRNA on miR-140
ksynSMAD3             | 4e-3   | SMAD3_mRNA -> SMAD3_mRNA + SMAD3                        | translation of SMAD3
kdegSMAD3             | 4.3e-4 | SMAD3 ->                                                | decay of SMAD3
kbinSMAD3mRNAmiR140   | 8e-4   | SMAD3_mRNA + miR140 -> miR140_SMAD3_mRNA                | binding of miR-140 to SMAD3 mRNA
krelSMAD3mRNAmiR140   | 1e-3   | miR140_SMAD3_mRNA -> miR140 + SMAD3_mRNA                | release of miR-140 from SMAD3 mRNA
ksynmiR140            | 1.8e-3 | miR140_gene -> miR140_gene + miR140                     | transcription of miR-140 from the free gene
kdegmiR140            | 8e-6   | miR140 ->                                               | decay of miR-140
kbinmiR140geneSMAD3   | 5e-3   | SMAD3_P + miR140_gene -> miR140_gene_SMAD3_P            | blocking of the miR-140 gene by SMAD3
krelmiR140geneSMAD3   | 1e-2   | miR140_gene_SMAD3_P -> miR140_gene + SMAD3_P            | release of the miR-140 gene by SMAD3
ksynSMAD7             | 5e-4   | SMAD3_P -> SMAD3_P + SMAD7                              | synthesis of SMAD7
kdegSMAD7             | 5e-5   | SMAD7 ->                                                | decay of SMAD7
kinactTGFb            | 5e-4   | TGFb_A + SMAD7 -> TGFb_I                                | inactivation of TGF-beta by SMAD7, which is used up
kdegIL1               | 4e-4   | IL1 ->                                                  | decay of interleukin 1
ksynADAMTS5mRNA       | 1e-3   | IL1 -> IL1 + ADAMTS5_mRNA                               | transcription of ADAMTS5 by interleukin 1
kbinADAMTS5mRNAmir140 | 5e-5   | ADAMTS5_mRNA + miR140 -> ADAMTS5_mRNA_miR140            | binding of miR-140 to ADAMTS5 mRNA
krelADAMTS5mRNAmir140 | 1e-2   | ADAMTS5_mRNA_miR140 -> ADAMTS5_mRNA + miR140            | release of miR-140 from ADAMTS5 mRNA
kdegADAMTS5mRNA       | 1.4e-4 | ADAMTS5_mRNA_miR140 -> miR140                           | decay of ADAMTS5 mRNA on miR-140, its only decay
kdegmiR140byIL1       | 8e-7   | miR140 + IL1 -> IL1                                     | decay of miR-140 by interleukin 1
kactNFkBIL1           | 5e-4   | IL1 -> IL1 + NFkB                                       | activation of NF-kB by interleukin 1
kinactNFkB            | 5e-6   | NFkB ->                                                 | inactivation of NF-kB
kbinmiR140geneNFkB    | 5e-5   | NFkB + miR140_gene -> miR140_gene_NFkB                  | binding of NF-kB to the miR-140 gene
krelmiR140geneNFkB    | 1e-3   | miR140_gene_NFkB -> miR140_gene + NFkB                  | release of the miR-140 gene by NF-kB
ksynmiR140NFkB        | 1.8e-3 | miR140_gene_NFkB -> miR140_gene_NFkB + miR140           | transcription of miR-140 with NF-kB
ksynMMP13mRNA         | 1e-5   | NFkB -> NFkB + MMP13_mRNA                               | transcription of MMP13 by NF-kB
kbinMMP13mRNAmir140   | 5e-5   | MMP13_mRNA + miR140 -> MMP13_mRNA_miR140                | binding of miR-140 to MMP13 mRNA
krelMMP13mRNAmir140   | 1e-2   | MMP13_mRNA_miR140 -> MMP13_mRNA + miR140                | release of miR-140 from MMP13 mRNA
kdegMMP13mRNAmiR140   | 8e-5   | MMP13_mRNA_miR140 -> miR140                             | decay of MMP13 mRNA on miR-140, its only decay
kbinmiR140geneSOX9    | 2e-3   | SOX9_A + miR140_gene -> miR140_gene_SOX9                | binding of active SOX9 to the miR-140 gene
krelmiR140geneSOX9    | 1e-3   | miR140_gene_SOX9 -> miR140_gene + SOX9_A                | release of the miR-140 gene by SOX9
ksynmiR140SOX9        | 1.8e-3 | miR140_gene_SOX9 -> miR140_gene_SOX9 + miR140           | transcription of miR-140 with SOX9
kdegRUNX2             | 1e-5   | RUNX2 + SOX9 -> SOX9                                    | removal of RUNX2 by SOX9
kinhibRUNX2           | 4e-6   | RUNX2_gene + HDAC4 -> HDAC4_RUNX2_gene                  | blocking of the RUNX2 gene by HDAC4
krelRUNX2gene         | 1e-3   | HDAC4_RUNX2_gene -> RUNX2_gene + HDAC4                  | release of the RUNX2 gene by HDAC4
ksynRUNX2             | 0.15   | RUNX2_gene -> RUNX2_gene + RUNX2                        | synthesis of RUNX2
kbinHDAC4mRNAmiR140   | 2e-4   | HDAC4_mRNA + miR140 -> HDAC4_mRNA_miR140                | binding of miR-140 to HDAC4 mRNA
krelHDAC4mRNAmiR140   | 1e-3   | HDAC4_mRNA_miR140 -> HDAC4_mRNA + miR140                | release of miR-140 from HDAC4 mRNA
ksynHDAC4mRNA         | 0.05   | -> HDAC4_mRNA                                           | transcription of HDAC4; the same constant serves its translation
kdegHDAC4mRNA         | 1e-3   | HDAC4_mRNA ->                                           | decay of HDAC4 mRNA, free or on miR-140
kdegHDAC4mRNA         | same   | HDAC4_mRNA_miR140 -> miR140                             | decay of HDAC4 mRNA on miR-140
ksynHDAC4mRNA         | same   | HDAC4_mRNA -> HDAC4 + HDAC4_mRNA                        | translation of HDAC4, with the constant of its transcription
kdegHDAC4             | 1e-3   | HDAC4 ->                                                | decay of HDAC4
kbinHDAC4RUNX2        | 4e-5   | HDAC4 + RUNX2 -> HDAC4_RUNX2                            | binding of HDAC4 to RUNX2
krelHDAC4RUNX2        | 5e-3   | HDAC4_RUNX2 -> HDAC4 + RUNX2                            | release of RUNX2 by HDAC4
ksynMMP13mRNAbyRUNX2  | 4e-6   | RUNX2 -> RUNX2 + MMP13_mRNA                             | transcription of MMP13 by RUNX2
kactNFkBTNFa          | 1e-4   | TNFa + IkB_NFkB -> TNFa + NFkB                          | activation of NF-kB by TNF-alpha
ksynIGFBP5mRNA        | 0.02   | -> IGFBP5_mRNA                                          | transcription of IGFBP5
ksynIGFBP5mRNAJNK     | 6e-4   | JNK_P -> IGFBP5_mRNA + JNK_P                            | transcription of IGFBP5 by JNK
kdegIGFBP5mRNA        | 1e-5   | IGFBP5_mRNA ->                                          | decay of IGFBP5 mRNA
kbinmiR140IGFBP5mRNA  | 5e-5   | IGFBP5_mRNA + miR140 -> IGFBP5_mRNA_miR140              | binding of miR-140 to IGFBP5 mRNA
krelmiR140IGFBP5mRNA  | 1e-3   | IGFBP5_mRNA_miR140 -> IGFBP5_mRNA + miR140              | release of miR-140 from IGFBP5 mRNA
kdegIGFBP5mRNAmiR140  | 5e-4   | IGFBP5_mRNA_miR140 -> miR140                            | decay of IGFBP5 mRNA on miR-140
ksynIGFBP5            | 8e-5   | IGFBP5_mRNA -> IGFBP5_mRNA + IGFBP5                     | translation of IGFBP5
kdegIGFBP5            | 5e-5   | IGFBP5 ->                                               | decay of IGFBP5
kbinIGF1IGFBP5        | 5e-6   | IGF1 + IGFBP5 -> IGF1_IGFBP5                            | binding of IGF1 to IGFBP5
krelIGF1IGFBP5        | 1e-3   | IGF1_IGFBP5 -> IGF1 + IGFBP5                            | release of IGF1 by IGFBP5
kphosAKT              | 5e-4   | IGF1_IGFBP5 + AKT -> IGF1_IGFBP5 + AKT_P                | phosphorylation of AKT by IGF1 on IGFBP5
kdephosAKT            | 1e-2   | AKT_P -> AKT                                            | dephosphorylation of AKT
ksynACAN              | 1e-7   | AKT_P -> AKT_P + ACAN                                   | synthesis of aggrecan by AKT
kphosJNK              | 0.05   | TNFa + JNK -> TNFa + JNK_P                              | phosphorylation of JNK by TNF-alpha
kdephosJNK            | 0.05   | JNK_P -> JNK                                            | dephosphorylation of JNK
kdegTNFa              | 2e-3   | TNFa ->                                                 | decay of TNF-alpha
ksynTNFa              | 1e-3   | NFkB -> NFkB + TNFa                                     | synthesis of TNF-alpha by NF-kB
ksynIkB               | 5e-3   | NFkB -> NFkB + IkB                                      | synthesis of IkB by NF-kB
kbinIkBNFkB           | 1e-3   | NFkB + IkB -> IkB_NFkB                                  | binding of IkB to NF-kB
ksynACANSMAD3         | 1e-6   | SMAD3_P -> SMAD3_P + ACAN                               | synthesis of aggrecan by SMAD3
ksynCOL2A1SMAD3       | 1e-7   | SMAD3_P -> SMAD3_P + COL2A1                             | synthesis of collagen II by SMAD3
kactSOX9              | 5e-6   | SMAD3_P + SOX9 -> SMAD3_P + SOX9_A                      | activation of SOX9 by SMAD3
kinactSOX9            | 1.5e-3 | SOX9_A -> SOX9                                          | inactivation of SOX9
ksynACANSOX9          | 1e-6   | SOX9_A -> SOX9_A + ACAN                                 | synthesis of aggrecan by SOX9
ksynCOL2A1SOX9        | 1e-7   | SOX9_A -> SOX9_A + COL2A1                               | synthesis of collagen II by SOX9
ksynCOL2A1            | 1e-8   | AKT_P -> AKT_P + COL2A1                                 | synthesis of collagen II by AKT
kexportCOL2A1         | 1e-4   | COL2A1 -> Collagen2                                     | export of collagen II into the matrix
kexportACAN           | 1e-4   | ACAN -> Aggrecan                                        | export of aggrecan into the matrix
kbinAggCol2           | 1e-3   | Aggrecan + Collagen2 -> Aggrecan_Collagen2              | binding of aggrecan to collagen II
ksynADAMTS5           | 1e-5   | ADAMTS5_mRNA -> ADAMTS5_mRNA + ADAMTS5                  | translation of ADAMTS5
kdegADAMTS5           | 5e-5   | ADAMTS5 ->                                              | removal of ADAMTS5
ksynMMP13             | 8e-6   | MMP13_mRNA -> MMP13_mRNA + MMP13                        | translation of MMP13
kdegMMP13             | 6.4e-6 | MMP13 ->                                                | removal of MMP13
kdegAggrecan          | 1e-9   | Aggrecan_Collagen2 + ADAMTS5 -> Collagen2 + ADAMTS5 + AggFrag | cutting of aggrecan by ADAMTS5
kdegCollagen          | 1e-8   | Collagen2 + MMP13 -> MMP13 + ColFrag                    | cutting of unbound collagen II by MMP13
kinhibmiR140          | 1e-3   | anti_miR140 + miR140 -> miR140_anti_miR140              | taking of miR-140 by its inhibitor
"""
"""Rate constant [copies, s], its value (``same`` where it stands above), one turn, what it is."""

OWN_SYNTHESIS = ("ksynmiR140", "ksynmiR140NFkB", "ksynmiR140SOX9")
"""The constants by which a chondrocyte makes miR-140 itself; `expression` stands before each."""


CITE = "proctor2017_model"
ORDERS = ("copies/s", "1/s", "1/copies/s")
"""Unit of a rate constant, by how many things stand on the left side."""


def _cells(table: str) -> list[list[str]]:
    """The cells of a table, row by row."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def _rate(constant: str) -> str:
    return f"expression * {constant}" if constant in OWN_SYNTHESIS else constant


def _constant(name: str, value: str, turn: str, words: str) -> Parameter:
    unit = ORDERS[sum(1 for part in turn.split("->")[0].split("+") if part.strip())]
    return Parameter(name=name, unit=unit, meaning=words, low=0.0, usual=float(value), spread=RATE_SPREAD, cite=CITE, status="read")


def _reactions() -> tuple[Reaction, ...]:
    """Every reaction, named as its constant, or with a number behind it where the constant serves another one before."""
    found: dict[str, Reaction] = {}
    for constant, _, turn, _ in _cells(REACTIONS):
        name = constant if constant not in found else f"{constant}_2"
        found[name] = mass_action(name, turn, _rate(constant))
    return (*found.values(), Reaction(name="delivery", speed=DELIVERED.name, change={"miR140": 1.0}))


def _state(name: str, initial: str, words: str) -> State:
    start = float(initial) if initial.isdigit() else initial
    return State(name=name, unit="copies", meaning=words, initial=start, scale=SMALL.get(name, 100.0))


NAMES = tuple(name for name, _, _ in _cells(SPECIES))
MODEL = KineticModel(
    name="cartilage_proctor2017",
    title="miR-140 in a chondrocyte after a stimulus by interleukin 1",
    time_unit="s",
    cite="proctor2017",
    states=tuple(_state(*cells) for cells in _cells(SPECIES)),
    parameters=(
        *(_constant(*cells) for cells in _cells(REACTIONS) if cells[1] != "same"),
        Parameter(
            name="expression",
            unit="",
            meaning="miR-140 of the cell at the start and its own making of it, as a share of the published model; osteoarthritic cartilage has "
            "significantly less (miyaki2009, abstract), how much is a prior",
            low=0.0,
            high=2.0,
            usual=0.5,
            spread=uniform(0.0, 1.0),
        ),
        Parameter(
            name="anti_miR140_given",
            unit="copies",
            meaning="copies of an inhibitor of miR-140 in the cell at the start; none unless an experiment is followed",
            low=0.0,
            high=1e6,
            usual=0.0,
        ),
    ),
    inputs=(DELIVERED,),
    definitions=speeds_of(_reactions()),
    rates=rates_of(NAMES, _reactions()),
)

"""Controlled vocabularies that DCAT-AP wants, and what of ours stands for which of their terms."""

from __future__ import annotations

from dataclasses import dataclass

from opendata.datasets.enums import LICENCE_URLS, FileFormat, Licence, UpdateCycle

AUTHORITY = "http://publications.europa.eu/resource/authority"
IANA = "https://www.iana.org/assignments/media-types"
LICENCE_TYPES = "http://purl.org/adms/licencetype/1.0"
PUBLISHER_TYPES = "http://purl.org/adms/publishertype/1.0"


@dataclass(frozen=True)
class Term:
    """A term of a vocabulary with its English label and the scheme that it is of."""

    uri: str
    label: str
    scheme: str


def _term(table: str, code: str, label: str) -> Term:
    return Term(f"{AUTHORITY}/{table}/{code}", label, f"{AUTHORITY}/{table}")


SCHEMES = {
    f"{AUTHORITY}/data-theme": "Data theme",
    f"{AUTHORITY}/access-right": "Access right",
    f"{AUTHORITY}/planned-availability": "Planned availability",
    f"{AUTHORITY}/distribution-status": "Distribution status",
    f"{AUTHORITY}/dataset-type": "Dataset type",
    LICENCE_TYPES: "Licence type",
    PUBLISHER_TYPES: "Publisher type",
}

PUBLIC = _term("access-right", "PUBLIC", "public")
STABLE = _term("planned-availability", "STABLE", "stable")
COMPLETED = _term("distribution-status", "COMPLETED", "completed")
STATISTICAL = _term("dataset-type", "STATISTICAL", "Statistical data")
LOCAL_AUTHORITY = Term(
    "http://purl.org/adms/publishertype/LocalAuthority", "Local authority", PUBLISHER_TYPES
)

LANGUAGES = {"vi": f"{AUTHORITY}/language/VIE", "en": f"{AUTHORITY}/language/ENG"}

FREQUENCIES: dict[str, str] = {
    UpdateCycle.DAILY: f"{AUTHORITY}/frequency/DAILY",
    UpdateCycle.WEEKLY: f"{AUTHORITY}/frequency/WEEKLY",
    UpdateCycle.MONTHLY: f"{AUTHORITY}/frequency/MONTHLY",
    UpdateCycle.QUARTERLY: f"{AUTHORITY}/frequency/QUARTERLY",
    UpdateCycle.HALF_YEARLY: f"{AUTHORITY}/frequency/ANNUAL_2",
    UpdateCycle.YEARLY: f"{AUTHORITY}/frequency/ANNUAL",
    UpdateCycle.IRREGULAR: f"{AUTHORITY}/frequency/IRREG",
    UpdateCycle.NEVER: f"{AUTHORITY}/frequency/NEVER",
}

#: NDJSON has no entry in the table of file types.
FILE_TYPES: dict[str, str] = {
    FileFormat.CSV: f"{AUTHORITY}/file-type/CSV",
    FileFormat.XLSX: f"{AUTHORITY}/file-type/XLSX",
    FileFormat.JSON: f"{AUTHORITY}/file-type/JSON",
    FileFormat.PARQUET: f"{AUTHORITY}/file-type/PARQUET",
}

LICENCE_KINDS: dict[str, Term] = {
    Licence.CC_BY: Term("http://purl.org/adms/licencetype/Attribution", "Attribution", LICENCE_TYPES),
    Licence.CC0: Term("http://purl.org/adms/licencetype/PublicDomain", "Public domain", LICENCE_TYPES),
    Licence.ODBL: Term(
        "http://purl.org/adms/licencetype/ViralEffect-ShareAlike", "Share alike", LICENCE_TYPES
    ),
    Licence.OFFICIAL: Term("http://purl.org/adms/licencetype/PublicDomain", "Public domain", LICENCE_TYPES),
}


def licence_uri(code: str, site_url: str) -> str:
    """Return the address of a licence; of one that has none elsewhere, ours."""
    return LICENCE_URLS.get(code) or f"{site_url}/catalog#licence-{code}"


_THEME_LABELS = {
    "AGRI": "Agriculture, fisheries, forestry and food",
    "ECON": "Economy and finance",
    "EDUC": "Education, culture and sport",
    "ENER": "Energy",
    "ENVI": "Environment",
    "GOVE": "Government and public sector",
    "HEAL": "Health",
    "INTR": "International issues",
    "JUST": "Justice, legal system and public safety",
    "REGI": "Regions and cities",
    "SOCI": "Population and society",
    "TECH": "Science and technology",
    "TRAN": "Transport",
}
_THEMES = {
    "AGRI": "nong-nghiep lam-nghiep thuy-loi nong-thon-moi",
    "ECON": (
        "ngan-sach thue-phi-le-phi quan-ly-tai-san-cong gia-dat ke-hoach-ktxh dau-tu-cong dau-thau doanh-nghiep "
        "xuc-tien-dau-tu khu-cong-nghiep cong-nghiep-thuong-mai"
    ),
    "EDUC": "giao-duc van-hoa the-thao du-lich thong-tin-truyen-thong",
    "ENER": "nang-luong",
    "ENVI": "moi-truong khoang-san tai-nguyen-nuoc dat-dai",
    "GOVE": (
        "to-chuc-bo-may thi-dua-khen-thuong van-thu-luu-tru cai-cach-hanh-chinh kiem-soat-tthc tiep-cong-dan "
        "che-do-lam-viec thong-ke"
    ),
    "HEAL": "y-te phong-chong-dich bao-hiem",
    "INTR": "ngoai-vu bien-gioi",
    "JUST": (
        "khieu-nai-to-cao phong-chong-tham-nhung tu-phap van-ban-qppl quoc-phong an-ninh-trat-tu "
        "bao-ve-bi-mat-nha-nuoc"
    ),
    "REGI": "xay-dung quy-hoach-do-thi",
    "SOCI": "ton-giao lao-dong-viec-lam nguoi-co-cong giam-ngheo tre-em-binh-dang-gioi dan-toc",
    "TECH": "cong-nghe-thong-tin an-toan-thong-tin khoa-hoc-cong-nghe",
    "TRAN": "giao-thong",
}
#: The EU's data theme of each of our subject areas.
THEMES: dict[str, Term] = {
    code: _term("data-theme", theme, _THEME_LABELS[theme])
    for theme, codes in _THEMES.items()
    for code in codes.split()
}

"""What the columns of a table hold, by the words in its first row: several languages, synonyms as data. Pure.

A column has one role: ``source``, ``place``, ``date``, ... or a figure (``killed``, ``civilians injured, low``). What
is not known by these words has no role and is never guessed.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from probans.model.claim import PersonOutcome

# Roles, each with the names that give it; for places the most precise first. docs/format/tables.md lists them too.
ROLES: Mapping[str, tuple[str, ...]] = {
    "source": ("source", "sources", "source name", "reported by", "according to", "organisation", "organization",
               "outlet", "agency", "publisher", "data source", "fuente", "quelle", "источник", "джерело", "المصدر",
               "مصدر", "kaynak", "mənbə"),
    "place": ("place", "location", "place name", "place of death", "place of incident", "where", "site",
              "settlement", "village", "town", "city", "lieu", "ville", "lugar", "ciudad", "ort", "место",
              "населенный пункт", "город", "місце", "місто", "населений пункт", "المكان", "مكان", "الموقع",
              "المدينة", "yer", "şehir", "yer adı", "məkan", "şəhər", "area", "municipality", "district", "county",
              "region", "район", "province", "governorate", "oblast", "область", "المحافظة", "country"),
    "date": ("date", "day", "dates", "when", "event date", "incident date", "date of incident", "date of event",
             "date of death", "death date", "date killed", "date of disappearance", "datum", "fecha", "дата",
             "дата смерти", "дата смерті", "дата гибели", "التاريخ", "تاريخ", "تاريخ الوفاة", "tarih", "tarix",
             "ölüm tarihi"),
    "first": ("first", "from", "start", "start date", "date start", "date from", "from date", "first date",
              "first day", "begin", "beginning", "since", "period start", "von", "desde", "с", "від", "من",
              "başlangıç"),
    "last": ("last", "to", "until", "till", "end", "end date", "date end", "date to", "to date", "last date",
             "last day", "period end", "bis", "hasta", "по", "до", "إلى", "bitiş"),
    "outcome": ("outcome", "harm", "type of harm", "casualty type", "type of casualty", "consequence", "measure",
                "тип потерь", "исход"),
    "group": ("group", "victim group", "population", "who", "category", "civilian or military", "groupe", "gruppe",
              "grupo", "группа", "група", "الفئة", "grup", "qrup"),
    "low": ("low", "min", "minimum", "lower", "lower bound", "low estimate", "минимум", "الحد الأدنى"),
    "high": ("high", "max", "maximum", "upper", "upper bound", "high estimate", "максимум", "الحد الأقصى"),
    "count": ("count", "number", "figure", "best", "best estimate", "total", "estimate", "toll", "number of people",
              "number of persons", "people", "nombre", "anzahl", "zahl", "número", "numero", "число", "количество",
              "кількість", "العدد", "عدد", "sayı", "say"),
    "as of": ("as of", "as at", "reported", "reported on", "date reported", "report date", "date of report",
              "publication date", "published", "updated", "last updated", "stand", "по состоянию на", "станом на"),
    "wording": ("wording", "words", "quote", "as reported", "as written", "figure as reported", "text"),
    "name": ("name", "full name", "fullname", "victim", "victim name", "name of victim", "names", "nom",
             "nombre y apellidos", "vollständiger name", "фио", "имя и фамилия", "полное имя", "піб", "الاسم",
             "اسم", "الاسم الكامل", "ad soyad", "adı soyadı", "ad və soyad", "soyad ad", "isim"),
    "given name": ("first name", "given name", "given names", "forename", "firstname", "fname", "prénom", "vorname",
                   "nombre", "имя", "ім я", "الاسم الأول", "ad", "adı"),
    "family name": ("last name", "family name", "surname", "lastname", "lname", "nom de famille", "nachname",
                    "familienname", "apellido", "apellidos", "фамилия", "прізвище", "اسم العائلة", "soyad", "soyadı"),
    "age": ("age", "age at death", "age years", "alter", "âge", "edad", "возраст", "вік", "العمر", "عمر", "السن",
            "yaş", "yaşı"),
    "sex": ("sex", "gender", "sexe", "sexo", "geschlecht", "пол", "стать", "الجنس", "cinsiyet", "cinsi"),
    "fate": ("fate", "status", "condition", "outcome", "what happened", "sort", "schicksal", "estado", "судьба",
             "статус", "доля", "الحالة", "المصير", "durum", "akıbet", "vəziyyət"),
}  # fmt: skip

_O = PersonOutcome
_OUTCOME_WORDS: Mapping[PersonOutcome, tuple[str, ...]] = {
    _O.KILLED: ("killed", "dead", "death", "deaths", "died", "fatality", "fatalities", "deceased", "executed",
                "murdered", "morts", "mort", "tués", "tué", "décédés", "muertos", "muerto", "fallecidos", "tote",
                "tot", "getötet", "getötete", "погибло", "погибшие", "погибших", "погиб", "погибла", "убито",
                "убит", "убита", "убитые", "убитых", "умерло", "загинуло", "загиблі", "загиблих", "загинув",
                "загинула", "вбито", "قتلى", "القتلى", "قتيل", "قتل", "شهداء", "الشهداء", "شهيد", "ölü", "ölen",
                "öldü", "öldürülen", "ölənlər", "həlak", "öldürülənlər"),
    _O.INJURED: ("injured", "wounded", "injury", "injuries", "hurt", "blessés", "blessé", "heridos", "herido",
                 "verletzt", "verletzte", "ранено", "раненые", "раненых", "ранен", "ранена", "поранено", "поранені",
                 "поранених", "поранений", "جرحى", "الجرحى", "جريح", "مصابون", "المصابون", "مصاب", "yaralı",
                 "yaralanan", "yaralananlar"),
    _O.MISSING: ("missing", "disappeared", "disparus", "disparu", "desaparecidos", "desaparecido", "vermisst",
                 "vermisste", "пропало", "пропавшие", "пропал", "зниклі", "зник", "مفقود", "مفقودون", "المفقودون",
                 "kayıp", "itkin"),
    _O.DETAINED: ("detained", "detainees", "captured", "arrested", "imprisoned", "détenus", "detenidos",
                  "inhaftiert", "задержано", "пленные", "полонені", "معتقل", "معتقلون", "أسرى", "gözaltı", "esir"),
    _O.DISPLACED: ("displaced", "evacuated", "déplacés", "desplazados", "vertriebene", "перемещено", "переміщені",
                   "نازحون", "yerinden"),
    _O.KILLED_OR_INJURED: ("casualties", "casualty", "жертвы и пострадавшие"),
    _O.AFFECTED: ("affected", "victims", "affectés", "victimes", "víctimas", "opfer", "пострадавшие", "постраждалі",
                  "ضحايا"),
}  # fmt: skip
_OUTCOME_OF = {word: outcome for outcome, words in _OUTCOME_WORDS.items() for word in words}
_UNIONS = {
    frozenset({_O.KILLED, _O.INJURED}): _O.KILLED_OR_INJURED,
    frozenset({_O.KILLED, _O.MISSING}): _O.KILLED_OR_MISSING,
}
_GROUP_WORDS = {
    **dict.fromkeys(("civilian", "civilians", "civils", "civiles", "zivilisten", "гражданские", "мирные", "цивільні",
                     "مدنيون", "مدنيين", "sivil", "mülki"), "civilians"),
    **dict.fromkeys(("child", "children", "minors", "enfants", "niños", "kinder", "дети", "детей", "діти", "дітей",
                     "أطفال", "çocuk", "uşaq"), "children"),
    **dict.fromkeys(("woman", "women", "femmes", "mujeres", "frauen", "женщины", "женщин", "жінки", "نساء", "kadın",
                     "qadın"), "women"),
    **dict.fromkeys(("man", "men", "hommes", "hombres", "männer", "мужчины", "мужчин", "чоловіки", "رجال"), "men"),
    **dict.fromkeys(("soldier", "soldiers", "military", "servicemen", "militaires", "soldados", "soldaten", "военные",
                     "військові", "جنود", "asker", "əsgər"), "soldiers"),
    **dict.fromkeys(("combatant", "combatants", "fighter", "fighters"), "fighters"),
    **dict.fromkeys(("prisoner", "prisoners"), "prisoners"),
    **dict.fromkeys(("medic", "medics", "paramedics"), "medical staff"),
    **dict.fromkeys(("journalist", "journalists"), "journalists"),
}  # fmt: skip
_LOW, _HIGH = {"low", "lower", "min", "minimum", "least"}, {"high", "higher", "upper", "max", "maximum", "most"}
_FILLERS = {"number", "no", "n", "of", "total", "count", "people", "persons", "reported", "best", "estimate",
            "estimated", "the", "est", "and", "or", "bound", "figure", "toll", "nombre", "de", "et", "y", "und",
            "и", "та", "или", "число", "количество", "кількість", "عدد", "sayı"}  # fmt: skip
_ROLE_OF: Mapping[str, tuple[str, ...]] = {
    name: tuple(role for role, names in ROLES.items() if name in names) for names in ROLES.values() for name in names
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureColumn:
    """A column whose cells are numbers of people: ``bound`` is '' for the figure itself, low or high for an end."""

    at: int
    outcome: PersonOutcome
    group: str = ""
    bound: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a table: ``roles`` maps a role to its position, ``figures`` are the columns of numbers."""

    names: tuple[str, ...]
    roles: Mapping[str, int]
    figures: tuple[FigureColumn, ...] = ()

    @property
    def known(self) -> int:
        """How many columns have a role."""
        return len(set(self.roles.values())) + len(self.figures)

    @property
    def purpose(self) -> str:
        """What the table is for: victims, figures, or unknown."""
        named = bool({"name", "given name", "family name"} & self.roles.keys())
        if named and {"age", "sex", "fate"} & self.roles.keys():
            return "victims"
        counted = bool(self.figures) or bool({"count", "low", "high"} & self.roles.keys() and self._about_people)
        if counted and {"source", "place", "date", "first", "last", "as of"} & self.roles.keys():
            return "figures"
        return "victims" if named and "date" in self.roles else "unknown"

    @property
    def _about_people(self) -> bool:
        return "outcome" in self.roles or "place" in self.roles


def read_columns(cells: Sequence[str]) -> Columns:
    """Give each cell of a first row its role."""
    roles: dict[str, int] = {}
    ranks: dict[str, int] = {}
    figures: list[FigureColumn] = []
    for at, cell in enumerate(cells):
        name = plain_name(cell)
        for role in _ROLE_OF.get(name, ()):
            rank = ROLES[role].index(name)
            if role not in roles or rank < ranks[role]:
                roles[role], ranks[role] = at, rank
        if name not in _ROLE_OF and (figure := _figure_column(name, at)):
            figures.append(figure)
    return Columns(names=tuple(cells), roles=roles, figures=tuple(figures))


def plain_name(cell: str) -> str:
    """A column's name in small letters, words apart by one space, without marks and brackets."""
    apart = re.sub(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])", " ", unicodedata.normalize("NFC", cell))
    # Marks that remain are vowel signs, or the dot that a Turkish capital leaves behind; no name here needs them.
    bare = "".join(letter for letter in apart.casefold() if unicodedata.category(letter) != "Mn")
    return " ".join(re.findall(r"[^\W_]+", bare))


def read_outcome(words: str) -> PersonOutcome | None:
    """The outcome that a cell, a column or a title names; None when it names none, or several without a union."""
    tokens = plain_name(words).split()
    found = frozenset(_OUTCOME_OF[token] for token in tokens if token in _OUTCOME_OF)
    if len(found) == 1:
        return next(iter(found))
    return _UNIONS.get(found)


def _figure_column(name: str, at: int) -> FigureColumn | None:
    outcome = read_outcome(name)
    tokens = [token for token in name.split() if token not in _OUTCOME_OF and token not in _FILLERS]
    groups = [_GROUP_WORDS[token] for token in tokens if token in _GROUP_WORDS]
    bounds = [token for token in tokens if token in _LOW | _HIGH]
    if outcome is None or len(groups) + len(bounds) != len(tokens) or len(groups) > 1 or len(bounds) > 1:
        return None
    bound = "" if not bounds else "low" if bounds[0] in _LOW else "high"
    return FigureColumn(at=at, outcome=outcome, group=groups[0] if groups else "", bound=bound)

"""What belongs to persons."""
import numpy as np

from planted import pick, planter, said


FIRST = "Anna Marco Hedda Luis Fatima Jonas Elif Pierre Agnes Tomasz Ingrid Omar Clara Dmitri Yuki Sofia Liam Priya Bruno Nadia".split()
LAST = "Berger Rossi Lund Novak Haddad Keller Demir Martin Olsen Kowalski Silva Nguyen Weber Okafor Tanaka Moreau Schmid Larsen Khan Costa".split()


def luhn(body):
    total = sum(int(d) if i % 2 else sum(divmod(2 * int(d), 10)) for i, d in enumerate(reversed(body)))
    return body + str(-total % 10)


def iban(rng):
    body = "".join(str(d) for d in rng.integers(0, 10, 18))
    return f"DE{98 - int(body + '131400') % 97:02d}{body}"


PERSONAL = {
    "e-mail": lambda rng: f"{pick(rng, *FIRST).lower()}.{pick(rng, *LAST).lower()}{rng.integers(1, 999)}@{pick(rng, 'mail.example', 'home.test', 'web.example')}",
    "names": lambda rng: f"{pick(rng, *FIRST)} {pick(rng, *LAST)}", "names, last first": lambda rng: f"{pick(rng, *LAST)}, {pick(rng, *FIRST)}",
    "phone": lambda rng: f"+{pick(rng, '33', '49', '44', '39')} {rng.integers(100, 999)} {rng.integers(100000, 9999999)}",
    "phone, national": lambda rng: f"0{rng.integers(30, 990)}/{rng.integers(100000, 9999999)}", "phone, american": lambda rng: f"({rng.integers(201, 989)}) {rng.integers(200, 999)}-{rng.integers(1000, 9999)}",
    "IBAN": iban, "card": lambda rng: luhn("4" + "".join(str(d) for d in rng.integers(0, 10, 14))), "IP": lambda rng: ".".join(str(v) for v in rng.integers(1, 255, 4)),
    "SSN": lambda rng: f"{rng.integers(100, 899)}-{rng.integers(10, 99)}-{rng.integers(1000, 9999)}", "street": lambda rng: f"{pick(rng, 'Linden', 'Kirch', 'Schul', 'Garten', 'Berg', 'Wald')}{pick(rng, 'weg', 'gasse', 'straße')} {rng.integers(1, 140)}",
    "street, english": lambda rng: f"{rng.integers(1, 400)} {pick(rng, 'Oak', 'Mill', 'Church', 'Station', 'Park', 'King')} {pick(rng, 'Street', 'Road', 'Lane', 'Avenue')}",
}
for what, one in PERSONAL.items():
    @planter("personal-data", what)
    def _(b, rng, one=one):
        name = pick(rng, "f4", "kontakt", "col_b", "info", "x_text")
        v = np.array([one(rng) for _ in range(len(b.frame))], dtype=object)
        v[rng.random(len(v)) < pick(rng, 0, .1)] = None
        b.put(rng, name, v)
        return said(name, tolerate=["identifier-column", "high-cardinality", "grouped-rows"])

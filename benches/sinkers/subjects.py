"""Invented tables without a fault, of many subjects: what a project would start from.

A subject says which columns it has (`columns`), which of them the answer depends on (`says`), how strongly, and what
kind of answer it is. Three shelves: what one looks at while the rules are mended is no measure of them.
"""
from dataclasses import dataclass, field

import numpy as np
import pandas as pd


@dataclass
class Base:
    """A table and what is known of it."""
    name: str
    frame: pd.DataFrame
    target: str
    task: str                      # binary, multi or number
    positive: str | None
    score: np.ndarray              # what the columns say, before chance
    ideal: np.ndarray | None = None  # the best prediction of a number there can be
    time: str | None = None
    args: list = field(default_factory=list)
    recent: pd.DataFrame | None = None

    @property
    def yes(self):
        """Rows with the answer looked for; of a number, the upper third."""
        y = self.frame[self.target]
        if self.task == "number":
            return (y > y.quantile(2 / 3)).to_numpy()
        return (y.astype(str) == (self.positive or str(sorted(y.unique())[-1]))).to_numpy()

    def measured(self, rng, positive=True):
        """A column of many numbers."""
        ok = [c for c in self.frame if c != self.target and self.frame[c].dtype.kind in "fi"
              and self.frame[c].nunique() > 40 and (not positive or self.frame[c].min() > 0) and not c.startswith("year")]
        return rng.choice(ok) if ok else None

    def worded(self, rng):
        """A column of categories in words."""
        ok = [c for c in self.frame if c not in (self.target, self.time) and not self.frame[c].dtype.kind in "fib"
              and self.frame[c].nunique() < 30]
        return rng.choice(ok) if ok else None

    def put(self, rng, name, values):
        """Add a column somewhere before the target."""
        self.frame.insert(int(rng.integers(0, max(1, self.frame.shape[1] - 1))), name, values)


def normal(mean, sd, digits=1, least=None):
    def make(rng, n):
        v = np.round(rng.normal(mean, sd, n), digits)
        return v if least is None else np.maximum(v, least)
    return make


def lognormal(median, spread, digits=2):
    return lambda rng, n: np.round(median * np.exp(rng.normal(0, spread, n)), digits)


def poisson(mean, least=0):
    return lambda rng, n: rng.poisson(mean, n) + least


def between(low, high, digits=0):
    def make(rng, n):
        v = rng.uniform(low, high, n)
        return np.round(v, digits) if digits else rng.integers(low, high + 1, n)
    return make


def of(*words, p=None):
    return lambda rng, n: rng.choice(np.array(words, dtype=object), n, p=p)


def flag(share):
    return lambda rng, n: (rng.random(n) < share).astype(int)


def make(strength, name, rng, n, columns, says, target, answer, days=None):
    """Draw `n` rows. `says`: column -> weight, or column -> {word: weight}. `answer`: (task, ...)."""
    frame = pd.DataFrame({c: f(rng, n) for c, f in columns.items()}).infer_objects()
    score = np.zeros(n)
    for c, w in says.items():
        v = frame[c]
        if isinstance(w, dict):
            score += v.map(lambda x: w.get(x, 0.0)).to_numpy(float)
        elif callable(w):
            score += w(frame)
        else:
            z = np.log(v - v.min() + 1) if v.dtype.kind == "f" and v.skew() > 2 else v
            score += w * ((z - z.mean()) / (z.std() or 1)).to_numpy(float)
    score *= strength
    time = None
    if days:
        time, step = days
        start = pd.Timestamp(str(rng.integers(2017, 2023)) + "-01-01")
        frame.insert(0, time, [(start + pd.Timedelta(days=i * step)).date().isoformat() for i in range(n)])
    task, positive, ideal = answer[0], None, None
    if task == "binary":
        _, share, words = answer
        cut = score + rng.logistic(0, 1, n)
        y = cut > np.quantile(cut, 1 - share)
        frame[target] = np.where(y, words[1], words[0])
        positive = words[1]
        if words == (0, 1):
            frame[target], positive = y.astype(int), None
    elif task == "multi":
        _, words, cuts = answer
        cut = score + rng.logistic(0, 1, n) * 0.8
        frame[target] = np.array(words, dtype=object)[np.searchsorted(np.quantile(cut, cuts), cut)]
    else:
        # A spread below zero: the number is lognormal.
        _, mean, sd, noise, digits = answer
        v = score + rng.normal(0, noise, n)
        frame[target] = np.round(mean + sd * v if sd >= 0 else mean * np.exp(-sd * v), digits)
        ideal = mean + sd * score if sd >= 0 else mean * np.exp(-sd * score + (sd * noise) ** 2 / 2)
    return Base(name, frame, target, task, positive, score, ideal, time)


def hospital(rng, n, strength):
    return make(strength, "hospital", rng, n, dict(
        ward=of("cardiology", "surgery", "medicine", "orthopaedics", "neurology"), age=normal(63, 15, 0, 18), stay_days=poisson(5, 1),
        prior_admissions=poisson(1.2), creatinine=lognormal(88, .3, 0), haemoglobin=normal(132, 16, 0), arrival=of("emergency", "planned", "transfer", p=[.5, .4, .1]),
        drugs=poisson(6), lives_alone=flag(.35), systolic=normal(134, 18, 0)), dict(prior_admissions=.7, age=.3, haemoglobin=-.4, arrival={"emergency": .6}, drugs=.4),
        "readmitted", ("binary", .18, ("no", "yes")))


def meter(rng, n, strength):
    return make(strength, "meter", rng, n, dict(outdoor_c=lambda r, n: np.round(10 + 9 * np.sin(np.arange(n) / 365 * 2 * np.pi) + r.normal(0, 3, n), 1),
        persons=between(1, 6), floor_m2=normal(110, 30, 0, 25), heating=of("gas", "heat pump", "district"), holiday=flag(.03), sun_hours=between(0, 14, 1),
        tariff=of("day", "night", "flat")), dict(outdoor_c=-1.0, persons=.6, floor_m2=.5, heating={"heat pump": 1.0}), "kwh", ("number", 24, 5, .7, 2), days=("read_on", 1))


def parcels(rng, n, strength):
    return make(strength, "parcels", rng, n, dict(depot=of("Lyon", "Metz", "Nantes", "Lille", "Reims", "Dijon"), weight_kg=lognormal(2.2, .8), stops_before=poisson(38),
        driver_months=lognormal(20, .9, 0), rain_mm=lambda r, n: np.round(np.maximum(0, r.gamma(.6, 4, n) - 1), 1), service=of("standard", "express", "locker"),
        floor=between(0, 9), fragile=flag(.1), distance_km=lognormal(18, .6, 1)), dict(stops_before=.7, rain_mm=.6, driver_months=-.5, service={"express": -.7}, distance_km=.4),
        "delayed", ("binary", .22, (0, 1)))


def claims(rng, n, strength):
    return make(strength, "claims", rng, n, dict(line=of("motor", "home", "travel", "liability"), region=of("north", "south", "east", "west", "centre"), insured_years=poisson(7),
        claim_eur=lognormal(1400, 1.0), excess_eur=of(0, 150, 300, 500, 1000), witnesses=poisson(.8), hours_to_report=lognormal(30, 1.1, 1), police_report=flag(.4),
        broker=of("direct", "agency", "bank", "online"), previous_claims=poisson(.9)), dict(hours_to_report=.7, previous_claims=.7, police_report=-.4, broker={"online": .6}, claim_eur=.5),
        "fraud", ("binary", .09, ("N", "Y")))


def staff(rng, n, strength):
    return make(strength, "staff", rng, n, dict(department=of("sales", "support", "plant", "finance", "research"), grade=between(1, 8), salary=lognormal(41000, .28, 0),
        commute_km=lognormal(14, .7, 1), overtime_h=lognormal(6, .8, 1), years=lognormal(4, .8, 1), trainings=poisson(2), satisfaction=normal(6.4, 1.5, 1, 1),
        remote_share=between(0, 1, 2), contract=of("permanent", "fixed-term", p=[.8, .2])), dict(overtime_h=.6, satisfaction=-.8, years=-.5, contract={"fixed-term": .7}, commute_km=.3),
        "resigned", ("binary", .2, ("stays", "leaves")))


def school(rng, n, strength):
    return make(strength, "school", rng, n, dict(district=of("harbour", "hill", "old town", "lakeside"), homework_h=normal(6, 2, 1, 0), books_home=lognormal(60, .9, 0),
        absence_days=poisson(5), class_size=normal(23, 4, 0, 9), breakfast=flag(.7), screen_h=lognormal(2.4, .5, 1), first_language=of("same", "other", p=[.75, .25]),
        test_autumn=normal(58, 13, 0, 4), age_months=normal(138, 7, 0)), dict(test_autumn=1.2, homework_h=.5, absence_days=-.5, books_home=.4, first_language={"other": -.5}),
        "track", ("multi", ("basic", "general", "advanced"), [.3, .72]))


def clicks(rng, n, strength):
    return make(strength, "clicks", rng, n, dict(slot=of("top", "side", "foot", "inline"), device=of("phone", "desktop", "tablet", p=[.6, .33, .07]), hour=between(0, 23),
        seen_before=poisson(2.4), bid_cents=lognormal(34, .5, 1), page_words=lognormal(600, .6, 0), topic=of("news", "sport", "food", "cars", "travel", "money"),
        returning=flag(.45), scroll_pct=between(0, 100), ad_age_days=lognormal(9, .9, 0)), dict(slot={"top": .8, "foot": -.7}, seen_before=-.5, topic={"food": .6, "money": -.4}, scroll_pct=.5),
        "clicked", ("binary", .07, (0, 1)))


def sensors(rng, n, strength):
    return make(strength, "sensors", rng, n, dict(line=of("L1", "L2", "L3", "L4"), spindle_rpm=normal(8200, 700, 0), torque_nm=normal(41, 9, 1), vibration=lognormal(1.8, .35, 3),
        coolant_c=normal(24, 2.5, 1), tool_minutes=between(0, 240), shift=of("early", "late", "night"), humidity=normal(47, 8, 0, 10), alloy=of("6061", "7075", "2024"),
        power_kw=normal(7.4, 1.4, 2, .5)), dict(vibration=1.2, tool_minutes=.8, torque_nm=.5, coolant_c=.3, alloy={"7075": .4}), "fails", ("binary", .12, ("ok", "fault")))


def flats(rng, n, strength):
    return make(strength, "flats", rng, n, dict(quarter=of("Altstadt", "Neudorf", "Hafen", "Bergheim", "Auen", "Westend"), rooms=between(1, 6), m2=lognormal(72, .35, 1),
        storey=between(0, 8), built=between(1890, 2022), balcony=flag(.55), lift=flag(.5), heating_kwh_m2=normal(110, 35, 0, 15), condition=of("new", "good", "worn"),
        metro_min=lognormal(8, .5, 0)), dict(m2=1.3, quarter={"Altstadt": .6, "Westend": .9, "Hafen": -.3}, built=.3, condition={"new": .5, "worn": -.5}, metro_min=-.3),
        "price_eur", ("number", 240000, -.3, .45, -2))


def wheat(rng, n, strength):
    return make(strength, "wheat", rng, n, dict(parcel_ha=lognormal(6, .6), soil=of("loam", "clay", "sand", "silt"), nitrogen_kg_ha=normal(150, 30, 0, 20), rain_spring_mm=normal(160, 40, 0, 5),
        sowing_day=between(260, 310), variety=of("Bering", "Apollo", "Monopol", "Kerubino"), fungicide=flag(.6), ph_soil=normal(6.4, .5, 1), slope_pct=lognormal(3, .7, 1),
        humus_pct=normal(2.6, .6, 2, .5)), dict(nitrogen_kg_ha=.7, rain_spring_mm=.8, soil={"loam": .5, "sand": -.7}, fungicide=.3, humus_pct=.4), "t_per_ha", ("number", 7.2, .8, .8, 2))


def tickets(rng, n, strength):
    return make(strength, "tickets", rng, n, dict(channel=of("phone", "chat", "mail", "shop"), product=of("fibre", "mobile", "tv", "bundle"), tenure_months=lognormal(26, .8, 0),
        open_invoices=poisson(.5), calls_30d=poisson(1.4), speed_mbit=of(16, 50, 100, 250, 1000), signal_db=normal(-71, 9, 0), outage_minutes=lambda r, n: np.where(r.random(n) < .55, 0, r.lognormal(3, 1, n).round()),
        weekday=of("mo", "tu", "we", "th", "fr", "sa", "su"), business=flag(.15)), dict(outage_minutes=.9, calls_30d=.6, business=.5, channel={"phone": .5}, product={"fibre": .4}),
        "priority", ("multi", ("low", "medium", "high", "urgent"), [.4, .75, .93]))


def games(rng, n, strength):
    return make(strength, "games", rng, n, dict(platform=of("pc", "console", "phone"), level=lognormal(18, .7, 0), sessions_week=poisson(6), friends=poisson(3.5), spent_eur=lambda r, n: np.where(r.random(n) < .7, 0, np.round(r.lognormal(2, 1, n), 2)),
        guild=flag(.4), avg_session_min=lognormal(31, .5, 1), country=of("DE", "FR", "PL", "US", "BR", "KR", "JP"), losses_in_row=poisson(1.5), days_since_patch=between(0, 60)),
        dict(sessions_week=-.9, friends=-.5, guild=-.4, losses_in_row=.5, platform={"phone": .5}), "churned", ("binary", .34, ("no", "yes")))


def loans(rng, n, strength):
    return make(strength, "loans", rng, n, dict(purpose=of("car", "kitchen", "travel", "debt", "studies"), amount=lognormal(7200, .7, 0), term_months=of(12, 24, 36, 48, 60), income=lognormal(2400, .45, 0),
        debts=lambda r, n: np.round(r.lognormal(6, 1.6, n), 0), age=normal(41, 12, 0, 18), job_years=lognormal(5, .9, 1), accounts=poisson(2, 1), home=of("rent", "own", "parents"), late_payments=poisson(.4)),
        dict(debts=.6, income=-.7, late_payments=.8, job_years=-.3, home={"own": -.5}), "defaulted", ("binary", .14, (0, 1)))


def hotel(rng, n, strength):
    return make(strength, "hotel", rng, n, dict(room=of("single", "double", "suite", "family"), lead_days=lognormal(30, 1.0, 0), nights=poisson(2.2, 1), adults=between(1, 4), rate_eur=lognormal(118, .3, 2),
        channel=of("web", "agency", "phone", "corporate"), requests=poisson(.7), parking=flag(.3), previous_stays=poisson(.6), month=between(1, 12)),
        dict(lead_days=1.0, requests=-.6, channel={"agency": .5, "corporate": -.8}, previous_stays=-.6), "cancelled", ("binary", .3, (0, 1)))


SHELF_A = [hospital, meter, parcels, claims, staff, school, clicks, sensors, flats, wheat, tickets, games, loans, hotel]


def library(rng, n, strength):
    return make(strength, "library", rng, n, dict(branch=of("Central", "Riverside", "Oakfield", "Station"), pages=lognormal(310, .4, 0), member_years=lognormal(6, .8, 1), loans_open=poisson(3), genre=of("crime", "history", "children", "science", "poetry"),
        fines_eur=lambda r, n: np.where(r.random(n) < .6, 0, np.round(r.gamma(1.2, 3, n), 2)), reserved=flag(.2), walk_min=lognormal(14, .5, 0), reader_age=normal(39, 17, 0, 6)), dict(loans_open=.8, fines_eur=.7, member_years=-.4, genre={"children": .5, "poetry": -.4}),
        "overdue", ("binary", .26, ("in time", "overdue")))


def bikes(rng, n, strength):
    return make(strength, "bikes", rng, n, dict(temp_c=lambda r, n: np.round(13 + 10 * np.sin((np.arange(n) / 365 + .75) * 2 * np.pi) + r.normal(0, 3, n), 1), wind_kmh=lognormal(12, .5, 1), weekday=lambda r, n: np.array(["mo", "tu", "we", "th", "fr", "sa", "su"], dtype=object)[np.arange(n) % 7],
        rain=flag(.25), event=flag(.04), humidity=normal(64, 13, 0, 10), school_day=flag(.52)), dict(temp_c=1.0, rain=-.6, weekday={"sa": -.5, "su": -.7}, wind_kmh=-.3), "rentals", ("number", 620, 110, .6, 0), days=("day", 1))


def bakery(rng, n, strength):
    return make(strength, "bakery", rng, n, dict(shop=of("Markt", "Bahnhof", "Sued", "Kaserne"), loaf=of("rye", "wheat", "spelt", "sesame"), baked=normal(84, 16, 0, 20), price_eur=normal(3.6, .6, 2, 1), staff_on=between(1, 5), minutes_open=normal(600, 60, 0),
        promo=flag(.12), street_count=lognormal(900, .5, 0), delivery_min=normal(25, 8, 0, 4)), dict(baked=.8, promo=-.5, street_count=-.7, shop={"Bahnhof": -.6}, loaf={"spelt": .5}), "returned", ("number", 15, 4, .8, 0))


def museum(rng, n, strength):
    return make(strength, "museum", rng, n, dict(ticket=of("full", "reduced", "family", "pass"), arrival_h=normal(13.2, 2.1, 1, 9), group_size=poisson(1.6, 1), distance_km=lognormal(40, 1.2, 1), audio_guide=flag(.3), exhibition=of("permanent", "glass", "maps"),
        queue_min=lognormal(9, .8, 0), temperature_c=normal(16, 7, 1), first_visit=flag(.6)), dict(group_size=.5, audio_guide=.7, exhibition={"glass": .6}, distance_km=.5, queue_min=-.3), "minutes_inside", ("number", 94, 22, .9, 0))


def trees(rng, n, strength):
    return make(strength, "trees", rng, n, dict(leaf_mm=normal(74, 14, 1, 5), bark_depth=lognormal(11, .35, 1), height_m=normal(17, 4, 1, 2), altitude_m=normal(540, 170, 0, 20), crown=of("round", "cone", "umbrella"), stalk_mm=normal(19, 5, 1, 1),
        shade=of("sun", "half", "deep"), trunk_cm=lognormal(38, .4, 0), ring_mm=lognormal(2.1, .4, 2)), dict(leaf_mm=1.6, stalk_mm=1.0, crown={"cone": 1.2, "umbrella": -.8}, altitude_m=.9), "species", ("multi", ("elm", "hornbeam", "beech", "lime"), [.28, .55, .8]))


def dentist(rng, n, strength):
    return make(strength, "dentist", rng, n, dict(treatment=of("check", "filling", "hygiene", "implant"), wait_days=lognormal(12, .8, 0), visits_before=poisson(4), patient_age=normal(43, 18, 0, 3), reminder=of("sms", "none", "call"), hour=between(8, 18),
        insured=of("public", "private"), minutes_planned=of(15, 30, 45, 60, 90), missed_before=poisson(.4), travel_min=lognormal(17, .6, 0)), dict(missed_before=.9, wait_days=.7, reminder={"none": .7}, patient_age=-.4), "no_show", ("binary", .13, ("came", "missed")))


def freight(rng, n, strength):
    return make(strength, "freight", rng, n, dict(lane=of("HAM-VIE", "RTM-MIL", "ANR-PRG", "LEH-MAD"), tonnes=normal(14, 5, 1, .5), diesel_ct=normal(142, 11, 1), pallets=between(1, 33), notice_days=lognormal(6, .7, 0), cooled=flag(.2), km=normal(980, 210, 0, 200),
        carrier_stars=normal(3.9, .6, 1, 1), season=of("spring", "summer", "autumn", "winter")), dict(km=1.0, tonnes=.6, cooled=.5, diesel_ct=.4, notice_days=-.5), "quote_eur", ("number", 1500, -.22, .5, 0))


def podcast(rng, n, strength):
    return make(strength, "podcast", rng, n, dict(app=of("A-Pod", "Castle", "Wavely"), episodes_heard=lognormal(9, .9, 0), minutes_week=lognormal(70, .8, 1), skips=poisson(3), genre=of("true crime", "politics", "comedy", "science"), speaker_speed=of(1.0, 1.25, 1.5, 2.0),
        shares=poisson(.4), age_band=of("<25", "25-44", "45-64", "65+"), premium_trial=flag(.25), commute_min=lognormal(22, .6, 0)), dict(episodes_heard=.9, shares=.5, premium_trial=.8, skips=-.4, genre={"science": .4}), "subscribed", ("binary", .41, (0, 1)))


def panels(rng, n, strength):
    return make(strength, "panels", rng, n, dict(site=of("barn", "school", "depot", "mill"), tilt_deg=normal(31, 6, 0, 5), clouds_pct=between(0, 100), module_c=normal(38, 9, 1), dust=lognormal(1.2, .6, 2), age_years=between(0, 18), inverter=of("SX2", "SX4", "KR1"),
        azimuth=normal(182, 22, 0), wind_ms=lognormal(3, .5, 1)), dict(clouds_pct=-1.3, age_years=-.4, dust=-.4, tilt_deg=.3, inverter={"KR1": -.4}), "kwh_day", ("number", 31, 6, .6, 2))


def tenants(rng, n, strength):
    return make(strength, "tenants", rng, n, dict(estate=of("Birkhof", "Linnfeld", "Torgasse", "Seeblick", "Amselweg"), rent=lognormal(690, .3, 2), persons=between(1, 7), income=lognormal(2100, .5, 0), deposit_months=of(1, 2, 3), reminders_last_year=poisson(.6),
        job=of("employed", "self-employed", "retired", "student"), years_there=lognormal(5, .9, 1), pets=flag(.25), heating_eur=normal(88, 22, 2, 10)), dict(reminders_last_year=1.0, income=-.8, rent=.5, job={"self-employed": .6}, years_there=-.3), "arrears", ("binary", .17, ("no", "yes")))


def lab(rng, n, strength):
    return make(strength, "lab", rng, n, dict(peak_a=lognormal(120, .5, 1), peak_b=lognormal(80, .5, 1), absorbance=normal(.82, .2, 3, .01), ph=normal(7.1, .7, 2), conductivity=normal(430, 90, 0, 20), plate=of("P1", "P2", "P3", "P4"), operator_shift=of("day", "night"), runtime_s=normal(340, 40, 0),
        ratio_c=lognormal(1, .3, 3)), dict(peak_a=1.5, ph=-1.1, absorbance=.9, ratio_c=.8), "sample_class", ("multi", ("I", "II", "III"), [.35, .7]))


def tips(rng, n, strength):
    return make(strength, "tips", rng, n, dict(bill=lognormal(38, .5, 2), guests=poisson(1.5, 1), waiter_years=lognormal(3, .9, 1), day=of("Thu", "Fri", "Sat", "Sun"), card=flag(.6), wine=flag(.3), wait_min=lognormal(16, .4, 0), terrace=flag(.25), music=of("none", "live", "radio")),
        dict(bill=1.2, waiter_years=.4, wait_min=-.5, music={"live": .5}, card=-.2), "tip_pct", ("number", 11, 2.6, .9, 1))


SHELF_B = [library, bikes, bakery, museum, trees, dentist, freight, podcast, panels, tenants, lab, tips]


def warehouse(rng, n, strength):
    return make(strength, "warehouse", rng, n, dict(aisle=of("north", "south", "mezzanine", "cold store"), items=poisson(6, 1), picker_weeks=lognormal(30, .9, 0), shelf_height_cm=normal(150, 35, 0, 10), hour=between(5, 22), barcode_age=lognormal(400, .6, 0),
        similar_items=poisson(1.5), scanner=of("ring", "pistol", "glove"), weight_kg=lognormal(4, .7)), dict(similar_items=.8, picker_weeks=-.6, items=.5, scanner={"pistol": .4}), "mispick", ("binary", .11, ("ok", "wrong")))


def pumps(rng, n, strength):
    return make(strength, "pumps", rng, n, dict(station=of("Rhein", "Quelle", "Talsperre", "Hochzone"), inflow_m3h=normal(410, 70, 0, 40), head_m=normal(38, 6, 1, 2), wear_index=lognormal(1.4, .4, 2), valves_open=between(1, 8), voltage=normal(398, 6, 1), night=flag(.33),
        lubricant=of("mineral", "synthetic"), turbidity=lognormal(.8, .7, 2)), dict(inflow_m3h=1.1, head_m=.8, wear_index=.6, lubricant={"synthetic": -.3}), "power_kw", ("number", 54, 9, .8, 1))


def hives(rng, n, strength):
    return make(strength, "hives", rng, n, dict(race=of("Carnica", "Buckfast", "Ligustica"), mites_per_100=lognormal(2.2, .8, 1), frames_brood=poisson(6), queen_age=between(1, 5), feed_kg=normal(14, 3.5, 1, .5), altitude=normal(420, 160, 0, 5), site=of("forest edge", "orchard", "rape field", "town roof"),
        treated=flag(.65), winter_mean_c=normal(1.5, 2.2, 1)), dict(mites_per_100=1.0, feed_kg=-.5, treated=-.6, queen_age=.3), "lost", ("binary", .24, (0, 1)))


def lifts(rng, n, strength):
    return make(strength, "lifts", rng, n, dict(maker=of("Konrad", "Otto", "Schilling"), floors=between(3, 24), trips_day=lognormal(320, .5, 0), door_cycles=lognormal(900, .5, 0), motor_c=normal(52, 8, 1, 20), years_in_use=normal(17, 7, 0, 1), noise_db=normal(58, 5, 1, 30), modernised=flag(.3),
        building=of("office", "clinic", "flats", "mall")), dict(years_in_use=.9, motor_c=.7, door_cycles=.5, modernised=-.6), "fault_class", ("multi", ("none", "door", "drive"), [.55, .83]))


def roasts(rng, n, strength):
    return make(strength, "roasts", rng, n, dict(origin=of("Huila", "Sidamo", "Cerrado", "Antigua", "Kivu"), altitude_m=normal(1550, 220, 0, 500), moisture_pct=normal(11.2, .9, 1, 6), drop_c=normal(209, 5, 1), minutes=normal(11.4, 1.3, 2, 5), bag_weeks=lognormal(14, .6, 0), process=of("washed", "natural", "honey"),
        screen=between(14, 19), defects=poisson(3)), dict(altitude_m=.8, defects=-.7, bag_weeks=-.5, process={"washed": .3, "natural": .5}), "cup_score", ("number", 82, 2.4, .8, 2))


def visas(rng, n, strength):
    return make(strength, "visas", rng, n, dict(post=of("Accra", "Lima", "Manila", "Tunis", "Tbilisi"), purpose=of("study", "work", "family", "tourism"), savings=lognormal(5200, 1.0, 0), stay_days=lognormal(40, .9, 0), earlier_visits=poisson(.9), age_years=normal(33, 10, 0, 17), papers_missing=poisson(.7),
        sponsor=flag(.35), queue_weeks=lognormal(5, .5, 1)), dict(papers_missing=.9, savings=-.7, earlier_visits=-.5, purpose={"tourism": .4}), "refused", ("binary", .29, ("granted", "refused")))


SHELF_C = [warehouse, pumps, hives, lifts, roasts, visas]

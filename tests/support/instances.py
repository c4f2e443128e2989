"""The smallest complete, good instance, as text in view, and four ways to spoil it.

    tree = edited(minimal(), CANNOCK, "status: ready", "status: draft")

Every helper returns a new tree and fails loudly when the text that it looks for is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from boardpack.findings import Finding
from boardpack.load.instance import load_instance

Files = Mapping[str, bytes]

DIRECTORATE = "data/directorate.yml"
PEOPLE = "data/people.csv"
APPOINTMENTS = "data/appointments.csv"
WAIVERS = "data/waivers.csv"
CLEARANCES = "data/clearances.csv"
GLOSSARY = "data/glossary.csv"
PACK = "data/packs/monthly.yml"
ACCESS = "data/datasets/access/dataset.yml"
ACCESS_ROWS = "data/datasets/access/2018-11.csv"
FEEDBACK = "data/datasets/feedback/dataset.yml"
FEEDBACK_ROWS = "data/datasets/feedback/2018-11.csv"
FINANCE = "data/datasets/budgets/dataset.yml"
FINANCE_ROWS = "data/datasets/budgets/2018-11.csv"
FINANCE_TOTALS = "data/datasets/budgets/2018-11.totals.csv"
RISKS = "data/datasets/risk-register/dataset.yml"
RISK_ROWS = "data/datasets/risk-register/2018-11.csv"
PLANS = "data/datasets/plans/dataset.yml"
PLAN_ROWS = "data/datasets/plans/2018-11.csv"
SHIFTS = "data/datasets/extra-shifts/dataset.yml"
SHIFT_ROWS = "data/datasets/extra-shifts/2018-11.csv"
CANNOCK = "content/monthly/2018-11/cannock-chase.md"
SEISDON = "content/monthly/2018-11/seisdon.md"

_FILES = {
    DIRECTORATE: """
        title: Example primary care
        organisation: Example clinical commissioning group
        about: Two services that are made up.
        edit_url: https://github.com/example/primary-care/edit/main/{path}
        services:
          - id: cannock-chase
            title: Cannock Chase
          - id: seisdon
            title: Seisdon Peninsula
        roles:
          - id: service-director
            title: Service director
          - id: practice-manager
            title: Practice manager
          - id: development-manager
            title: Directorate development manager
          - id: finance-manager
            title: Finance manager
          - id: director-of-primary-care
            title: Director of primary care
        """,
    PEOPLE: """
        id,name,forge_id,emails
        director-cannock,Director of Cannock Chase,1001,cannock.director@example.org
        director-seisdon,Director of Seisdon Peninsula,1002,seisdon.director@example.org
        manager-cannock,Manager of Cannock Chase,1003,cannock.manager@example.org
        manager-seisdon,Manager of Seisdon Peninsula,1004,seisdon.manager@example.org
        development-manager,Directorate development manager,1005,manager.development@example.org
        finance-manager,Finance manager,1006,manager.finance@example.org
        primary-care-director,Director of primary care,1007,director.care.primary@example.org
        """,
    APPOINTMENTS: """
        person,role,service,since,until,deputy_for
        director-cannock,service-director,cannock-chase,2018-04-01,,
        director-seisdon,service-director,seisdon,2018-04-01,,
        manager-cannock,practice-manager,cannock-chase,2018-04-01,,
        manager-seisdon,practice-manager,seisdon,2018-04-01,,
        development-manager,development-manager,directorate,2018-04-01,,
        finance-manager,finance-manager,directorate,2018-04-01,,
        primary-care-director,director-of-primary-care,directorate,2018-04-01,,
        """,
    WAIVERS: """
        pack,period,service,section,reason,owner,until
        """,
    GLOSSARY: """
        acronym,meaning
        DNA,Did not attend
        GMS,General medical services
        """,
    PACK: """
        title: Monthly pack
        cadence: monthly
        about: One report a month for each service.
        signed_off_by: service-director
        sections:
          - id: summary
            title: Summary
            group: Summary
            form: summary
            min_words: 20
            headings: [What went well, What needs attention]
            prompt: What must a busy reader know?
            narrated_by: practice-manager
          - id: access
            title: Access
            group: Performance
            datasets: [access]
            min_words: 10
            prompt: What changed, and what are you doing about it?
            source: Appointment system
            requested_by: development-manager
            data_by: development-manager
            narrated_by: practice-manager
          - id: feedback
            title: Patient feedback
            group: Patients
            datasets: [feedback]
            form: you-said-we-did
            min_words: 10
            prompt: What did patients say, and what did you do?
            source: Patient survey
            requested_by: development-manager
            data_by: development-manager
            narrated_by: practice-manager
          - id: extra-shifts
            title: Extra shifts
            group: Staffing
            datasets: [extra-shifts]
            narrative: optional
            prompt: What pattern do you see?
            source: Bookings
            requested_by: development-manager
            data_by: development-manager
            narrated_by: practice-manager
          - id: finance
            title: Finance
            group: Finance
            datasets: [budgets]
            narrative: none
            source: Ledger
            requested_by: finance-manager
            data_by: finance-manager
          - id: risks
            title: Risk register
            group: Risk
            datasets: [risk-register]
            scope: directorate
            narrative: none
            due: quarterly
            quarter_month: 2
            source: Risk register
            requested_by: development-manager
            data_by: development-manager
            signed_off_by: director-of-primary-care
        timetable:
          - id: reset
            when: last working day of previous month
            who: development-manager
            what: Publish a new empty pack
          - id: data
            when: day 10
            who: finance-manager
            what: Finance figures are in
          - id: narrate
            when: working day 8
            who: practice-manager
            what: Narratives are complete
            chase: development-manager
            escalate_to: service-director
          - id: sign
            when: working day 10
            who: service-director
            what: Review and sign the pack
        """,
    ACCESS: """
        title: Access
        kind: measures
        source: Appointment system
        owner: development-manager
        cadence: monthly
        licence: Made up
        illustrative: true
        description: Booked appointments. Made-up figures.
        history: 3
        measures:
          - id: booked
            title: Appointments booked
            unit: count
            minimum: 0
          - id: missed
            title: Appointments missed
            unit: percent
            decimals: 1
            better: lower
            target: 5
            thresholds: {board: 6, slt: 8}
            minimum: 0
            maximum: 100
            description: Numerator missed appointments, denominator appointments booked.
        """,
    ACCESS_ROWS: """
        period,service,measure,value,numerator,denominator
        2018-09,cannock-chase,booked,2000,,
        2018-09,cannock-chase,missed,4.5,90,2000
        2018-09,seisdon,booked,1000,,
        2018-09,seisdon,missed,4.1,41,1000
        2018-10,cannock-chase,booked,2100,,
        2018-10,cannock-chase,missed,4.0,84,2100
        2018-10,seisdon,booked,1100,,
        2018-10,seisdon,missed,4.0,44,1100
        2018-11,cannock-chase,booked,2200,,
        2018-11,cannock-chase,missed,3.5,77,2200
        2018-11,seisdon,booked,1200,,
        2018-11,seisdon,missed,3.5,42,1200
        """,
    FEEDBACK: """
        title: Patient feedback
        kind: measures
        source: Patient survey
        owner: development-manager
        illustrative: true
        measures:
          - id: recommend
            title: Would recommend us
            unit: percent
            better: higher
            target: 90
            thresholds: {board: 85, slt: 80}
            minimum: 0
            maximum: 100
        """,
    FEEDBACK_ROWS: """
        period,service,measure,value
        2018-11,cannock-chase,recommend,92
        2018-11,seisdon,recommend,94
        """,
    SHIFTS: """
        title: Extra shifts
        kind: table
        source: Bookings
        owner: development-manager
        illustrative: true
        unit: shifts
        rows:
          cannock-chase: 2
          seisdon: 1
        fields:
          - name: service
            title: Service
            constraints: {required: true}
          - name: day
            title: Day
            constraints: {required: true, enum: [Monday, Tuesday, Wednesday, Thursday, Friday]}
          - name: shifts
            type: integer
            title: Shifts booked
            constraints: {required: true, minimum: 0}
        """,
    SHIFT_ROWS: """
        service,day,shifts
        cannock-chase,Monday,12
        cannock-chase,Friday,14
        seisdon,Monday,11
        """,
    FINANCE: """
        title: Budgets
        kind: finance
        source: Ledger
        owner: finance-manager
        illustrative: true
        unit: GBP thousand
        rounding: 1
        totals: [group, grand-total]
        rows:
          cannock-chase: 3
          seisdon: 2
        """,
    FINANCE_ROWS: """
        service,group,line,order,ytd_budget,ytd_actual,ytd_variance,forecast_budget,forecast_actual,forecast_variance
        cannock-chase,Contracts,GMS,1,100,105,5,200,205,5
        cannock-chase,Contracts,PMS,2,50,45,-5,100,95,-5
        cannock-chase,Premises,Rent,3,30,30,0,60,60,0
        seisdon,Contracts,GMS,1,80,82,2,160,162,2
        seisdon,Premises,Rent,2,20,19,-1,40,40,0
        """,
    FINANCE_TOTALS: """
        service,level,group,order,ytd_budget,ytd_actual,ytd_variance,forecast_budget,forecast_actual,forecast_variance
        cannock-chase,group,Contracts,1,150,150,0,300,300,0
        cannock-chase,group,Premises,2,30,30,0,60,60,0
        cannock-chase,grand-total,,3,180,180,0,360,360,0
        seisdon,group,Contracts,1,80,82,2,160,162,2
        seisdon,group,Premises,2,20,19,-1,40,40,0
        seisdon,grand-total,,3,100,101,1,200,202,2
        """,
    RISKS: """
        title: Risk register
        kind: risks
        source: Risk register
        owner: director-of-primary-care
        illustrative: true
        rows:
          directorate: 2
        bands:
          - {title: Low, minimum: 1, maximum: 4}
          - {title: Medium, minimum: 5, maximum: 10}
          - {title: High, minimum: 12, maximum: 25}
        shown_from: 12
        """,
    RISK_ROWS: """
        ref,title,description,type,stakeholders,inherent_likelihood,inherent_consequence,target_likelihood,target_consequence,residual_likelihood,residual_consequence,owner,lead,trend,opened,updated,mitigations,note
        R1,Workforce,Too few staff to open every day.,operational,Cannock Chase; Seisdon Peninsula,4,4,2,3,4,3,director-of-primary-care,practice-manager,same,2018-08-28,2018-11-15,Recruitment plan | Shared rota,
        R2,Leases,Old leases may end at short notice.,financial,Seisdon Peninsula,3,3,2,2,2,3,director-of-primary-care,practice-manager,down,2018-08-28,2018-11-20,Lease review,
        """,  # noqa: E501
    CANNOCK: """
        ---
        author: manager-cannock
        status: ready
        ---

        ## Summary

        ### What went well

        More patients were seen than in any month of this year, and fewer appointments were missed.

        ### What needs attention

        Mondays stay hard to staff, so we are training two more people for the telephone desk.

        ## Access

        Missed appointments (DNA) fell for the third month because reminders now go out by text.

        ## Patient feedback

        ### You said

        It takes too long to get through by telephone in the morning.

        ### We did

        We opened a second line between eight and ten each morning.

        ### Action plan

        The manager checks waiting times each week until the end of January.

        ## Extra shifts

        Mondays and Fridays needed most of the extra staff.
        """,
    SEISDON: """
        ---
        author: manager-seisdon
        status: ready
        ---

        ## Summary

        ### What went well

        Booked appointments rose again, and patients praised the new reception area in the survey.

        ### What needs attention

        We need one more nurse for the evening clinics and have begun to advertise the post.

        ## Access

        Fewer patients missed an appointment, since we offer more evening appointments than before.

        ## Patient feedback

        ### You said

        You would like to book appointments for the evening online.

        ### We did

        We released half of the evening appointments for online booking.

        ### Action plan

        The manager reviews how they are used at the end of December.

        ## Extra shifts

        Only Mondays needed extra staff.
        """,
}


def minimal() -> dict[str, bytes]:
    """Return the files of the smallest complete, good instance."""
    return {path: plain(text).encode() for path, text in _FILES.items()}


_PLANS = {
    PLANS: """
        title: Delivery plan
        kind: plans
        source: Delivery plan
        owner: director-of-primary-care
        illustrative: true
        unit: GBP thousand
        progress:
          title: title
          group: theme
          planned: planned_saving
          actual: actual_saving
          through_year: true
        rows:
          directorate: 2
          seisdon: 1
        """,
    PLAN_ROWS: """
        id,title,theme,service,baseline,aspiration,measured_by,status,progress,next_step,timescale,responsible,planned_saving,actual_saving,contingency,note
        A1,Online booking,Access,,One practice offers it,All practices offer it,Practices that offer it,on track,Six practices offer it,Train the other two,2019-03-31,practice-manager,,,,
        A2,Shared telephone desk,Access,,No desk,One desk for all,Calls answered in two minutes,behind,Two practices share it,Agree the rota with the third,2018-10-31,director-of-primary-care; practice-manager,120,70,Each practice keeps its own desk,
        A3,Evening clinics,Workforce,seisdon,None,Two a week,Clinics held,complete,Both are held,,September 2018,practice-manager,30,30,,Began in May
        """,  # noqa: E501
}
_PLANS_SECTION = """
          - id: plans
            title: Plans
            group: Plans
            datasets: [plans]
            scope: directorate
            narrative: none
            data_by: development-manager
            signed_off_by: director-of-primary-care
        timetable:
        """


def with_plans() -> dict[str, bytes]:
    """Return the smallest instance with a section of plans for the whole directorate."""
    files = {path: plain(text).encode() for path, text in _PLANS.items()}
    return edited({**minimal(), **files}, PACK, "timetable:\n", plain(_PLANS_SECTION))


def plain(text: str) -> str:
    """Return a text from a test's source without its indentation and first line break."""
    return dedent(text).removeprefix("\n")


def with_file(tree: Files, path: str, text: str | bytes) -> dict[str, bytes]:
    """Return the tree with a file added or replaced; text is dedented, bytes are kept."""
    return {**tree, path: text if isinstance(text, bytes) else plain(text).encode()}


def without_file(tree: Files, path: str) -> dict[str, bytes]:
    """Return the tree without a file that it has."""
    assert path in tree, f"there is no {path} to leave out"
    return {name: data for name, data in tree.items() if name != path}


def edited(tree: Files, path: str, old: str, new: str, count: int = 1) -> dict[str, bytes]:
    """Return the tree with `old` replaced in a file, where it stands exactly `count` times."""
    text = tree[path].decode()
    assert text.count(old) == count, f"{path} has {old!r} {text.count(old)} times, not {count}"
    return {**tree, path: text.replace(old, new).encode()}


def without_line(tree: Files, path: str, containing: str) -> dict[str, bytes]:
    """Return the tree without the one line of a file that contains a text."""
    lines = tree[path].decode().splitlines(keepends=True)
    kept = [line for line in lines if containing not in line]
    gone = len(lines) - len(kept)
    assert gone == 1, f"{path} has {containing!r} in {gone} lines, not in one"
    return {**tree, path: "".join(kept).encode()}


def found(tree: Files, code: str) -> list[Finding]:
    """Return what the rule of a code says when the tree is loaded."""
    return [finding for finding in load_instance(tree)[1] if finding.code == code]


def line_of(tree: Files, path: str, containing: str) -> int:
    """Return the number of the first line of a file that contains a text."""
    lines = tree[path].decode().splitlines()
    return next(n for n, line in enumerate(lines, 1) if containing in line)


FRAMEWORK = "data/datasets/assurance-framework/dataset.yml"
FRAMEWORK_ROWS = "data/datasets/assurance-framework/2018-11.csv"
_FRAMEWORK = {
    FRAMEWORK: """
        title: Assurance framework
        kind: assurance
        source: The board
        owner: director-of-primary-care
        illustrative: true
        """,
    FRAMEWORK_ROWS: """
        id,objective,risks,controls,measures,internal_assurance,external_assurance,gaps,actions,owner
        O1,Open every day,R1; R2,Rota | Lease review,missed,Monthly report,Inspection,No baseline,Take one,director-of-primary-care
        """,  # noqa: E501
}


def with_assurance(tree: Files) -> dict[str, bytes]:
    """Return the tree with an assurance framework beside its register of risks."""
    files = {path: plain(text).encode() for path, text in _FRAMEWORK.items()}
    both = "datasets: [risk-register, assurance-framework]"
    return edited({**tree, **files}, PACK, "datasets: [risk-register]", both)

"""The vocabulary of the invented programme: groups, people, topics, sentences. All of it is made up; knows no randomness.

Slots in braces are filled by `corpus.prose`. «…» is a reference to an action or decision in its canonical spelling; how
it is printed is a matter of style.
"""

GROUPS = (
    ("TMAG", "Testing and Migration Advisory Group"),
    ("DAG", "Design Advisory Group"),
    ("PSG", "Programme Steering Group"),
    ("CCAG", "Cross-Code Advisory Group"),
    ("DWG", "Data Working Group"),
    ("MWG", "Migration Working Group"),
    ("QWG", "Qualification Working Group"),
    ("SITAG", "SIT Advisory Group"),
    ("QAG", "Qualification Advisory Group"),
    ("BPRWG", "Business Process & Requirements Working Group"),
    ("MCAG", "Migration and Cutover Advisory Group"),
    ("SWG", "Security Working Group"),
    ("TDWG", "Technical Design Working Group"),
    ("CDWG", "Code Drafting Working Group"),
)

FIRST_NAMES = (
    "Ada",
    "Bilal",
    "Carys",
    "Dermot",
    "Elspeth",
    "Farid",
    "Greta",
    "Hamish",
    "Imogen",
    "Jonas",
    "Keziah",
    "Lorcan",
    "Maeve",
    "Nikhil",
    "Orla",
    "Piotr",
    "Quentin",
    "Rhian",
    "Sanjeev",
    "Tamsin",
    "Una",
    "Viktor",
    "Winifred",
    "Xanthe",
    "Yusuf",
    "Zara",
    "Anselm",
    "Bronwen",
    "Cormac",
    "Dilys",
)
LAST_NAMES = (
    "Abernethy",
    "Birtwhistle",
    "Colquhoun",
    "Dunnock",
    "Eastlake",
    "Farthing",
    "Gorsebrook",
    "Hollowell",
    "Inglewhite",
    "Jessamine",
    "Kestrelby",
    "Larkrise",
    "Merriweather",
    "Netherby",
    "Ottershaw",
    "Pennyfeather",
    "Quillfeather",
    "Ravensmoor",
    "Silverthorne",
    "Thistlewood",
    "Underhay",
    "Vauxholme",
    "Wintersgill",
    "Yarrowby",
    "Zellwood",
    "Brackenridge",
    "Copperwaite",
    "Dovecote-Hall",
    "O’Garradin",
    "McTavishall",
)

ROLES = (
    "DNO Representative",
    "iDNO Representative",
    "Large Supplier Representative",
    "Medium Supplier Representative",
    "Small Supplier Representative",
    "I&C Supplier Representative",
    "Supplier Agent Representative",
    "Consumer Representative",
    "National Grid ESO",
    "RECCo",
    "DCC",
    "Ofgem (observer)",
)
TEAMS = ("PMO", "SI", "LDP", "PPC", "Design Team", "Test Architect", "Migration Lead", "Comms")
ORGANISATIONS = ("Programme", "Elexon", "Ofgem", "RECCo", "DCC", "Helix")
VENUES = (
    "Virtual – MS Teams",
    "MS Teams",
    "Virtual",
    "Hybrid: MS Teams and 4 Exchange Yard, London",
    "Microsoft Teams (virtual)",
)

TOPICS = (
    ("Data quality", "the data quality exceptions", "data cleansing of MPAN and MSN records"),
    ("MWG update", "the migration principles", "the scoring of the migration approach"),
    ("Working group plan", "the working group plan", "dependencies between working group deliverables"),
    ("Programme re-plan", "the re-plan baseline", "the critical path to M10"),
    ("Interface specifications", "the interface specifications", "the DIP message formats"),
    ("Qualification approach", "the qualification approach and plan", "evidence for Qualification Testing"),
    ("SIT readiness", "the SIT entry criteria", "the readiness of PIT exit reports"),
    ("Test data strategy", "the Test Data Strategy", "synthetic consumption data for half-hourly meters"),
    ("Unmetered supplies", "the UMS transition design", "unmetered inventories held by the UMSDS"),
    ("Cutover planning", "the cutover and rollback plan", "the freeze before first migration"),
    ("Consequential change", "the consequential change tracker", "changes to DTN flows that are outside the core design"),
    ("Security", "the security assurance framework", "penetration testing of participant gateways"),
    ("Non-functional testing", "the NFT scenarios", "peak message volumes on the DIP"),
    ("Code drafting", "the draft code text", "REC and BSC legal text for transition"),
    ("Change control", "the change request log", "impact assessment windows"),
    ("E2E sandbox", "the E2E sandbox design", "access of programme participants to the sandbox"),
    ("Registration services", "the registration service design", "SMRS and ERDS alignment"),
    ("Load shaping", "the load shaping methodology", "default load shapes for estimated readings"),
    ("Smart meter rollout", "the smart meter coverage figures", "meters that cannot be read remotely"),
    ("Settlement timetable", "the settlement timetable", "the shorter reconciliation runs"),
    ("Reporting and assurance", "the IPA assurance report", "open assurance findings"),
    ("Stakeholder engagement", "the engagement plan", "attendance at open days & drop-in sessions"),
    ("Environment strategy", "the environment strategy", "shared environments during UIT"),
    ("Defect management", "the defect management process", "severity levels and triage"),
    ("Volume allocation", "the VAS processing rules", "GSP group correction factors"),
    ("Governance", "the terms of reference", "quoracy and decision making"),
    ("Risk review", "the top programme risks", "R044 and the planned mitigations"),
    ("Export MPANs", "the export MPAN guidance", "linked import and export MPxNs"),
    ("Go/no-go criteria", "the go/no-go criteria", "the M10 decision"),
    ("Knowledge transfer", "the knowledge transfer sessions", "R&D trials run before the programme"),
)

ACTION_TEXTS = (
    "Share {thing} with {g} members",
    "Circulate {thing} to members ahead of the next {g}",
    "Review {thing} and provide comments to the Programme PMO",
    "Provide further detail on {matter}",
    "Provide written feedback to the Programme on {matter} (including any concerns about timescales)",
    "Confirm whether {matter} will affect {org} and report back to {g}",
    "Consult constituents on {matter}",
    "Meet to discuss {matter} and bring a joint view to {g}",
    "Update {thing} to reflect {g} feedback",
    "Develop a schedule of deliverables for {topic_lower}, outlining the dependencies between groups",
    "Raise a change request to amend {thing}",
    "Add {matter} to the forward agenda",
    "Publish {thing} on the Collaboration Base",
    "Arrange a session with {role}s on {matter}",
    "Assess the impact of {change} on {thing}",
    "Write to Ofgem to set out the position on {matter}",
    "Consider whether {thing} should be escalated to PSG",
    "Clarify the wording of {thing}: section {n} in particular",
    "Provide further detail on {matter}. To enable {g} members to confirm the assumption that programme participants have "
    "their own arrangements in place, the paper should set out the options, their costs and the parties affected.",
    "Issue a Programme Participant Information Request on {matter}, with responses to be returned within {n} working days "
    "and a summary of the responses presented to {g}",
)
ACTION_NOTES = (
    " (Note that action {other} still stands.)",
    " (See also action {other}.)",
    " – this follows from {change}",
)

NEUTRAL_SENTENCES = (
    "The Programme presented {thing} and invited comments from members.",
    "The Programme provided an overview of {matter}.",
    "Members raised several questions about {matter}.",
    "{role} queried how {matter} would be handled in practice.",
    "Ofgem queried whether {thing} would be ready in time for M10.",
    "The Chair thanked members for their input on {thing}.",
    "The Programme explained that {matter} had been discussed at {other_g} the week before.",
    "It was highlighted that {change} may change {thing}.",
    "{role} highlighted a dependency between {matter} and {thing2}.",
    "The SI described the planned approach in more detail, including the assumptions made about {matter2}.",
    "A full description will be given in the full meeting minutes.",
    "Members were reminded that responses to the consultation on {thing} are due in {n} working days.",
    "The discussion covered the costs to smaller suppliers, the effect on consumers and the time needed for testing.",
    "Some members felt that the proposed dates were too soon; others were content with them.",
    "The Programme will provide the data but not the means to inject it into participants’ systems.",
    "The LDP gave an update on {thing} and said that {pct}% of participants had responded.",
    "{person} asked for more information on {matter}, e.g. on the number of MPANs affected.",
)
BULLET_LEADS = ("Members noted issues with:", "The following points were raised:", "Feedback included:", "Key points:")
BULLETS = (
    "The link between meter serial numbers (MSNs) and device identifiers is not always recorded",
    "Proposed dates for {matter} are too soon for some participants",
    "Testing scope related to MPxNs should be made clear (given {change} and related activities)",
    "More detail is needed on {thing}",
    "Smaller suppliers may not have resource for {matter}",
    "The dependency on {other_g} should be shown in the plan",
    "Costs were not included in {thing}",
    "A fall-back is needed if {matter} is late: this should be agreed before SIT",
)
NESTED_BULLETS = (
    "in particular where sites are unmetered",
    "for export MPANs as well as import",
    "both before and after cutover",
)

DECISIONS = (
    ("approved", "The {g} approved {thing}."),
    ("approved", "{g} members approved {change} for implementation."),
    ("agreed", "The group agreed that {matter} would be covered in a separate session."),
    ("agreed", "The {g} agreed to adopt {thing} with the amendments proposed by {role}."),
    ("endorsed", "The {g} endorsed {thing}."),
    ("recommended", "The {g} recommended that PSG approve {thing}."),
    ("rejected", "The {g} rejected {change} because its costs were not understood."),
    ("deferred", "The {g} deferred the decision on {thing} until the next meeting."),
    ("baselined", "The {g} baselined {thing}."),
    ("conditionally approved", "The {g} conditionally approved {thing}, subject to a final review by the SI."),
    ("no disagreement", "There was no disagreement with {thing} as presented."),
    ("no objection", "Members had no objection to {thing} being published."),
)
NON_DECISIONS = (
    "The Programme asked whether the group would be content to approve {thing} at the next meeting.",
    "The Programme proposed that {thing} be agreed by correspondence.",
    "The Chair reported that {other_g} had approved {thing2} the week before.",
    "Members will be asked to endorse {thing} in due course.",
    "{role} asked who had agreed the timescales for {matter}.",
)
TABLE_DECISIONS = (
    "Approve {thing}",
    "{thing_cap} was approved as presented",
    "Agreed that {matter} will be handled through the change process",
    "Endorsed {thing} for submission to PSG",
    "{change} rejected: costs not understood",
    "Baseline {thing} at version {n}.0, subject to the comments raised by {role}",
)

RAID_TEXTS = {
    "risk": (
        "There is a risk that {matter} is not completed before SIT begins, which would delay M10",
        "Risk that participants do not have resource for {matter}",
    ),
    "assumption": (
        "It is assumed that {matter} stays within the agreed scope",
        "Participants will use {thing} as published",
    ),
    "issue": (
        "Late issue of {thing} left members {n} working days to review it",
        "Conflicting guidance on {matter}",
    ),
    "dependency": (
        "Completion of {thing} depends on {other_g}",
        "Dependency on {change} being implemented in the next release",
    ),
}
CHANGES = (
    "BSC CP1558",
    "REC CP R00332",
    "CR018",
    "CR024",
    "BSC P413",
    "REC CP R0044",
    "CR031",
    "DCUSA DCP400",
    "MHHS-DEL2794",
)

UPDATES: dict[str, tuple[str, ...]] = {
    "open": (
        "Open",
        "Ongoing",
        "In progress",
        "Carried forward",
        "Outstanding",
        "Action still stands",
        "Pending",
        "OPEN – awaiting response from {org}",
        "In progress. A draft will be brought to the next {g}",
        "Ongoing: to be circulated once {org} has commented",
        "Carried forward to the next meeting",
        "Work continues; remains open",
    ),
    "proposed close": (
        "Propose to close",
        "Recommend close",
        "Pending review",
        "Recommended for closure – guidance now available",
        "Proposed to be closed at the next {g}",
    ),
    "closed": (
        "Closed",
        "Complete",
        "Completed",
        "Done",
        "Action closed",
        "CLOSED",
        "No further action required",
        "Closed – response published on the Collaboration Base",
        "Completed on {date}. No further action required",
        "Complete: discussed with {role}",
    ),
    "delivered": (
        "Attached with {g} Headline Report",
        "Attached with {g} Headline report",
        "Shared with members on {date}",
        "Circulated to members",
        "Published on the Collaboration Base on {date}",
    ),
    "moved": (
        "Deferred to {g} {next2}",
        "Escalated to PSG",
        "Transferred to {other_g}",
        "Agenda item {n}",
        "Superseded by {other}",
    ),
    "unknown": ("", "", "", "In the full minutes", "-", "–"),
    "reopened": ("Re-opened following member feedback", "Reopened – further evidence requested", "Re-opened"),
}

PROSE_MENTIONS = {
    "open": (
        "Action {ref} still stands.",
        "The Programme reported that action {ref} remains open.",
        "Members noted that action {ref} is ongoing.",
    ),
    "closed": (
        "The Chair confirmed that action {ref} is closed.",
        "Members were content that action {ref} is complete and can be closed.",
    ),
    "unknown": (
        "The Programme invited feedback on action {ref}.",
        "Members were asked to consider this together with action {ref}.",
    ),
}

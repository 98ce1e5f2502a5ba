"""The checks of report 63/BC-VPUBND as rules; what each is about in words stands in `resources/checks_2021.csv`."""

from __future__ import annotations

from opendata.statistics import rules
from opendata.statistics.facts import Facts

_CENTRE = "one_stop_centre"
_STAFF = "org_staff"
_FLOW = "document_flow"
_PORTAL = "portal_publication"

_KINDS = " + ".join(
    f"{_FLOW}.issued_{kind}"
    for kind in (
        "legal_decisions", "directives", "administrative_decisions", "reports", "official_letters",
        "conclusion_notices",
    )
)  # fmt: skip


def _targets_missed(facts: Facts) -> rules.Finding:
    missed = sum(
        1
        for (year, _number), target in facts.targets.items()
        if year == 2021 and target["assessment"] == "Không đạt"
    )
    is_stated = missed == facts.value("annual_targets.targets_not_met")
    return rules.Finding(rules.OK if is_stated else "inconsistent", str(missed))


def _score_rose(facts: Facts) -> rules.Finding:
    rise = facts.value("indices.pci_score") - facts.value("indices.pci_score.previous")
    is_better = facts.value("indices.pci_rank") < facts.value("indices.pci_rank.previous")
    return rules.Finding(rules.OK if rise > 0 and is_better else "inconsistent", rules.plain(rise))


def _overdue(facts: Facts) -> str:
    late, paper = (
        facts.value(f"{_CENTRE}.results_overdue"),
        facts.value(f"{_CENTRE}.results_overdue_on_paper"),
    )
    return f"{rules.plain(late)} (hoặc {rules.plain(paper)}) hồ sơ quá hạn" if late > 0 else ""


def _late_arrivals(facts: Facts) -> str:
    text = facts.statements.get("late_arrivals", "")
    return "còn đi muộn, về sớm" if "đi muộn" in text else ""


def _only_proposed(facts: Facts) -> str:
    return "mới đề nghị công nhận" if facts.targets[(2021, 8)]["result_vi"].startswith("Đã đề nghị") else ""


def _feedback(facts: Facts) -> rules.Finding:
    here, there = facts.value(f"{_CENTRE}.feedback_received"), facts.value("petitions.proposals_feedback")
    unhappy = facts.value(f"{_CENTRE}.dissatisfied_share")
    is_odd = here == 0 and (there > 0 or unhappy > 0)
    return rules.Finding("ambiguous" if is_odd else rules.OK, rules.plain(here))


def _ranks_alike(facts: Facts) -> rules.Finding:
    pairs = [
        (facts.value(f"indices.{name}_rank_office"), facts.value(f"indices.{name}_rank_office_change"))
        for name in ("ddci", "par")
    ]
    rank, change = pairs[0]
    verdict = "suspicious" if pairs[0] == pairs[1] else rules.OK
    return rules.Finding(verdict, f"{rules.plain(rank)}; {rules.plain(change)}")


RULES: dict[str, rules.Rule] = {
    "K01": rules.equals(
        f"{_STAFF}.staff_civil_servants + {_STAFF}.staff_public_employees + {_STAFF}.staff_contract",
        f"{_STAFF}.staff_total",
    ),
    "K02": rules.equals(
        f"{_STAFF}.party_committee_members_term_start - {_STAFF}.party_committee_members_transferred",
        f"{_STAFF}.party_committee_members",
    ),
    "K03": rules.share(
        f"{_FLOW}.incoming_change / ({_FLOW}.incoming - {_FLOW}.incoming_change)", f"{_FLOW}.incoming_change_pct"
    ),
    "K04": rules.share(
        f"{_FLOW}.incoming_to_process_change / ({_FLOW}.incoming_to_process - {_FLOW}.incoming_to_process_change)",
        f"{_FLOW}.incoming_to_process_change_pct",
    ),
    "K05": rules.covers(_KINDS, f"{_FLOW}.issued"),
    "K06": rules.equals(
        "petitions.complaints + petitions.denunciations + petitions.proposals_feedback", "petitions.received"
    ),
    "K07": rules.equals(
        "administrative_procedures.provincial + administrative_procedures.district + administrative_procedures.commune",
        "administrative_procedures.total",
    ),
    "K08": rules.share(
        f"{_CENTRE}.dossiers_received_change / ({_CENTRE}.dossiers_received - {_CENTRE}.dossiers_received_change)",
        f"{_CENTRE}.dossiers_received_change_pct",
    ),
    "K09": rules.share(
        f"{_CENTRE}.dossiers_online / {_CENTRE}.dossiers_received", f"{_CENTRE}.dossiers_online_share"
    ),
    "K10": rules.share(
        f"{_CENTRE}.dossiers_by_post / {_CENTRE}.dossiers_received", f"{_CENTRE}.dossiers_by_post_share"
    ),
    "K11": rules.equals(
        f"{_CENTRE}.results_early + {_CENTRE}.results_on_time + {_CENTRE}.results_overdue",
        f"{_CENTRE}.results_returned",
    ),
    "K12": rules.share(
        f"{_CENTRE}.results_early / {_CENTRE}.results_returned", f"{_CENTRE}.results_early_share"
    ),
    "K13": rules.share(
        f"{_CENTRE}.results_on_time / {_CENTRE}.results_returned", f"{_CENTRE}.results_on_time_share"
    ),
    "K14": rules.share(
        f"{_CENTRE}.results_overdue / {_CENTRE}.results_returned", f"{_CENTRE}.results_overdue_share"
    ),
    "K15": rules.shares_sum(
        [f"{_CENTRE}.results_{kind}_share" for kind in ("early", "on_time", "overdue")],
        parts=[f"{_CENTRE}.results_{kind}" for kind in ("early", "on_time", "overdue")],
        whole=f"{_CENTRE}.results_returned",
    ),
    "K16": rules.equals(
        f"{_CENTRE}.results_overdue_system_only + {_CENTRE}.results_overdue_on_paper",
        f"{_CENTRE}.results_overdue",
    ),
    "K17": rules.share(
        f"{_CENTRE}.results_overdue_on_paper / {_CENTRE}.results_returned",
        f"{_CENTRE}.results_overdue_on_paper_share",
    ),
    "K18": rules.share(
        f"{_CENTRE}.results_by_public_post / {_CENTRE}.results_returned",
        f"{_CENTRE}.results_by_public_post_share",
    ),
    "K19": rules.equals(
        f"{_CENTRE}.guidance_in_person + {_CENTRE}.guidance_hotline", f"{_CENTRE}.guidance_total"
    ),
    "K20": rules.shares_sum([f"{_CENTRE}.satisfied_share", f"{_CENTRE}.dissatisfied_share"]),
    "K21": _targets_missed,
    "K22": _score_rose,
    "P01": rules.share(f"{_STAFF}.staff_female / {_STAFF}.staff_total", f"{_STAFF}.staff_female_share"),
    "P02": rules.base_of_share(
        f"{_STAFF}.staff_ethnic_minority_share", f"{_STAFF}.staff_ethnic_minority",
        base=f"{_STAFF}.staff_total",
        named_base=f"{_STAFF}.staff_civil_servants + {_STAFF}.staff_public_employees",
    ),
    "P03": rules.remainder_stated(
        f"{_CENTRE}.dossiers_received + {_CENTRE}.dossiers_carried_over - {_CENTRE}.results_returned",
        f"{_CENTRE}.closing_stock", "ambiguous",
        or_formula=f"{_CENTRE}.dossiers_received - {_CENTRE}.results_returned",
    ),
    "P04": rules.remainder_stated(
        f"{_CENTRE}.dossiers_received - {_CENTRE}.dossiers_online - {_CENTRE}.dossiers_by_post",
        f"{_CENTRE}.dossiers_direct", "incomplete",
    ),
    "P05": rules.unit_undecided(
        [f"{_CENTRE}.results_early_share_change", f"{_CENTRE}.results_overdue_share_change"]
    ),
    "P06": rules.percent_for_points(
        [f"{_CENTRE}.satisfied_share_change", f"{_CENTRE}.dissatisfied_share_change"]
    ),
    "P07": rules.same_value(f"{_CENTRE}.dossiers_carried_over_change", f"{_CENTRE}.results_overdue"),
    "P08": rules.target_holds(5, _overdue),
    "P09": rules.unequal(
        f"{_CENTRE}.results_overdue", f"{_CENTRE}.results_overdue_on_paper", "ambiguous"
    ),
    "P10": rules.target_holds(4, _late_arrivals),
    "P11": rules.target_holds(8, _only_proposed, "weak_evidence"),
    "P12": rules.printed_with("indices.par_score_office", r"[0-9]+\.[0-9]{1,2}(?= điểm)", "format_error"),
    "P13": _ranks_alike,
    "P14": rules.headcount_above("annual_targets.t01_result_excellent", f"{_STAFF}.staff_total"),
    "P15": rules.exact_with_qualifier(
        [f"{_FLOW}.incoming", f"{_FLOW}.incoming_to_process", f"{_FLOW}.issued"]
    ),
    "P16": rules.coverage(f"{_PORTAL}.conclusion_notices", f"{_FLOW}.issued_conclusion_notices"),
    "P17": rules.coverage(
        f"{_PORTAL}.directive_documents",
        f"{_FLOW}.issued_directives + {_FLOW}.issued_administrative_decisions + {_FLOW}.issued_official_letters",
    ),
    "P18": rules.same_value(
        f"{_FLOW}.issued_legal_decisions", f"{_PORTAL}.legal_documents", f"{_PORTAL}.land_price_documents"
    ),
    "P19": rules.same_value(
        "administrative_procedures.announcement_decisions", f"{_PORTAL}.draft_legal_documents_for_comment",
        f"{_PORTAL}.gazette_issues",
    ),
    "P20": rules.unequal(
        "peoples_council.submitted_resolutions", f"{_PORTAL}.council_resolutions", "ambiguous"
    ),
    "P21": _feedback,
    "P22": rules.missing(f"{_PORTAL}.qa_questions", [f"{_PORTAL}.qa_answered", f"{_PORTAL}.qa_overdue"]),
    "P23": rules.both_positive(
        "citizen_reception.citizens", "citizen_reception.group_delegation_people", "ambiguous"
    ),
    "P24": rules.said_together(
        ("restructuring_done", "cơ bản đã hoàn thành"), ("restructuring_task", "hoàn thiện đề án"),
        verdict="contradiction",
    ),
    "P25": rules.said_together(
        ("duty_portal", "đầu mối"), ("portal_merged", "sáp nhập"), verdict="ambiguous"
    ),
    "P26": rules.old_year("annual_targets.public_investment_disbursement_goal", "2021"),
    "P27": rules.reworded(3),
    "P28": rules.misspelt(
        [
            "Công Thông tin điện tử", "Phần đầu", "Phân đầu", "chuyên xử lý", "các các", "tất các", "tâm cồn bãi",
            "Monduliri", "/BC-V PUBND", "(01 CV)",
        ]
    ),
    "P29": rules.brackets_closed("issued_documents"),
    "P30": rules.two_wordings("so với năm 2020", "so với cùng kỳ năm 2020"),
}  # fmt: skip

"""The lines of the catalogue that are a learner's code. What is attacked otherwise has tests of its own: see `ELSEWHERE`."""

from tests.attacks.attack import Attack
from tests.attacks.catalogue import escaping, exhausting, forging, forging_frames, reaching, reading

ATTACKS: tuple[Attack, ...] = (
    *forging.ATTACKS,
    *forging_frames.ATTACKS,
    *reading.ATTACKS,
    *exhausting.ATTACKS,
    *reaching.ATTACKS,
    *escaping.ATTACKS,
)
# Line of the catalogue: file in this folder, and its test.
ELSEWHERE = {
    27: ("test_memory.py", "test_27_an_answer_that_is_hard_coded_is_right_for_one_grading_alone"),
    31: ("test_memory.py", "test_31_no_earlier_learners_code_is_found_in_memory"),
    39: ("test_through_the_web.py", "test_what_learners_are_shown"),
    60: ("test_through_the_web.py", "test_60_a_source_that_is_too_long_is_refused_before_it_is_a_row"),
    76: ("test_memory.py", "test_76_and_77_what_one_submission_leaves_no_other_finds"),
    77: ("test_memory.py", "test_76_and_77_what_one_submission_leaves_no_other_finds"),
    79: ("test_supervisor.py", "test_79_a_job_whose_boxes_are_killed_is_graded_again"),
    80: ("test_supervisor.py", "test_80_with_the_judge_everything_below_it_ends"),
    82: ("test_through_the_web.py", "test_what_learners_are_shown"),
    83: ("test_through_the_web.py", "test_what_learners_are_shown"),
    84: ("test_checks_side.py", "test_84_hostile_checks_are_kept_in_and_are_the_authors_fault"),
}

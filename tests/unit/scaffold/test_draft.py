"""What a new plugin is called."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vae_studio.api import Kind, PluginError
from vae_studio.scaffold import Draft
from vae_studio.scaffold.draft import name_problem

NAMES = {
    (Kind.PRIOR, "student_t"): ("vae-studio-student-t-prior", "prior", "Student t"),
    (Kind.PRIOR, "my_prior"): ("vae-studio-my-prior", "prior", "My prior"),
    (Kind.KL_STRATEGY, "free_bits"): ("vae-studio-free-bits-kl", "strategy", "Free bits"),
    (Kind.ENCODER, "encoder"): ("vae-studio-encoder", "encoder", "Encoder"),
    (Kind.DECODER, "a__b_"): ("vae-studio-a-b-decoder", "decoder", "A  b"),
}


@pytest.mark.parametrize(("given_words", "expected"), NAMES.items(), ids=str)
def test_that_names_follow_from_kind_and_name(given_words, expected):
    draft = Draft(*given_words)
    assert (draft.distribution, draft.module, draft.label) == expected
    assert draft.package == draft.distribution.replace("-", "_")


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("", "'student_t'"),
        ("My Prior", "'my_prior'"),
        ("2nd", "'nd'"),
        ("größe", "'gr_e'"),
        ("class", "'class_plugin'"),
        ("é", "'student_t'"),
    ],
)
def test_that_a_name_that_cannot_be_is_answered_with_one_that_can(name, remedy):
    with pytest.raises(PluginError) as caught:
        Draft(Kind.PRIOR, name)
    assert remedy in caught.value.remedy


def test_that_a_name_too_long_for_a_folder_is_refused():
    with pytest.raises(PluginError, match="too long"):
        Draft(Kind.PRIOR, "a" * 41)


@given(st.text(max_size=45))
@example("IN")
def test_that_every_name_is_either_an_identifier_or_refused_with_a_usable_example(name):
    problem = name_problem(name)
    if problem is None:
        assert re.fullmatch("[a-z][a-z0-9_]{0,39}", name)
        return
    suggestion = re.search("'([a-z0-9_]+)'", problem.remedy)
    assert suggestion is None or name_problem(suggestion[1]) is None

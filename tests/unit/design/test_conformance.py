"""Our macros give what govuk-frontend gives."""

from tests.unit.design import conformance

# Never to be lowered: an upgrade that breaks a macro is mended under design/jinja2/mended_govuk/.
AT_LEAST = 725
USED = {
    "back-link",
    "breadcrumbs",
    "button",
    "character-count",
    "checkboxes",
    "date-input",
    "details",
    "error-message",
    "error-summary",
    "fieldset",
    "file-upload",
    "hint",
    "input",
    "inset-text",
    "label",
    "notification-banner",
    "pagination",
    "panel",
    "password-input",
    "radios",
    "select",
    "service-navigation",
    "skip-link",
    "summary-list",
    "table",
    "tag",
    "textarea",
    "warning-text",
}


def test_macros_agree_with_the_fixtures_of_govuk_frontend(capsys):
    total = sum(len(cases) for cases in conformance.fixtures().values())
    differing = conformance.failures()
    agreeing = total - sum(len(names) for names in differing.values())
    with capsys.disabled():
        print(f"\ngovuk-frontend fixtures: {agreeing}/{total} agree")

    assert total == 725
    assert agreeing >= AT_LEAST, differing
    assert not USED & differing.keys(), differing


def test_the_comparison_sees_a_difference():
    case = {"options": {"text": "Save"}, "html": '<button type="submit" class="govuk-button">Save</button>'}

    assert not conformance.agrees("button", case)


def test_order_of_attributes_and_white_space_do_not_count():
    one, other = '<a  class="b a" href="#">\n x </a>', '<a href="#" class="a b">x</a>'

    assert conformance.canonical(one) == conformance.canonical(other)


def test_white_space_in_a_textarea_counts():
    assert conformance.canonical("<textarea>a\n b</textarea>") != conformance.canonical("<textarea>a\nb</textarea>")


def test_the_crown_is_drawn_nowhere():
    assert "<path" not in conformance.render("header", {}).split("</svg>")[0]

"""Plots in a real browser: drawn from their tables, read by keyboard and pointer, and drawn anew when the window changes."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.sample import publish_sample
from tests.web.ledgers import live
from tutor import services
from tutor.models import Review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLIDER = "#{} [role=slider]"


@pytest.fixture
def opened(page, live_server, client):
    """Opens a page of the statistics of somebody who has learned for twelve days."""
    publish_sample()
    learner = services.begin_as_guest(zone="UTC", now=timezone.now())
    live(learner, 60, timezone.now())
    Review.objects.update(predicted_recall=0.9)
    client.force_login(learner)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])

    def go(where: str):
        page.goto(live_server.url + where)
        page.locator("loci-plot svg").first.wait_for()
        return page

    return go


def test_arrow_keys_go_through_a_plot_and_say_each_row(opened) -> None:
    page = opened("/statistics/")
    slider = page.locator(SLIDER.format("calendar"))
    slider.focus()
    assert slider.get_attribute("aria-valuetext").startswith("today, xp")
    rows = int(slider.get_attribute("aria-valuemax"))
    assert int(slider.get_attribute("aria-valuenow")) == rows == page.locator("#calendar-table tbody tr").count()
    page.keyboard.press("ArrowUp")
    assert int(slider.get_attribute("aria-valuenow")) == rows - 1
    page.keyboard.press("ArrowLeft")
    assert int(slider.get_attribute("aria-valuenow")) == rows - 8
    page.keyboard.press("Home")
    said = slider.get_attribute("aria-valuetext")
    assert said.startswith(page.locator("#calendar-table tbody td").first.text_content())
    assert page.locator("#calendar .plot-said").text_content() == said
    assert page.locator("#calendar .plot-cursor").is_visible()


def test_a_pointer_reads_the_row_under_it(opened) -> None:
    page = opened("/statistics/")
    slider = page.locator(SLIDER.format("weeks"))
    box = slider.bounding_box()
    slider.hover(position={"x": box["width"] - 8, "y": box["height"] / 2})
    assert page.locator("#weeks .plot-said").text_content() == slider.get_attribute("aria-valuetext")
    assert int(slider.get_attribute("aria-valuenow")) == 53


@pytest.mark.parametrize("where", ["/statistics/", "/statistics/memory/", "/statistics/understanding/"])
def test_each_plot_fits_a_phone_and_a_desk_and_has_its_table(opened, where: str) -> None:
    page = opened(where)
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_function("""() => [...document.querySelectorAll('loci-plot')].every((plot) => {
            const svg = plot.querySelector('svg');
            const room = plot.querySelector('.plot-stage').clientWidth;
            return svg && svg.width.baseVal.value <= room && svg.width.baseVal.value >= Math.min(500, room - 1);
        })""")
    for plot in page.locator("loci-plot").all():
        name = plot.get_attribute("data-plot")
        table = page.locator(f"#{name}-table")
        assert not table.is_visible()
        page.locator(f"#{name} summary").press("Enter")
        assert table.is_visible()
        assert page.locator(f"#{name} loci-plot svg").get_attribute("aria-hidden") == "true"
        assert page.locator(f"#{name} loci-plot svg").evaluate("svg => svg.querySelectorAll('style, [style]').length") == 0

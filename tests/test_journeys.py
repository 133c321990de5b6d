"""Journeys in a real browser: what a person does with the app, from the question to the page that answers it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def address(archive_home: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "cli", "serve", "--no-open", "--port", str(port), "--home", str(archive_home)]
    server = subprocess.Popen(command, env=os.environ | {"KB_TODAY": "2023-06-01"}, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)
        with socket.socket() as gone:
            assert gone.connect_ex(("127.0.0.1", port)) != 0, "the server outlived the command that started it"


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(120):
        assert server.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"no answer from {url}")


@pytest.fixture
def browser_page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        yield page
        browser.close()


def test_a_member_searches_and_opens_the_page_with_the_row_outlined(address: str, browser_page: Page) -> None:
    elsewhere: list[str] = []
    browser_page.on(
        "request",
        lambda request: None if request.url.startswith((address, "data:", "blob:")) else elsewhere.append(request.url),
    )
    browser_page.goto(address)
    box = browser_page.get_by_label("Search the reports")
    expect(box).to_be_visible(timeout=30_000)
    _press_until_focused(browser_page, box)
    box.fill("test stubs")
    box.press("Enter")
    expect(browser_page.get_by_text("2 items")).to_be_visible(timeout=20_000)
    assert "q=test" in browser_page.url
    expect(browser_page.locator("mark", has_text="stubs").first).to_be_visible()
    browser_page.get_by_role("link", name="Page 2").first.click()
    expect(browser_page.get_by_role("heading", name="TMAG 006")).to_be_visible(timeout=20_000)
    picture = browser_page.get_by_alt_text("with the chosen row outlined")
    expect(picture).to_be_visible(timeout=20_000)
    assert elsewhere == [], "the app asked another machine for something"


def _press_until_focused(page: Page, box: Locator) -> None:
    """`/` works once the page has loaded all of its parts: on a busy machine some time after the box is seen."""
    for _attempt in range(40):
        page.keyboard.press("/")
        if box.evaluate("box => box === document.activeElement"):
            return
        page.wait_for_timeout(250)
    expect(box).to_be_focused()


def test_a_link_sent_to_a_colleague_shows_the_same(address: str, browser_page: Page) -> None:
    browser_page.goto(f"{address}/?q=migration&sort=oldest&kind=action")
    expect(browser_page.get_by_role("button", name="kind: action")).to_be_visible(timeout=30_000)
    expect(browser_page.get_by_label("Search the reports")).to_have_value("migration")


def test_a_click_on_a_row_opens_it_and_back_leads_to_the_list_as_it_was(address: str, browser_page: Page) -> None:
    browser_page.goto(f"{address}/quality?p_severity=warning")
    _click_cell(browser_page, row=1)
    browser_page.wait_for_url("**/report?report=*&page=*", timeout=20_000)
    expect(browser_page).to_have_title(re.compile("^MWG.*· Headline reports$"))
    browser_page.go_back()
    expect(browser_page).to_have_title("Quality · Headline reports", timeout=20_000)
    assert browser_page.url == f"{address}/quality?p_severity=warning"


def test_sorting_a_list_opens_nothing(address: str, browser_page: Page) -> None:
    browser_page.goto(f"{address}/meetings")
    _click_cell(browser_page, row=0)
    browser_page.wait_for_timeout(1_500)
    expect(browser_page.get_by_role("heading", name="Meetings")).to_be_visible()
    assert browser_page.url == f"{address}/meetings"


def test_back_takes_back_what_was_chosen_last(address: str, browser_page: Page) -> None:
    browser_page.goto(f"{address}/?q=migration")
    browser_page.get_by_text("Newest", exact=True).click(timeout=30_000)
    browser_page.wait_for_url("**/?q=migration&sort=newest", timeout=20_000)
    browser_page.go_back()
    expect(browser_page.get_by_role("radio", name="Relevance")).to_be_checked(timeout=20_000)
    assert browser_page.url == f"{address}/?q=migration"


def _click_cell(page: Page, *, row: int) -> None:
    """Click into the second column of a list, as one does to open a row; row 0 has the titles."""
    table = page.get_by_test_id("stDataFrame").first
    expect(table).to_be_visible(timeout=30_000)
    page.wait_for_timeout(500)  # the table takes its width when it has been drawn
    table.click(position={"x": 120, "y": 35 * row + 17})


def test_the_original_pdf_is_served_as_it_was_taken_in(address: str, archive_home: Path) -> None:
    kept = next((archive_home / "library").glob("*/*.pdf"))
    with urllib.request.urlopen(f"{address}/reports/{kept.stem}.pdf") as answer:
        assert answer.read() == kept.read_bytes()
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["0" * 64, "..%2F..%2Fkb.sqlite", "x"])
def test_no_other_file_is_served(address: str, name: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match=r"40[04]"):
        urllib.request.urlopen(f"{address}/reports/{name}.pdf")

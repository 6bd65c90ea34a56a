#!/usr/bin/env python3
"""Open the demo's report in a real browser and use it as a reader would.

usage: pages.py PATH/TO/tenet
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

TENET = str(Path(sys.argv[1]).resolve())


def browser(folder):
    options = webdriver.ChromeOptions()
    for flag in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
                 "--disable-background-networking", "--disable-component-update", f"--user-data-dir={folder}/profile"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def look(page, driver):
    text = page.read_text()
    for outside in ("<script", "http://", "https://", "<link", "@import", "<img"):
        found = [line.strip()[:80] for line in text.splitlines() if outside in line]
        found = [line for line in found if "www.w3.org" not in line]
        assert not found, f"the page is not self-contained: {outside} in {found[0]}"

    for width in (400, 1000):
        driver.set_window_size(width, 900)
        driver.get(page.as_uri())
        # Headless windows have a smallest width, so hold the page to the width it really has.
        inner, needed = driver.execute_script("return [window.innerWidth, document.documentElement.scrollWidth]")
        assert needed <= inner, f"at {inner} pixels the page needs {needed}"
        heading = driver.find_element(By.CSS_SELECTOR, "h1")
        assert heading.is_displayed() and heading.text.strip(), "no headline"

    folds = driver.find_elements(By.CSS_SELECTOR, "details > summary")
    assert folds, "details are not folded"
    inside = folds[0].find_element(By.XPATH, "../*[2]")
    assert not inside.is_displayed(), "a fold is open from the start"
    folds[0].click()
    assert inside.is_displayed(), "a fold does not open"
    charts = driver.find_elements(By.CSS_SELECTOR, "svg")
    assert charts and all(chart.size["width"] > 100 for chart in charts if chart.is_displayed()), "charts do not show"
    assert "retention_offer" in driver.find_element(By.TAG_NAME, "body").text, "the leak is not told"
    errors = [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    assert not errors, errors


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        subprocess.run([TENET, "demo", "demo"], cwd=name, check=True, capture_output=True)
        driver = browser(name)
        try:
            look(Path(name) / "demo" / "report.html", driver)
        finally:
            driver.quit()
    print("the report reads well at 400 and 1,000 pixels, folds open, nothing is loaded from outside")

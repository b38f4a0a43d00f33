"""What an executed notebook shows is a map that runs, and runs apart from the notebook."""

from notebooks import outputs


def test_the_map_of_an_executed_notebook_runs_in_an_origin_of_its_own(chromium, tmp_path):
    (output,) = outputs(tmp_path)
    file = tmp_path / "output.html"
    html = f"<!doctype html><body>{output['data']['text/html']}"
    file.write_text(html, encoding="utf-8")
    page, bad = chromium.new_page(), []
    page.on("dialog", lambda it: (bad.append("dialog"), it.dismiss()))
    page.on("console", lambda it: bad.append(it.text))
    page.on("pageerror", lambda it: bad.append(str(it)))
    page.on("request", lambda it: it.url.startswith(("file:", "data:")) or bad.append(it.url))
    page.goto(file.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for(state="attached")
    assert "2 without" in frame.locator("#status").inner_text()
    assert page.frames[1].evaluate("() => self.origin") == "null"
    assert (
        page.frames[1].evaluate("() => { try { return parent.document } catch { return 0 } }") == 0
    )
    assert bad == []
    page.close()

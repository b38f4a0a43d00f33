"""What the browser tests ask of an open page."""


def visible(page, date=None):
    """Keys of the relations that are shown, at another date if one is given."""
    return page.evaluate("date => (date && whowhom.setDate(date), whowhom.visible())", date)


def place_of(page, id_):
    """Where an actor stands on the screen."""
    spot = page.evaluate(
        "id => { const { x, y } = whowhom.network.getPosition(id);"
        " return whowhom.network.canvasToDOM({ x, y }); }",
        id_,
    )
    box = page.locator("#canvas").bounding_box()
    return box["x"] + spot["x"], box["y"] + spot["y"]


def click_actor(page, id_, **how):
    """Click on an actor's box."""
    if modifier := how.get("modifier"):
        page.keyboard.down(modifier)
    page.mouse.click(*place_of(page, id_))
    if modifier:
        page.keyboard.up(modifier)


def level(page, id_):
    """How strongly an actor is drawn, by the colour of its border; None when it is not."""
    border = "id => whowhom.network.body.nodes[id]?.options.color.border ?? null"
    return page.evaluate(border, id_)


def drawn_actors(page):
    """Ids of the actors whose boxes are on the map."""
    return sorted(page.evaluate("whowhom.network.body.nodeIndices"))

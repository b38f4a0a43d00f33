// Evidence: who says so, who denies it, where to read it, and what else rests on it.
const RELIABILITY = {
  A: "completely reliable", B: "usually reliable", C: "fairly reliable",
  D: "not usually reliable", E: "unreliable", F: "cannot be judged",
};

// An element for http and https addresses only; plain text for everything else.
function link(address_, text) {
  let url = null;
  try {
    url = new URL(address_);
  } catch {
    return make("span", {}, text);
  }
  if (!["http:", "https:"].includes(url.protocol)) return make("span", {}, text);
  return make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, text);
}

function citationItem(citation) {
  const { source } = citation;
  const more = restsOn.get(source).asserted.length + restsOn.get(source).denied.length + restsOn.get(source).actors.length;
  return make("li", { class: "source" },
    make("p", { class: "title" }, source.url ? link(source.url, bdi(source.title)) : bdi(source.title)),
    byline(source),
    citation.locator && make("p", { class: "by" }, citation.locator),
    citation.summary && make("p", { class: "says" }, citation.summary),
    make("p", { class: "by grades" }, reliability(source), source.archive_url ? link(source.archive_url, "archived copy") : "",
      source.id ? go({ source: source.id }, { class: "rests" }, more > 1 ? `all ${more} that rest on it` : "this source") : ""));
}

function byline(source) {
  const line = [source.author, source.publisher, source.origin && `text of ${source.origin}`, source.published].filter(Boolean).join(" · ");
  return line && make("p", { class: "by" }, bdi(line));
}

function reliability(source) {
  if (!source.reliability) return "";
  const said = RELIABILITY[source.reliability] ?? "";
  return make("span", { class: "grade", title: `Admiralty code ${source.reliability}` }, make("b", {}, source.reliability), ` ${said}`);
}

const citationList = (list_) => make("ul", { class: "sources" }, list_.map(citationItem));

// "3 sources, disputed, ambivalent"; evidence() says the confidence first, as the command line does.
// Of event data the events are the evidence: "12 hostile events, 340 deaths".
const grounds = ({ count, disputed, ambivalent, summary }) =>
  [facts.counted ? summary.slice(facts.counted.length).replace(/\.$/, "") : count ? many(count, "source") : "unsourced", disputed.length && "disputed", ambivalent && "ambivalent"].filter(Boolean).join(", ");
const evidence = (relation) => (facts.counted ? "" : `${relation.confidence ?? "not assessed"}, `) + grounds(relation);

function sourcePanel(source) {
  const { asserted, denied, actors: named } = restsOn.get(source);
  const alone = asserted.filter((one) => one.count === 1);
  const many_ = (list_) => make("ol", { class: "relations" }, list_.map((one) => make("li", {}, relationRow(one, one.source, true))));
  return [
    panelHead(make("h2", {}, bdi(source.title)), "source"),
    byline(source),
    make("p", { class: "by grades" }, reliability(source), source.url ? link(source.url, "read it") : "", source.archive_url ? link(source.archive_url, "archived copy") : ""),
    asserted.length ? section(`Rests on it: ${asserted.length}, on it alone: ${alone.length}`, many_(asserted)) : null,
    denied.length ? section(`It denies: ${denied.length}`, many_(denied)) : null,
    named.length ? section(`Actors it speaks of: ${named.length}`, make("ul", { class: "names" }, named.map((actor) => make("li", {}, actorLink(actor.id))))) : null,
  ].filter(Boolean);
}

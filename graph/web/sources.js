// Evidence: who says so, who denies it, and where to read it.
const RELIABILITY = {
  A: "completely reliable", B: "usually reliable", C: "fairly reliable",
  D: "not usually reliable", E: "unreliable", F: "cannot be judged",
};

// An element for http and https addresses only; plain text for everything else.
function link(address, text) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return make("span", {}, text);
  }
  if (!["http:", "https:"].includes(url.protocol)) return make("span", {}, text);
  return make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, text);
}

function citationItem(citation) {
  const { source } = citation;
  const line = [source.author, source.publisher, source.origin && `text of ${source.origin}`, source.published].filter(Boolean).join(" · ");
  return make("li", { class: "source" },
    make("p", { class: "title" }, source.url ? link(source.url, source.title) : source.title),
    line && make("p", { class: "by" }, line),
    citation.locator && make("p", { class: "by" }, citation.locator),
    citation.summary && make("p", { class: "says" }, citation.summary),
    make("p", { class: "by" }, reliability(source), source.archive_url ? link(source.archive_url, "archived copy") : ""));
}

function reliability(source) {
  if (!source.reliability) return "";
  const words_ = RELIABILITY[source.reliability] ?? "";
  return make("span", { class: "grade", title: `Admiralty code ${source.reliability}` }, make("b", {}, source.reliability), ` ${words_}`);
}

const citationList = (list) => make("ul", { class: "sources" }, list.map(citationItem));

// "3 sources, disputed, ambivalent"; evidence() says the confidence first, as the command line does.
const grounds = ({ count, disputed, ambivalent }) =>
  [count ? many(count, "source") : "unsourced", disputed.length && "disputed", ambivalent && "ambivalent"].filter(Boolean).join(", ");
const evidence = (relation) => `${relation.confidence ?? "not assessed"}, ${grounds(relation)}`;

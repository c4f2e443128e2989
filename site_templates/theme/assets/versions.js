/* Says at the top of a page that a later revision has taken this publication's place.
 *
 * versions.json, above all publications, lists {version, properties: {published, reason,
 * superseded_by}}. Day and reason of a correction are those of the revision that made it.
 * Pages opened from a folder can read no JSON: there versions.js has the same list, and the theme's
 * selector is left out.
 */
(function () {
  "use strict";
  var inFolder = location.protocol === "file:";
  if (inFolder) withoutSelector();
  var own = document.querySelector('meta[name="boardpack-version"]');
  if (!own) return;
  var site = new URL(own.dataset.site, location.href);
  if (inFolder) return fromScript();

  fetch(new URL("../versions.json", site))
    .then(function (answer) { return answer.ok ? answer.json() : []; })
    .then(tell)
    .catch(function () {});                                  // no list: nothing is known

  function fromScript() {
    var script = document.createElement("script");
    script.src = new URL("../versions.js", site).href;
    script.onload = function () { tell(window.boardpackVersions || []); };
    document.head.append(script);
  }

  function tell(versions) {
    var later = revisions(versions);
    if (later.length) show(later);
  }

  function withoutSelector() {
    var settings = document.getElementById("__config");
    settings.textContent = JSON.stringify(
      Object.assign(JSON.parse(settings.textContent), { version: null }));
  }

  /* The revisions after this publication, oldest first. */
  function revisions(versions) {
    var byName = new Map(versions.map(function (one) { return [one.version, one]; }));
    var found = [];
    var next = byName.get(successor(byName.get(own.content)));
    while (next && found.indexOf(next) < 0) {
      found.push(next);
      next = byName.get(successor(next));
    }
    return found;
  }

  function successor(one) { return one && one.properties && one.properties.superseded_by; }

  function show(later) {
    var newest = later[later.length - 1].version;
    var number = (/-r(\d+)$/.exec(newest) || [])[1];
    var banner = document.createElement("div");
    var link = document.createElement("a");
    banner.className = "bp-superseded";
    banner.setAttribute("role", "note");
    banner.innerHTML = "<strong>Superseded.</strong> ";
    banner.append(later.map(words).join(" ") + " ", link, ".");
    link.textContent = number ? "Go to revision " + number : "Go to the correction";
    lead(link, new URL("../" + encodeURIComponent(newest) + "/", site));
    document.querySelector(".md-content__inner").prepend(banner);
  }

  function words(one) {
    var its = one.properties || {};
    var day = new Date(its.published);
    var when = isNaN(day) ? "" : " on " + day.toLocaleDateString(
      "en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    var reason = (its.reason || "").replace(/\.$/, "");
    return "A correction was published" + when + (reason ? ": " + reason : "") + ".";
  }

  /* To the same page of the revision; to its home page where it has no such page. */
  function lead(link, revision) {
    var page = new URL(location.pathname.slice(site.pathname.length), revision);
    link.href = new URL("index.html", revision).href;
    if (inFolder) return;
    fetch(page, { method: "HEAD" })
      .then(function (answer) { if (answer.ok) link.href = page.href + location.hash; })
      .catch(function () {});
  }
})();

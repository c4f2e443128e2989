/* Fills the page that compares two editions: figures, ratings and words of one service.
 *
 * Each edition has its facts in compare/<service>.js, which sets boardpackFacts. A publication is
 * compared with the others that ../versions.js lists, by default with that of the period before;
 * what is not published with the facts of the edition before, in compare/before.
 */
(function () {
  "use strict";
  var box = document.getElementById("bp-compare");
  if (!box) return;
  var site = new URL("../", document.currentScript.src);
  var service = document.getElementById("bp-service");
  var edition = document.getElementById("bp-edition");
  var shown = document.getElementById("bp-differences");
  var asked = 0;
  var LEAST_ALIKE = 0.4, MOST_WORDS = 2000;

  function load(path, done, failed) {
    var script = document.createElement("script");
    script.src = new URL(path, site);
    script.onload = function () { script.remove(); done(); };
    script.onerror = function () { script.remove(); failed(); };
    document.head.append(script);
  }

  function make(name, text, className) {
    var element = document.createElement(name);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function say(words) { shown.replaceChildren(make("p", words)); }

  /* ---- which editions there are ------------------------------------------------------------ */

  function begin() {
    var wanted = new URL(location.href).hash.slice(1);
    if (wanted && Array.from(service.options).some(function (one) { return one.value === wanted; })) {
      service.value = wanted;
    }
    if (box.dataset.before) offer([{ folder: "compare/before/", title: box.dataset.before }]);
    else if (!box.dataset.version) say("There is no earlier edition to compare with.");
    else load("../versions.js", function () { offer(listOthers(window.boardpackVersions || [])); },
      function () { say("The list of publications cannot be read here."); });
  }

  function its(one) { return one.properties || {}; }

  /* The other publications of the pack: first the newest of an earlier period, then what this one
   * corrects, then all others. */
  function listOthers(versions) {
    var own = box.dataset;
    var others = versions.filter(function (one) {
      return its(one).pack === own.pack && one.version !== own.version;
    }).sort(function (a, b) { return its(a).published < its(b).published ? 1 : -1; });
    var last = others.filter(function (one) {
      return its(one).period < own.period && !its(one).superseded_by;
    }).sort(function (a, b) { return its(a).period < its(b).period ? 1 : -1; })[0];
    last = last || others.find(function (one) { return its(one).superseded_by === own.version; });
    if (last) others = [last].concat(others.filter(function (one) { return one !== last; }));
    return others.map(function (one) {
      return { folder: "../" + encodeURIComponent(one.version) + "/compare/", title: toText(one.title) };
    });
  }

  /* Titles in the list are HTML, in which no more than these stand for a letter. */
  function toText(html) {
    return html.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  }

  function offer(others) {
    if (!others.length) return say("No other edition has been published yet.");
    edition.replaceChildren.apply(edition, others.map(function (one) {
      return new Option(one.title, one.folder);
    }));
    box.querySelector(".bp-choices").hidden = false;
    service.addEventListener("change", compare);
    edition.addEventListener("change", compare);
    compare();
  }

  function compare() {
    var mine = ++asked, name = encodeURIComponent(service.value) + ".js";
    function isOld() { return mine !== asked; }
    history.replaceState(null, "", "#" + service.value);
    load("compare/" + name, function () {
      var now = window.boardpackFacts;
      load(edition.value + name, function () {
        if (!isOld()) show(window.boardpackFacts, now);
      }, function () {
        if (!isOld()) say("The other edition has no such service, or is from before editions could be compared.");
      });
    }, function () { if (!isOld()) say("The facts of this edition cannot be read."); });
  }

  /* ---- what differs ------------------------------------------------------------------------ */

  function byId(list) { return new Map(list.map(function (one) { return [one.id, one]; })); }

  function show(before, now) {
    var earlier = byId(before.sections), same = [], parts = [], counts = { ratings: 0, figures: 0, words: 0 };
    now.sections.forEach(function (section) {
      var part = describe(earlier.get(section.id), section, before.edition, now.edition, counts);
      earlier.delete(section.id);
      if (part) parts.push(part);
      else same.push(section.title);
    });
    earlier.forEach(function (section) {
      var part = make("section");
      part.append(make("h2", section.title), make("p", "It is no longer in the edition."));
      parts.push(part);
    });
    var lead = make("p", counts.ratings + plural(" rating", counts.ratings) + " moved, " +
      counts.figures + plural(" figure", counts.figures) + " changed, words changed in " +
      counts.words + plural(" section", counts.words) + ".", "bp-lead");
    shown.replaceChildren.apply(shown, [lead].concat(parts));
    if (same.length) shown.append(make("p", "The same as before: " + same.join(", ") + ".", "bp-source"));
  }

  function plural(noun, count) { return count === 1 ? noun : noun + "s"; }

  function describe(before, now, thenTitle, nowTitle, counts) {
    var part = make("section"), title = make("h2"), link = make("a", now.title);
    link.href = "services/" + encodeURIComponent(service.value) + ".html#" + now.id;
    title.append(link);
    part.append(title);
    if (!before) {
      part.append(make("p", "It was not in the other edition."));
      return part;
    }
    if (before.rating[0] !== now.rating[0]) {
      var moved = make("p");
      counts.ratings++;
      moved.append("Section: ", mark(before.rating), " \u2192 ", mark(now.rating));
      part.append(moved);
    }
    var table = compareFigures(before, now, thenTitle, nowTitle, counts);
    if (table) part.append(table);
    compareLines(before.sentences, now.sentences).forEach(function (line) { part.append(line); });
    if (before.words !== now.words) {
      counts.words++;
      if (!before.words) part.append(make("p", "Nothing was written then; all words are new.", "bp-source"));
      else compareWords(before.words, now.words).forEach(function (paragraph) { part.append(paragraph); });
    }
    return part.children.length > 1 ? part : null;
  }

  function mark(rating) { return make("span", rating[1], "bp-rag bp-" + rating[0]); }

  function compareFigures(before, now, thenTitle, nowTitle, counts) {
    var earlier = byId(before.figures), body = make("tbody");
    function add(figure, then, later) {
      var row = make("tr"), name = make("th", figure.title + (figure.made_up ? " (illustrative)" : ""));
      name.scope = "row";
      row.append(name, cell("Then", then && then.latest), cell("Now", later && later.latest),
        cell("Target", targets(then, later)), rated(then, later));
      body.append(row);
      counts.figures++;
      if (then && later && then.rating[0] !== later.rating[0]) counts.ratings++;
    }
    now.figures.forEach(function (figure) {
      var then = earlier.get(figure.id);
      earlier.delete(figure.id);
      if (!then || ["latest", "target"].some(function (name) { return then[name] !== figure[name]; }) ||
        then.rating[0] !== figure.rating[0]) add(figure, then, figure);
    });
    earlier.forEach(function (then) { add(then, then, null); });
    if (!body.children.length) return null;
    var wrap = make("div", "", "bp-table"), table = make("table", "", "bp-t bp-left bp-stacked");
    var head = make("tr"), top = make("thead");
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "region");
    wrap.setAttribute("aria-label", now.title + ": figures that changed");
    ["Measure", "Then", "Now", "Target", "Rating"].forEach(function (name) {
      var column = make("th", name);
      column.scope = "col";
      head.append(column);
    });
    top.append(head);
    table.append(make("caption", "Then: " + thenTitle + ". Now: " + nowTitle + "."), top, body);
    wrap.append(table);
    return wrap;
  }

  function cell(name, text) {
    var element = make("td", text || "not there");
    element.dataset.of = name;
    return element;
  }

  function targets(then, later) {
    if (!then || !later || then.target === later.target) return (later || then).target;
    return then.target + " \u2192 " + later.target;
  }

  function rated(then, later) {
    var element = make("td");
    element.dataset.of = "Rating";
    if (then && later && then.rating[0] !== later.rating[0]) element.append(mark(then.rating), " \u2192 ");
    element.append(mark((later || then).rating));
    return element;
  }

  function compareLines(before, now) {
    var gone = before.filter(function (line) { return now.indexOf(line) < 0; });
    var fresh = now.filter(function (line) { return before.indexOf(line) < 0; });
    return pair(gone, fresh);
  }

  /* ---- words: paragraph by paragraph, and word by word where they differ ------------------- */

  function compareWords(before, now) {
    var old = split(before), fresh = split(now), found = [], gone = [], come = [];
    function close() {
      found = found.concat(pair(gone, come));
      gone = [];
      come = [];
    }
    align(old, fresh).forEach(function (step) {
      if (step[0] === 0) close();
      else (step[0] < 0 ? gone : come).push(step[1]);
    });
    close();
    return found;
  }

  function split(text) {
    return text.split(/\n\s*\n/).map(function (one) {
      return one.trim().replace(/^#+\s+/, "");                /* a heading is one by its place */
    }).filter(Boolean);
  }

  /* Paragraphs that took each other's place, pair by pair; then what one side has more. */
  function pair(gone, come) {
    var found = [];
    for (var n = 0; n < Math.max(gone.length, come.length); n++) {
      found.push(markWords(gone[n] || "", come[n] || ""));
    }
    return found;
  }

  function markWords(before, now) {
    var paragraph = make("p", "", "bp-words");
    var old = before.split(/\s+/).filter(Boolean), fresh = now.split(/\s+/).filter(Boolean);
    var steps = old.length > MOST_WORDS || fresh.length > MOST_WORDS ? [] : align(old, fresh);
    var same = steps.filter(function (step) { return step[0] === 0; }).length;
    if (2 * same < LEAST_ALIKE * (old.length + fresh.length)) {
      steps = [[-1, before], [1, now]].filter(function (step) { return step[1]; });
    }
    var last = null, kind = null;
    steps.forEach(function (step) {
      if (step[0] === kind) {
        last.textContent += " " + step[1];
        return;
      }
      if (last) paragraph.append(" ");
      kind = step[0];
      last = make(kind < 0 ? "del" : kind > 0 ? "ins" : "span", step[1]);
      paragraph.append(last);
    });
    return paragraph;
  }

  /* The shortest way from one list to another: [0, same], [-1, gone], [1, come]. */
  function align(old, fresh) {
    var width = fresh.length + 1, common = new Uint16Array((old.length + 1) * width), steps = [];
    for (var i = old.length - 1; i >= 0; i--) {
      for (var j = fresh.length - 1; j >= 0; j--) {
        common[i * width + j] = old[i] === fresh[j] ? common[(i + 1) * width + j + 1] + 1
          : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
      }
    }
    i = 0;
    j = 0;
    while (i < old.length || j < fresh.length) {
      if (i < old.length && j < fresh.length && old[i] === fresh[j]) { steps.push([0, old[i]]); i++; j++; }
      else if (j === fresh.length ||
        (i < old.length && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
        steps.push([-1, old[i++]]);
      } else steps.push([1, fresh[j++]]);
    }
    return steps;
  }

  begin();
})();

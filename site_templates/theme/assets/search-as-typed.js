/* What a reader types as it stands on a page is found, and found first.
 *
 * This stands in for the worker that the theme's search asks. That one would build an index of all
 * words before it answers: 20 seconds and 2 GB of memory for a thousand services. Here the words
 * come in parts when somebody begins to search, are looked through as they are, and what is found
 * is shown again with each part. It runs in the page itself, so that a site which was opened from a
 * folder can be searched too: there a browser starts no worker.
 *
 * In a publication the words of the others follow, newest first, while something is typed: their
 * parts lie beside its own, and ../versions.js lists them. What is found there comes after what is
 * found here, and names its edition. */
(function () {
  var SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;
  var SEPARATOR = /[\s\-\u2010-\u2015'\u2018\u2019"\u201c\u201d()[\]{}/\\|:+~^\u00a3$\u20ac%!?<>]+|[.,](?!\d)/g;
  var EDGE = /(^| )[^\p{L}\p{N} ]+|[^\p{L}\p{N} ]+(?= |$)/gu;
  var MARKS = /[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]/g;
  var ALIEN = /[^\x00-\x7f]/;
  var WORD_LETTER = /[\p{L}\p{N}]/u;
  var ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
  var MOST_PAGES = 50, BEFORE = 60, AFTER = 200;
  var place = document.currentScript.src;
  var Plain = window.Worker;

  function toText(html) {
    return html.replace(/<[^>]*>/g, " ").replace(/&(?:amp|lt|gt);/g, function (name) {
      return ENTITIES[name];
    });
  }

  function toHtml(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").normalize("NFC");
  }

  /* A text without accents and capitals; a thousand services have 27 MB of it. */
  function fold(text) {
    text = text.toLowerCase();
    if (!ALIEN.test(text)) return text;
    return text.normalize("NFD").replace(MARKS, "").replace(/[\u2018\u2019]/g, "'");
  }

  function toWords(text) {
    return fold(text).replace(SEPARATOR, " ").replace(EDGE, "$1").split(" ").filter(Boolean);
  }

  function isOfWord(text, at) {
    var letter = text.charAt(at);
    return letter > "\x7f" ? WORD_LETTER.test(letter) : /[a-z0-9]/.test(letter);
  }

  /* Whether a word begins here: not within one, nor within A&E or 8,940. */
  function isStart(text, at) {
    if (at === 0) return true;
    if (isOfWord(text, at - 1)) return false;
    var sign = text.charAt(at - 1);
    if (sign === "." || sign === ",") return !/[0-9]/.test(text.charAt(at)) || !isOfWord(text, at - 2);
    return !/[&#@_*]/.test(sign) || at === 1 || !isOfWord(text, at - 2);
  }

  function nameEdition(entry) {
    return entry.edition.name && " (" + entry.edition.name + ")";
  }

  /* What is shown: the best of this edition, then the best of the others. */
  function choose(pages) {
    var own = pages.filter(function (found) { return !found[0].entry.edition.name; });
    var others = pages.filter(function (found) { return found[0].entry.edition.name; });
    return own.slice(0, MOST_PAGES).concat(others.slice(0, MOST_PAGES));
  }

  /* How often a word stands in a text: itself, and as the beginning of one. */
  function count(text, word) {
    var whole = 0, begun = 0;
    for (var at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (!isStart(text, at)) continue;
      if (isOfWord(text, at + word.length)) begun++;
      else whole++;
    }
    return [whole, begun];
  }

  /* The word itself counts more than its beginning, and a title more than what stands below it. */
  function rate(entry, word) {
    var title = count(entry.title, word);
    if (title[0]) return 10000;
    if (title[1]) return 1000;
    var text = count(entry.text, word);
    return text[0] ? 10 + 10 * Math.log(text[0]) : text[1] ? 1 : 0;
  }

  /* A pattern that finds the beginnings of words in a text whose accents stand apart; `between` is
   * what parts them. */
  function toPattern(words, between) {
    var choices = words.map(function (word) {
      return Array.from(word, function (letter) {
        return letter.replace(/[.*+?^${}()|[\]\\\/]/, "\\$&") + "\\p{M}*";
      }).join("");
    });
    return new RegExp("(^|[^\\p{L}\\p{N}\\p{M}])(" + choices.join(between) + ")", "giu");
  }

  function mark(text, pattern) {
    var marked = "", end = 0;
    text.replace(pattern, function (all, before, word, at) {
      marked += toHtml(text.slice(end, at + before.length)) + "<mark>" + toHtml(word) + "</mark>";
      end = at + all.length;
      return all;
    });
    return marked + toHtml(text.slice(end));
  }

  /* The words around what was typed, or else around the longest word of it. */
  function cut(text, words) {
    var longest = words.reduce(function (a, b) { return b.length > a.length ? b : a; });
    var first = text.search(toPattern(words, "[^\\p{L}\\p{N}]+"));
    if (first < 0) first = text.search(toPattern([longest], ""));
    if (first <= BEFORE) return text.slice(0, AFTER);
    return "\u2026" + text.slice(text.lastIndexOf(" ", first - BEFORE) + 1, first + AFTER);
  }

  /* Beside this file, which lies in the assets of an edition. */
  function loadScript(path, done, failed) {
    var script = document.createElement("script");
    script.src = new URL(path, place);
    script.onload = function () { script.remove(); done(); };
    script.onerror = function () { script.remove(); failed(); };
    document.head.appendChild(script);
  }

  function ownVersion() {
    var own = document.querySelector('meta[name="boardpack-version"]');
    return own && own.content;
  }

  /* The other publications that no correction has taken the place of, the last published first. */
  function listOthers(versions) {
    return versions.filter(function (one) {
      var its = one.properties || {};
      return its.period && !its.superseded_by && one.version !== ownVersion();
    }).sort(function (a, b) {
      return a.properties.published < b.properties.published ? 1 : -1;
    }).map(function (one) {
      return { folder: "../" + encodeURIComponent(one.version) + "/", name: toText(one.title) };
    });
  }

  class Search extends EventTarget {
    constructor() {
      super();
      this.parts = 0;
      this.entries = [];
      this.isAtOthers = false;
      this.others = null;                                    /* editions yet to be looked through */
      this.query = "";
      this.isLoading = false;
      this.terminate = function () {};
    }

    postMessage(message) {
      if (message.type === SETUP) {
        this.parts = message.data.config.parts || 0;
        setTimeout(this.send.bind(this, { type: READY }));
      } else if (message.type === QUERY) {
        this.query = message.data;
        if (this.query) this.load(0);
        this.answer();
      }
    }

    send(data) {
      this.dispatchEvent(new MessageEvent("message", { data: data }));
    }

    /* One part after the other: the first is there soon, whatever the others take. */
    load(number) {
      if (number === 0 && this.isLoading) return this.resume();
      this.isLoading = true;
      this.loadParts({ folder: "", name: "" }, this.parts, number, this.resume.bind(this));
    }

    loadParts(edition, count, number, then) {
      if (number >= count) return then();
      var search = this;
      loadScript("../" + edition.folder + "search/words-" + number + ".js", function () {
        search.take(window.boardpackWords[number].docs, edition);
        delete window.boardpackWords[number];
        search.answer();
        setTimeout(search.loadParts.bind(search, edition, count, number + 1, then));
      }, then);
    }

    /* The next edition that was published, where somebody still searches. */
    resume() {
      if (this.isAtOthers || !this.query || !ownVersion()) return;
      if (this.others && !this.others.length) return;
      var search = this, then = function () {
        search.isAtOthers = false;
        setTimeout(search.resume.bind(search));
      };
      this.isAtOthers = true;
      if (this.others) this.loadEdition(this.others.shift(), then);
      else loadScript("../../versions.js", function () {
        search.others = listOthers(window.boardpackVersions || []);
        then();
      }, function () { search.others = []; then(); });
    }

    loadEdition(edition, then) {
      var search = this;
      loadScript("../" + edition.folder + "search/search_index.js", function () {
        var index = window.__index;
        search.take(index.docs, edition);                    /* of one from before there were parts */
        search.loadParts(edition, index.config.parts || 0, 0, then);
      }, then);
    }

    take(docs, edition) {
      for (var doc of docs) {
        var location = edition.folder + doc.location;
        this.entries.push({
          doc: { location: location, title: doc.title, text: doc.text },
          page: location.split("#")[0],
          edition: edition,
          title: fold(toText(doc.title)),
          text: fold(toText(doc.text))
        });
      }
    }

    answer() {
      var words = toWords(this.query);
      var pages = words.length ? this.find(words) : [];
      var data = { items: this.show(choose(pages), words) };
      if (words.length) data.suggest = this.suggest(words[words.length - 1], pages);
      this.send({ type: RESULT, data: data });
    }

    /* Every word is required, where it may be the beginning of one. */
    find(words) {
      var pages = new Map(), typed = fold(this.query).trim();
      for (var entry of this.entries) {
        var score = 0;
        for (var word of words) {
          var points = rate(entry, word);
          if (!points) { score = 0; break; }
          score += points;
        }
        if (!score) continue;
        if (words.length > 1 && entry.text.indexOf(typed) >= 0) score += 100;
        if (entry.doc.location === entry.page) score *= 2.5;
        if (!pages.has(entry.page)) pages.set(entry.page, []);
        pages.get(entry.page).push({ entry: entry, score: score });
      }
      return Array.from(pages.values(), function (found) {
        return found.sort(function (a, b) { return b.score - a.score; });
      }).sort(function (a, b) { return b[0].score - a[0].score; });
    }

    show(pages, words) {
      var pattern = words.length ? toPattern(words, "|") : null;
      var terms = Object.fromEntries(words.map(function (word) { return [word, true]; }));
      var search = this;
      return pages.map(function (found) {
        var items = found.map(function (one) {
          var doc = one.entry.doc, text = toText(doc.text).replace(/\s+/g, " ").trim().normalize("NFD");
          return {
            location: doc.location,
            title: mark(toText(doc.title).normalize("NFD"), pattern) + toHtml(nameEdition(one.entry)),
            text: text && "<p>" + mark(cut(text, words), pattern) + "</p>",
            score: one.score,
            terms: terms
          };
        });
        var page = found[0].entry.page;
        if (!items.some(function (item) { return item.location === page; })) {
          var first = search.entries.find(function (entry) { return entry.doc.location === page; });
          var doc = first ? first.doc : { location: page, title: page, text: "" };
          items.push(Object.assign({}, doc, {
            title: doc.title + toHtml(nameEdition(found[0].entry)), score: 0, terms: {}
          }));
        }
        return items;
      });
    }

    /* How the last word may go on, from the titles of what was found. */
    suggest(word, pages) {
      for (var found of pages) {
        for (var one of found) {
          var longer = toWords(one.entry.title).find(function (title) {
            return title.startsWith(word);
          });
          if (longer) return [longer];
        }
      }
      return [];
    }
  }

  window.boardpackWords = [];
  window.Worker = function (address, options) {
    return /\/workers\/search\./.test(String(address)) ? new Search() : new Plain(address, options);
  };
})();

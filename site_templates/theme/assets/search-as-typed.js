/* What a reader types as it stands on a page is found, and found first.
 *
 * The theme's search keeps entities as they are written (A&amp;E), knows an accent and an
 * apostrophe only as they were typed, and takes any word of several for enough. It runs in a
 * worker; this stands before it and rewrites what goes in and what comes out. */
(function () {
  var SETUP = 0, QUERY = 2, RESULT = 3;
  var SEPARATOR = "[\\s\\-\\u2010-\\u2015'\\u2018\\u2019\"\\u201c\\u201d()\\[\\]{}/\\\\|:+~^\\u00a3$\\u20ac%!?]+|[.,](?!\\d)";
  var WORD = /[\p{L}\p{M}]+/gu;
  var Plain = window.Worker;
  var spellings = {};

  function fold(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");
  }

  /* Docs are folded for the index; how each accented word is spelt is kept by page. */
  function foldField(doc, name) {
    if (typeof doc[name] !== "string") return;
    doc[name] = doc[name].normalize("NFC").replace(WORD, function (word) {
      var plain = fold(word);
      if (plain !== word) (spellings[doc.location] = spellings[doc.location] || {})[plain] = word;
      return plain;
    });
  }

  function unfold(item) {
    var known = spellings[item.location];
    ["title", "text"].forEach(function (name) {
      if (!known || typeof item[name] !== "string") return;
      item[name] = item[name].replace(/<[^>]*>|[\p{L}\p{M}]+/gu, function (word) {
        return Object.prototype.hasOwnProperty.call(known, word) ? known[word] : word;
      });
    });
  }

  /* Every word is required, where it may be the beginning of one; the word itself counts more. */
  function toQuery(text) {
    var words = fold(text).replace(/[*<>;]+/g, " ").split(new RegExp(SEPARATOR)).filter(function (word) {
      return word && /[\p{L}\p{N}]/u.test(word);
    }).map(function (word) {
      return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "").replace(/&/g, "&amp;");
    });
    return words.map(function (word) { return "+" + word + "*"; })
      .concat(words.map(function (word) { return word + "^10"; })).join(" ");
  }

  function rewrite(message) {
    if (message && message.type === SETUP) {
      message.data.config.separator = SEPARATOR;
      /* No word is too common to be required, and none is cut to its stem. */
      message.data.config.pipeline = ["trimmer"];
      message.data.docs.forEach(function (doc) { foldField(doc, "title"); foldField(doc, "text"); });
    } else if (message && message.type === QUERY) {
      return { type: QUERY, data: toQuery(message.data) };
    }
    return message;
  }

  if (!Plain) return;
  window.Worker = function (address, options) {
    var worker = new Plain(address, options);
    var post = worker.postMessage.bind(worker);
    worker.postMessage = function (message) { post(rewrite(message)); };
    worker.addEventListener("message", function (event) {
      if (!event.data || event.data.type !== RESULT) return;
      event.data.data.items.forEach(function (page) { page.forEach(unfold); });
    });
    return worker;
  };
})();

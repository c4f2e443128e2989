/* A browser starts no worker for a page that was opened from a folder, and the search of the theme
 * needs one. Then, and only then, this runs the worker's script in a hidden frame instead. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      var worker = this;
      var base = new URL(address, document.baseURI);
      var frame = document.createElement("iframe");
      var waiting = [];
      var ready = false;
      this.postMessage = function (data) {
        if (ready) frame.contentWindow.dispatchEvent(new MessageEvent("message", { data: data }));
        else waiting.push(data);
      };
      this.terminate = function () { frame.remove(); };
      frame.hidden = true;
      frame.title = "Search";
      frame.onload = function () {
        var inside = frame.contentWindow;
        inside.postMessage = function (data) {
          worker.dispatchEvent(new MessageEvent("message", { data: data }));
        };
        inside.importScripts = function () {
          return Array.prototype.reduce.call(arguments, function (before, source) {
            return before.then(function () { return load(inside.document, source); });
          }, Promise.resolve());
        };
        load(inside.document, base).then(function () {
          ready = true;
          waiting.forEach(worker.postMessage);
        });
      };
      document.body.appendChild(frame);

      function load(page, source) {
        return new Promise(function (done, failed) {
          var script = page.createElement("script");
          script.src = new URL(source, base);
          script.onload = done;
          script.onerror = failed;
          page.head.appendChild(script);
        });
      }
    }
  };
}

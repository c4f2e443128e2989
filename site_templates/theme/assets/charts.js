/* Draws a live Plotly chart over an inline SVG when a reader asks for it by its button.
 *
 *   <figure class="bp-chart" data-chart='{"title":"what it says","data":[trace ..],"layout":{..}}'>
 *     <figcaption>..</figcaption><svg>..</svg></figure>
 *
 * The spec is a Plotly figure; only what all charts have in common is added here.
 * plotly.min.js is taken from beside this file, once, and only when asked for: it is larger than
 * all pages together, and the SVG shows the same. One chart is live at a time.
 * Colours are those of paper; the style sheet says what each is in the colours of the screen.
 * The SVG stays in the page: it is what shows until then, without scripts, on paper, and if
 * anything here fails.
 */
(function () {
  "use strict";
  var figures = document.querySelectorAll("figure.bp-chart[data-chart]");
  if (!figures.length) return;

  var bundle = new URL("plotly.min.js", document.currentScript.src).href;
  var loading;

  function plotly() {
    loading = loading || new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = bundle;
      script.onload = function () { done(window.Plotly); };
      script.onerror = failed;
      document.head.appendChild(script);
    });
    return loading;
  }

  function onScreen(drawing) {
    var probe = document.body.appendChild(document.createElement("i"));
    var text = JSON.stringify(drawing).replace(/color":"#([0-9a-f]{6})"/g, function (_, colour) {
      probe.style.color = "var(--bp-of-" + colour + ", #" + colour + ")";
      return 'color":"' + getComputedStyle(probe).color + '"';
    });
    probe.remove();
    return JSON.parse(text);
  }

  function layoutOf(given) {
    var all = {
      margin: { l: 48, r: 84, t: 14, b: 36 }, height: 220, hovermode: "x", showlegend: false,
      font: { family: "inherit", size: 13, color: "#212b32" },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", dragmode: false
    };
    var axis = { fixedrange: true, zeroline: false, tickangle: 0, gridcolor: "#d8dde0", automargin: true };
    Object.assign(all, given);
    all.xaxis = Object.assign({ ticks: "outside", ticklen: 8, tickcolor: "rgba(0,0,0,0)" }, axis, given.xaxis);
    all.yaxis = Object.assign({}, axis, { nticks: 5 }, given.yaxis);
    all.annotations = (given.annotations || []).map(function (one) {
      return Object.assign({ showarrow: false }, one);
    });
    return all;
  }

  function tracesOf(data, layout) {
    var shown = "%{text}: " + (layout.yaxis.tickprefix || "") + "%{y}" + (layout.yaxis.ticksuffix || "") + "<extra></extra>";
    return data.map(function (trace) {
      return Object.assign({ type: "scatter", hovertemplate: trace.hoverinfo ? undefined : shown }, trace);
    });
  }

  function drawingOf(figure) {
    var given = JSON.parse(figure.dataset.chart);
    var layout = layoutOf(given.layout);
    return { title: given.title, picture: onScreen({ data: tracesOf(given.data, layout), layout: layout }) };
  }

  function plot(Plotly, box, picture) {
    return Plotly.react(box, picture.data, picture.layout, { displayModeBar: false, responsive: true, scrollZoom: false });
  }

  function draw(figure) {
    var svg = figure.querySelector("svg");
    var box = document.createElement("div");
    var drawing;
    try { drawing = drawingOf(figure); } catch (e) { return Promise.resolve(); }
    return plotly().then(function (Plotly) {
      box.className = "bp-plot";
      box.setAttribute("role", "img");
      box.setAttribute("aria-label", drawing.title || "Chart");
      figure.insertBefore(box, svg);
      return plot(Plotly, box, drawingOf(figure).picture); /* in the colours of now: the library took a while */
    }).then(function () {
      figure.classList.add("bp-live"); /* the style sheet hides the SVG on screen only */
    }).catch(function () { box.remove(); });
  }

  function putBack(figure) {
    var box = figure.querySelector(".bp-plot");
    window.Plotly.purge(box);
    box.remove();
    figure.classList.remove("bp-live");
    addButton(figure);
  }

  function addButton(figure) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "bp-ask";
    button.textContent = "Interactive chart";
    var caption = figure.querySelector("figcaption");
    if (caption) button.setAttribute("aria-label", "Interactive chart: " + caption.textContent.trim());
    button.addEventListener("click", function () {
      button.disabled = true;
      button.textContent = "Loading…";
      document.querySelectorAll("figure.bp-live").forEach(putBack);
      draw(figure).then(function () { button.remove(); });
    });
    figure.append(button);
  }

  function redraw() {
    document.querySelectorAll("figure.bp-live").forEach(function (figure) {
      plot(window.Plotly, figure.querySelector(".bp-plot"), drawingOf(figure).picture);
    });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  new MutationObserver(redraw).observe(document.body, { attributeFilter: ["data-md-color-scheme", "data-md-color-media"] });

  figures.forEach(addButton);
})();

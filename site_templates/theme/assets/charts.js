/* Draws a live Plotly chart over each inline SVG when it comes into view.
 *
 *   <figure class="bp-chart" data-chart='{"title":"..","unit":"%","x":[..],"last":{..},"marks":[..],
 *     "series":[{"name":"..","y":[..],"dash":"dash"}]}'><figcaption>..</figcaption><svg>..</svg></figure>
 *
 * plotly.min.js is taken from beside this file, once, and only when needed.
 * The SVG stays in the page: it is what shows without scripts, on paper, on
 * a data-saving connection, and if anything here fails.
 */
(function () {
  "use strict";
  var figures = document.querySelectorAll("figure.bp-chart[data-chart]");
  var saving = navigator.connection && navigator.connection.saveData;
  if (!figures.length || saving || !("IntersectionObserver" in window)) return;

  var bundle = new URL("plotly.min.js", document.currentScript.src).href;
  var colours = ["#005eb8", "#425563", "#330072", "#006747", "#ae2573"];
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

  function ends(spec) { /* name the last value and the target beside the ends of their lines */
    var value = spec.series[0].y[spec.x.length - 1];
    var target = spec.series[1] && spec.series[1].y[0];
    var close = value !== null && target !== undefined && target !== null &&
      Math.abs(value - target) < (Math.max.apply(null, spec.series[0].y.concat(target)) - Math.min.apply(null, spec.series[0].y.filter(function (y) { return y !== null; }).concat(target))) / 12;
    return [[spec.last.value, value, colours[0], 600], [spec.last.target, target, colours[1], 400]]
      .filter(function (end) { return end[0] && end[1] !== null && end[1] !== undefined; })
      .map(function (end, i) {
        return {
          text: end[0], y: end[1], x: 1, xref: "paper", xanchor: "left", showarrow: false, xshift: 6,
          yshift: close ? (i === 0 ? (value >= target ? 9 : -9) : (value >= target ? -9 : 9)) : 0,
          font: { color: end[2], size: 13, weight: end[3] }
        };
      });
  }

  function figureOf(spec, width) {
    var unit = spec.unit || "";
    return {
      data: spec.series.map(function (s, i) {
        return {
          type: "scatter", name: s.name, x: spec.x, y: s.y, connectgaps: false,
          mode: s.dash ? "lines" : "lines+markers",
          line: { color: colours[i % colours.length], width: s.dash ? 1.5 : 2.5, dash: s.dash || "solid" },
          marker: { size: 6 },
          hovertemplate: "%{y}" + unit
        };
      }),
      layout: {
        margin: { l: 48, r: 84, t: 6, b: 36 }, height: 220, hovermode: "x unified",
        font: { family: "inherit", size: 13, color: "#212b32" },
        paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", dragmode: false,
        xaxis: { type: "category", showgrid: false, fixedrange: true, tickangle: 0, tickvals: [spec.x[0], spec.x[Math.floor((spec.x.length - 1) / 2)], spec.x[spec.x.length - 1]] },
        yaxis: { ticksuffix: unit, gridcolor: "#d8dde0", zeroline: false, fixedrange: true, automargin: true, nticks: 5 },
        showlegend: false, annotations: ends(spec),
        shapes: (spec.marks || []).map(function (m) {
          return { type: "line", x0: m.x, x1: m.x, yref: "paper", y0: 0, y1: 1, line: { color: "#425563", width: 1, dash: "dot" } };
        })
      },
      config: { displayModeBar: false, responsive: true, scrollZoom: false }
    };
  }

  function draw(figure) {
    var svg = figure.querySelector("svg");
    var box = document.createElement("div");
    var spec, f;
    try { spec = JSON.parse(figure.dataset.chart); f = figureOf(spec, figure.clientWidth); } catch (e) { return; }
    plotly().then(function (Plotly) {
      box.className = "bp-plot";
      box.setAttribute("role", "img");
      box.setAttribute("aria-label", spec.title || "Chart");
      figure.insertBefore(box, svg);
      return Plotly.newPlot(box, f.data, f.layout, f.config);
    }).then(function () {
      figure.classList.add("bp-live"); /* the style sheet hides the SVG on screen only */
    }).catch(function () { box.remove(); });
  }

  var seen = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      seen.unobserve(entry.target);
      draw(entry.target);
    });
  }, { rootMargin: "150px" });
  figures.forEach(function (figure) { seen.observe(figure); });
})();

// A submission's text to the fields of the form, and back: only the lines of a field that was
// changed are written anew, all else stays as it was typed. `plan` says what may stand in a file:
// `sections`, each with its `id`, `title` and the titles of its `parts`; the `labels` of an
// exception report as pairs of a field and its label; the `report` that its heading says; and the
// `leads` as pairs of an id and a name.

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const NO_PARAGRAPH = /^(?: {4}|\t| {0,3}(?:[-*+>|]|\d{1,9}[.)]))/;
const STATUS = /^ {0,3}(?:\*\*)?status(?:\*\*)?:(?:\*\*)?\s*(\w+)\.?\s*$/i;
const LABEL = /^\s*(?:[-*+]\s+)?(?:\*\*|__)?([A-Za-z][\w'’-]*(?: [\w'’-]+){0,3})\s?(?:\*\*|__)?:(?:\*\*|__)?(\s|$)?\s*(.*)$/;

const fold = (text) => text.toLowerCase().split(/\s+/).join(" ").trim().replace(/[ .:?…]+$/, "");
const isBlank = (line) => !line.trim();
const withoutEnd = (line) => line.replace(/[\r\n]+$/, "");
/** Return a line with another word in place of an old one; what stands before and behind it stays. */
const exchange = (line, start, old, value) =>
  `${line.slice(0, start)}${value}${withoutEnd(line).slice(start + old.length)}`;

/** Return the fields of a text; `whole` is the text itself, from which it is written again. */
export function readSubmission(whole, plan) {
  const file = outline(whole, plan);
  const data = { whole, file_status: file.status?.value ?? "" };
  for (const section of plan.sections) {
    const place = file.sections.get(section.id);
    data[section.id] = {
      status: place?.status?.value ?? "",
      words: readStretch(file, place?.words),
      ...Object.fromEntries(
        section.parts.map((title, n) => [`part_${n}`, readStretch(file, place?.parts.get(n))]),
      ),
      reports: (place?.reports ?? []).map((report, at) => ({
        at,
        ...Object.fromEntries([...report.values].map(([name, { value }]) => [name, value])),
      })),
    };
  }
  return data;
}

/** Return the text in which the fields say what `data` says. */
export function writeSubmission(data, plan) {
  if (!data.whole) throw new Error("The file was not read; reload the page.");
  const before = readSubmission(data.whole, plan);
  const file = outline(data.whole, plan);
  const text = new Rewriting(file);
  if (data.file_status && data.file_status !== before.file_status) {
    if (file.status) {
      const { line, start, value } = file.status;
      text.replace(line, line + 1, [exchange(file.lines[line], start, value, data.file_status)]);
    } else text.replace(file.bodyStart - 1, file.bodyStart - 1, [`status: ${data.file_status}`]);
  }
  for (const section of plan.sections) {
    const after = data[section.id];
    if (after) writeSection(text, plan, section, before[section.id], after);
  }
  return text.finish();
}

function writeSection(text, plan, section, before, after) {
  const place = text.file.sections.get(section.id);
  const isChanged = (name) => (after[name] ?? "") !== before[name];
  const parts = section.parts.map((title, n) => [`part_${n}`, title, n]);
  const reports = after.reports ?? [];
  const newReports = reports.filter(({ at }) => at === undefined || at === null || at === "");
  const formatNew = () => newReports.map((report) => formatReport(report, plan));
  if (!place) {
    const blocks = [];
    if (after.status) blocks.push(`Status: ${after.status}`);
    if (trim(after.words)) blocks.push(trim(after.words));
    for (const [name, title] of parts) {
      if (trim(after[name])) blocks.push(`### ${title}`, trim(after[name]));
    }
    blocks.push(...formatNew());
    if (blocks.length) {
      text.addBlock(findNewPlace(text.file, plan, section), [`## ${section.title}`, ...blocks]);
    }
    return;
  }
  if (isChanged("status")) {
    const { status } = place;
    if (status && after.status) {
      const line = text.file.lines[status.line];
      const start = line.toLowerCase().lastIndexOf(status.value);
      text.replace(status.line, status.line + 1, [
        exchange(line, start, status.value, after.status),
      ]);
    } else if (status) text.remove(status.line, status.line + 1);
    else text.addBlock(place.start, [`Status: ${after.status}`]);
  }
  if (isChanged("words")) writeStretch(text, place.words, trim(after.words));
  for (const [name, title, n] of parts) {
    if (!isChanged(name)) continue;
    const stretch = place.parts.get(n);
    if (stretch) {
      writeStretch(text, stretch, trim(after[name]));
      continue;
    }
    const later = [...place.parts].filter(([other]) => other > n).map(([, { heading }]) => heading);
    const first = later[0] ?? place.reports[0]?.heading ?? place.end;
    text.addBlock(text.stepOverBlank(first), [`### ${title}`, trim(after[name])]);
  }
  const kept = new Map(reports.filter(({ at }) => Number.isInteger(at)).map((report) => [report.at, report]));
  place.reports.forEach((report, at) => {
    if (kept.has(at)) writeReport(text, plan, report, before.reports[at], kept.get(at));
    else text.remove(report.heading, report.end);
  });
  const blocks = formatNew();
  if (blocks.length) {
    text.addBlock(text.stepOverBlank(place.reports.at(-1)?.end ?? place.end), blocks);
  }
}

function writeStretch(text, stretch, words) {
  if (stretch.start === stretch.end) text.addBlock(stretch.start, [words]);
  else if (words) text.replace(stretch.start, stretch.end, words.split("\n"));
  else text.remove(stretch.start, stretch.end);
}

function writeReport(text, plan, report, before, after) {
  let last = report.first;
  for (const [name, label] of plan.labels) {
    const place = report.values.get(name);
    const value = join(after[name]);
    if (place) {
      last = place.end;
      if (value !== (before[name] ?? "")) {
        const line = withoutEnd(text.file.lines[place.line]);
        const prefix = line.slice(0, line.indexOf(":") + 1);
        const mark = line.slice(prefix.length).match(/^(?:\*\*|__)?/)[0];
        text.replace(place.line, place.end, [`${prefix}${mark} ${value}`.trimEnd()]);
      }
    } else if (value) text.replace(last, last, [`${label}: ${value}`]);
  }
}

function formatReport(report, plan) {
  const lines = plan.labels
    .filter(([name]) => join(report[name]))
    .map(([name, label]) => `${label}: ${join(report[name])}`);
  return [`### ${plan.report}`, "", ...lines].join("\n");
}

const trim = (words) => (words ?? "").replace(/^(?:[ \t]*\n)+|\s+$/g, "");
const join = (value) => String(value ?? "").replace(/\s*\n\s*/g, " ").trim();

/** Return the line before which a section is written that has no heading yet. */
function findNewPlace(file, plan, section) {
  const order = plan.sections.map(({ id }) => id);
  const later = order.slice(order.indexOf(section.id) + 1).find((id) => file.sections.has(id));
  return later ? file.sections.get(later).heading : file.lines.length;
}

/** Return where everything stands that the plan names, as numbers of lines. */
function outline(whole, plan) {
  const lines = whole.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
  const isFronted = /^---\s*$/.test(lines[0]?.replace(/^\uFEFF/, "") ?? "");
  const close = isFronted ? lines.findIndex((line, n) => n && /^-{3,}\s*$/.test(line)) : -1;
  const file = { lines, bodyStart: close + 1, sections: new Map(), status: undefined };
  for (let n = 1; n < close; n += 1) {
    const match = withoutEnd(lines[n]).match(/^(status:\s*["']?)(\w+)/);
    if (match && !file.status) file.status = { line: n, start: match[1].length, value: match[2] };
  }
  const { headings, comments } = findHeadings(lines, file.bodyStart);
  const ids = new Map(plan.sections.map((section) => [section.title, section]));
  headings.forEach((heading, n) => {
    const section = heading.level === 2 ? ids.get(heading.title) : undefined;
    if (!section || file.sections.has(section.id)) return;
    const rest = headings.slice(n + 1);
    const stop = rest.findIndex(({ level }) => level <= 2);
    const end = stop < 0 ? lines.length : rest[stop].line;
    const inner = stop < 0 ? rest : rest.slice(0, stop);
    file.sections.set(section.id, outlineSection(lines, comments, plan, section, heading, inner, end));
  });
  return file;
}

function outlineSection(lines, comments, plan, section, heading, inner, end) {
  const place = { heading: heading.line, start: heading.end, end, parts: new Map(), reports: [] };
  const isNothing = (line) => isBlank(lines[line]) || comments.has(line);
  const shrink = (start, stop) => {
    let [from, to] = [start, stop];
    while (from < to && isNothing(from)) from += 1;
    while (to > from && isNothing(to - 1)) to -= 1;
    // Where nothing is written yet, what is written goes below the notes.
    while (from === to && from > start && isBlank(lines[from - 1])) from = to = from - 1;
    return { start: from, end: to };
  };
  const titles = section.parts.map(fold);
  const isReport = new RegExp(`^${plan.report}(?: \\d{1,2})?[ :.]*$`, "i");
  const marks = inner
    .map((mark, n) => ({
      ...mark,
      part: titles.indexOf(fold(mark.title)),
      isReport: isReport.test(mark.title.trim()),
      next: inner[n + 1]?.line ?? end,
    }))
    .filter(({ part, isReport: isOne }) => part >= 0 || isOne);
  let first = heading.end;
  while (first < end && isNothing(first)) first += 1;
  const status = first < end && withoutEnd(lines[first]).match(STATUS);
  if (status && (first + 1 === end || isBlank(lines[first + 1]))) {
    place.status = { line: first, value: status[1].toLowerCase() };
  }
  const wordsStart = place.status ? first + 1 : heading.end;
  place.words = shrink(wordsStart, Math.max(wordsStart, marks[0]?.line ?? end));
  marks.forEach((mark, n) => {
    if (mark.isReport) place.reports.push(outlineReport(lines, comments, plan, mark));
    else if (!place.parts.has(mark.part)) {
      place.parts.set(mark.part, { heading: mark.line, ...shrink(mark.end, marks[n + 1]?.line ?? end) });
    }
  });
  return place;
}

function outlineReport(lines, comments, plan, mark) {
  const names = new Map(plan.labels.map(([name, label]) => [fold(label), name]));
  const leads = new Map(plan.leads.map(([id, name]) => [fold(name), id]));
  const report = { heading: mark.line, first: mark.end, end: mark.next, values: new Map() };
  let open;
  for (let n = mark.end; n < mark.next; n += 1) {
    const line = withoutEnd(lines[n]);
    const match = line.match(LABEL);
    const name = match && names.get(fold(match[1]));
    if (isBlank(line) || comments.has(n)) {
      open = undefined;
      if (!report.values.size) report.first = n + 1;
    } else if (name && !report.values.has(name)) {
      open = { line: n, end: n + 1, value: match[3].trim() };
      report.values.set(name, open);
    } else if (match && (name || (/^[A-Z]/.test(match[1]) && match[2] !== undefined))) open = undefined;
    else if (open) {
      open.value = `${open.value} ${line.trim()}`.trim();
      open.end = n + 1;
    }
  }
  const lead = report.values.get("lead");
  if (lead) lead.value = leads.get(fold(lead.value)) ?? lead.value;
  return report;
}

/** Return the headings outside code and comments, and which lines are of comments. */
function findHeadings(lines, start) {
  const headings = [];
  const comments = new Set();
  let fence = "";
  let isComment = false;
  let paragraph = -1;
  for (let n = start; n < lines.length; n += 1) {
    const line = withoutEnd(lines[n]);
    if (!fence && !isComment && /^ {0,3}<!--/.test(line)) isComment = true;
    if (isComment) {
      comments.add(n);
      isComment = !line.includes("-->");
      paragraph = -1;
      continue;
    }
    const mark = line.match(FENCE)?.[1];
    if (fence) {
      const closing = line.trim();
      if (mark && closing.length >= fence.length && closing === fence[0].repeat(closing.length)) fence = "";
      continue;
    }
    const heading = line.match(HEADING);
    const underline = paragraph >= 0 && line.match(UNDERLINE);
    if (mark) fence = mark;
    if (heading) headings.push({ level: heading[1].length, title: heading[2] ?? "", line: n, end: n + 1 });
    if (underline) {
      const title = lines.slice(paragraph, n).map((words) => words.trim()).join(" ");
      headings.push({ level: underline[1][0] === "=" ? 1 : 2, title, line: paragraph, end: n + 1 });
    }
    const isText = !mark && !heading && !underline && !isBlank(line);
    if (!isText) paragraph = -1;
    else if (paragraph < 0 && !NO_PARAGRAPH.test(line)) paragraph = n;
  }
  return { headings, comments };
}

const readStretch = (file, stretch) =>
  stretch ? withoutEnd(file.lines.slice(stretch.start, stretch.end).join("")).replace(/\r\n?/g, "\n") : "";

/** Changes to the lines of a file, all at the numbers that the lines had before. */
class Rewriting {
  constructor(file) {
    this.file = file;
    this.newline = file.lines.find((line) => /[\r\n]$/.test(line))?.match(/[\r\n]+$/)[0] ?? "\n";
    this.changes = [];
  }

  replace(start, end, lines) {
    this.changes.push({ start, end, lines });
  }

  /** Take out some lines, and the blank ones that followed them. */
  remove(start, end) {
    let stop = end;
    while (stop < this.file.lines.length && isBlank(this.file.lines[stop])) stop += 1;
    this.replace(start, stop, []);
  }

  /** Put blocks before a line, with a blank line on either side. */
  addBlock(line, blocks) {
    const { lines } = this.file;
    const before = line > this.file.bodyStart && !isBlank(lines[line - 1]) ? [""] : [];
    const after = line < lines.length && !isBlank(lines[line]) ? [""] : [];
    this.replace(line, line, [...before, ...blocks.join("\n\n").split("\n"), ...after]);
  }

  stepOverBlank(end) {
    let line = end;
    while (line > this.file.bodyStart && isBlank(this.file.lines[line - 1])) line -= 1;
    return line;
  }

  finish() {
    const lines = [...this.file.lines];
    // From the end, so that the numbers of what stands above stay true; at one place in their order.
    const changes = this.changes
      .map((change, order) => ({ ...change, order }))
      .sort((one, other) => other.start - one.start || other.order - one.order);
    for (const change of changes) {
      const isLast = change.start >= lines.length && change.lines.length;
      if (isLast && lines.length && !/[\r\n]$/.test(lines.at(-1))) lines.push(this.newline);
      const written = change.lines.map((line) => `${withoutEnd(line)}${this.newline}`);
      lines.splice(change.start, change.end - change.start, ...written);
    }
    return lines.join("");
  }
}

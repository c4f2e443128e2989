// The form: the editor is told which file to show, and how such a file is read and written.

import { readSubmission, writeSubmission } from "./submission.js";

const CHOICE = "boardpack-form-file";

const fail = (words) => {
  const note = document.createElement("p");
  note.setAttribute("role", "alert");
  note.textContent = words;
  document.getElementById("choice").prepend(note);
};

const loadScript = (address) =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error("The editor could not be loaded."));
    document.head.append(script);
  });

/** Return which file is written; signing in comes back without saying so. */
function findFile() {
  const asked = new URLSearchParams(location.search);
  const name = asked.get("file");
  if (name) sessionStorage.setItem(CHOICE, name);
  return name ?? (asked.has("code") ? sessionStorage.getItem(CHOICE) : null);
}

async function openForm(name) {
  const answer = await fetch(`${encodeURIComponent(name)}.json`);
  if (!answer.ok) throw new Error(`There is no form for '${name}'. Choose from the list.`);
  const { editor, plan } = await answer.json();
  const [collection] = editor.collections;
  window.CMS_MANUAL_INIT = true;
  await loadScript("../assets/write/decap-cms.js");
  window.CMS.registerCustomFormat(collection.format, "md", {
    fromFile: (text) => readSubmission(text, plan),
    toFile: (data) => writeSubmission(data, plan),
  });
  if (location.hash.length < 3) {
    location.hash = `#/collections/${collection.name}/entries/${collection.files[0].name}`;
  }
  document.getElementById("choice").remove();
  window.CMS.init({ config: { ...editor, load_config_file: false } });
}

const file = findFile();
if (file) openForm(file).catch((error) => fail(error.message));

// The SPARQL editor in place of the plain text field: colours, errors in the line, completion of variables.

const WAIT_MS = 500;

export function start() {
  const form = document.querySelector("#query-form");
  const plain = form.querySelector("textarea");
  const known = JSON.parse(document.querySelector("#prefixes").textContent);
  const Editor = window.Yasqe?.default ?? window.Yasqe;
  if (!Editor) return;
  // nothing is asked of servers elsewhere: no prefix.cc, no vocabularies
  Editor.defaults.autocompleters = ["variables"];
  const place = document.createElement("div");
  plain.after(place);
  const editor = new Editor(place, {
    value: declared(plain.value, known), persistenceId: null, consumeShareLink: null, showQueryButton: false, createShareableLink: null,
    resizeable: false, lineWrapping: true, viewportMargin: Infinity, autofocus: false,
    extraKeys: { "Ctrl-Enter": () => form.requestSubmit(), "Cmd-Enter": () => form.requestSubmit(), Tab: false, "Shift-Tab": false },
  });
  // it would set a height of its own; the sheet says how tall it is
  editor.getWrapperElement().style.height = "auto";
  editor.getInputField().setAttribute("aria-label", form.querySelector("label").textContent);
  plain.hidden = true;
  plain.required = false;
  let timer = 0;
  editor.on("change", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const lines = missing(editor.getValue(), known);
      if (lines) editor.replaceRange(lines, { line: 0, ch: 0 });
    }, WAIT_MS);
  });
  form.addEventListener("submit", () => { plain.value = editor.getValue(); });
}

/** The query with the prefixes that it uses: the service knows them, other servers and the editor do not. */
function declared(query, known) {
  return missing(query, known) + query;
}

/** Lines that declare the known prefixes which a query uses and does not declare. */
function missing(query, known) {
  const bare = query.replace(/<[^<>\s]*>|"[^"\n]*"|'[^'\n]*'|#[^\n]*/g, " ");
  return Object.entries(known)
    .filter(([name]) => new RegExp(`(?<![\\w:-])${name}:\\w`).test(bare) && !new RegExp(`PREFIX\\s+${name}:`, "i").test(query))
    .map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`)
    .join("");
}

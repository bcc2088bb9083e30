// The SPARQL editor in place of the plain text field: colours, errors in the line, completion of variables.

export function start() {
  const form = document.querySelector("#query-form");
  const plain = form.querySelector("textarea");
  const { Yasqe } = window;
  const Editor = Yasqe?.default ?? Yasqe;
  if (!Editor) return;
  // nothing is asked of servers elsewhere: no prefix.cc, no vocabularies
  Editor.defaults.autocompleters = ["variables"];
  const place = document.createElement("div");
  plain.after(place);
  const editor = new Editor(place, {
    value: plain.value, persistenceId: null, showQueryButton: false, createShareableLink: null, resizeable: false,
    lineWrapping: true, viewportMargin: Infinity, autofocus: false,
    prefixCcApi: "", addPrefixes: false,
    requestConfig: { endpoint: "/sparql" },
    extraKeys: { "Ctrl-Enter": submit, "Cmd-Enter": submit, Tab: false, "Shift-Tab": false },
  });
  editor.getInputField().setAttribute("aria-label", form.querySelector("label").textContent);
  plain.hidden = true;
  plain.required = false;
  form.addEventListener("submit", () => { plain.value = editor.getValue(); });

  function submit() {
    form.requestSubmit();
  }
}

// Follows a job until it is done, then shows the page anew.

const WAIT_MS = 700;

export function start() {
  const box = document.querySelector("#job");
  if (box.dataset.state !== "done") setTimeout(() => look(box), WAIT_MS);
}

/** @param {HTMLElement} box */
async function look(box) {
  try {
    const job = await (await fetch(`${box.dataset.job}?format=json`)).json();
    if (job.state === "done") return location.reload();
    const bar = box.querySelector("progress");
    if (bar) bar.value = job.done;
    const state = box.querySelector(".status");
    state.textContent = job.state;
    state.nextSibling.textContent = ` ${job.done} of ${job.total}${job.detail ? `: ${job.detail}` : ""}`;
  } catch {
    // the service may be busy or restarting; it is asked again
  }
  setTimeout(() => look(box), WAIT_MS);
}

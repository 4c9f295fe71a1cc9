// Keeps relative times true while a page stays open, and says whole times in the browser's zone when the
// reader has chosen none.
const words = (document.getElementById("announce")?.dataset.ago || "").split("|");
const LIMITS = [
  [60, 1],
  [3600, 60],
  [86400, 3600],
  [604800, 86400],
];

function refresh() {
  for (const time of document.querySelectorAll("time.ago")) {
    const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
    const index = LIMITS.findIndex(([limit]) => seconds < limit);
    if (index < 0 || seconds < -60 || words.length !== 4) continue;
    const text = words[index].replace("%d", String(Math.floor(seconds / LIMITS[index][1])));
    if (time.textContent !== text) time.textContent = text;
  }
}

function localise() {
  if (document.documentElement.dataset.zone) return;
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  for (const time of document.querySelectorAll("time[title]")) {
    const moment = new Date(time.dateTime);
    if (!Number.isNaN(moment.getTime())) time.title = format.format(moment);
  }
}

localise();
setInterval(refresh, 60000);
document.addEventListener("visibilitychange", refresh);
document.addEventListener("htmx:afterSwap", localise);

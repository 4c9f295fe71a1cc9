// Notes what was read: the highest number up to which every post of the page was on the screen for a moment. Told every
// few seconds and on leaving, in one small post; nothing is asked back.
const HELD = 700;
const EVERY = 4000;
const mark = document.querySelector("reading-mark");
const token = document.querySelector("#act [name=csrfmiddlewaretoken]")?.value;

// The numbers that are new to the reader, in their order; on a question's page they stand in another.
const waiting = new Map();
let told = Number(mark?.dataset.read || 0);
let reached = told;
let timer = 0;

function tell() {
  clearTimeout(timer);
  timer = 0;
  if (reached <= told) return;
  told = reached;
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, read: `${mark.dataset.item}.${reached}` });
  if (!navigator.sendBeacon("/read", body)) fetch("/read", { method: "POST", body, keepalive: true }).catch(() => {});
}

function saw(number) {
  waiting.delete(number);
  const next = Math.min(...waiting.keys());
  const upTo = Math.max(...[...numbers].filter((one) => one < next), told);
  if (upTo <= reached) return;
  reached = upTo;
  timer ||= setTimeout(tell, EVERY);
}

// A post is seen when half of it is on the screen, or when it fills half of the screen.
function look(entry) {
  const number = Number(entry.target.dataset.n);
  const half = entry.intersectionRatio >= 0.5 || entry.intersectionRect.height >= innerHeight / 2;
  if (!waiting.has(number)) return;
  clearTimeout(waiting.get(number));
  waiting.set(number, entry.isIntersecting && half && !document.hidden ? setTimeout(saw, HELD, number) : 0);
}

const numbers = new Set();
if (mark && token) {
  const observer = new IntersectionObserver((entries) => entries.forEach(look), {
    threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1],
  });
  const watch = () => {
    for (const post of document.querySelectorAll("main [data-n]")) {
      const number = Number(post.dataset.n);
      if (number <= told) continue;
      numbers.add(number);
      waiting.set(number, 0);
      observer.observe(post);
    }
  };
  watch();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      for (const timer of waiting.values()) clearTimeout(timer);
      tell();
    } else {
      // What was on the screen while the page was hidden is looked at again.
      observer.disconnect();
      for (const post of document.querySelectorAll("main [data-n]")) {
        if (waiting.has(Number(post.dataset.n))) observer.observe(post);
      }
    }
  });
  addEventListener("pagehide", tell);
}

// This browser's own copies of what was written (drafts.js makes them): what the server has taken need not be kept here.
// Nor what is very old, nor anything after signing out.
const stored = () => Object.keys(localStorage).filter((name) => name.startsWith("draft/"));
const taken = document.cookie.match(/(?:^|; )lorehall_sent=([^;]+)/)?.[1];

for (const name of stored()) {
  const kept = JSON.parse(localStorage.getItem(name));
  if ((taken && kept.token === taken) || Date.now() - kept.at > 30 * 86400e3) localStorage.removeItem(name);
}
if (taken) document.cookie = "lorehall_sent=; Max-Age=0; Path=/; SameSite=Lax";

document.addEventListener("submit", (event) => {
  const target = event.submitter?.formAction || event.target.action;
  if (typeof target !== "string" || !new URL(target, location.href).pathname.endsWith("/logout")) return;
  for (const name of stored()) localStorage.removeItem(name);
});

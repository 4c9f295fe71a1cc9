// <pass-key data-mode="get|create" data-options='…' | data-options-url="…" data-trouble="…"> around a form with a
// hidden field "credential": submitting it asks the browser for a passkey first. Hidden where browsers know none.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const decoded = (options) => {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (key[list]) key[list] = key[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return { publicKey: key };
};

const encoded = (credential) => {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
};

class PassKey extends HTMLElement {
  connectedCallback() {
    this.hidden = !window.PublicKeyCredential;
    if (this.hidden) return;
    this.form = this.querySelector("form");
    this.form.setAttribute("hx-boost", "false");
    this.form.addEventListener("submit", (event) => this.ask(event));
  }

  async options() {
    if (this.dataset.options) return JSON.parse(this.dataset.options);
    const answer = await fetch(this.dataset.optionsUrl, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return (await answer.json()).request_options;
  }

  async ask(event) {
    const field = this.form.elements.credential;
    if (field.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    try {
      const options = decoded(await this.options());
      const credentials = navigator.credentials;
      const made = this.dataset.mode === "create" ? await credentials.create(options) : await credentials.get(options);
      field.value = JSON.stringify(encoded(made));
      this.form.submit();
    } catch {
      this.say(this.dataset.trouble);
    }
  }

  say(words) {
    let place = this.querySelector("[role=alert]");
    if (!place) {
      place = document.createElement("p");
      place.className = "error";
      place.setAttribute("role", "alert");
      this.append(place);
    }
    place.textContent = words;
  }
}

if (!customElements.get("pass-key")) customElements.define("pass-key", PassKey);

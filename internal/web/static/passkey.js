// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Passkeys need the browser's own dialogue, and with it a script. Without one there is the password.
"use strict";

async function passkey(section, ask, answer, act) {
  const told = section.querySelector("[role=status]");
  told.textContent = "";
  try {
    const asked = await fetch(ask, { method: "POST" });
    if (!asked.ok) throw new Error(await asked.text());
    const credential = await act((await asked.json()).publicKey);
    const done = await fetch(answer(), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(credential.toJSON()) });
    if (!done.ok) throw new Error(await done.text());
    location.assign(section.dataset.after);
  } catch (e) {
    told.textContent = e.name === "NotAllowedError" ? "The browser gave no passkey." : e.message;
  }
}

for (const section of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential || !PublicKeyCredential.parseRequestOptionsFromJSON) continue;
  section.hidden = false;
  section.querySelector("form").addEventListener("submit", e => {
    e.preventDefault();
    if (section.dataset.passkey === "enter") {
      passkey(section, "/login/passkey", () => "/login/passkey/answer",
        o => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(o) }));
    } else {
      const name = section.querySelector("input").value;
      passkey(section, "/account/passkey", () => "/account/passkey/answer?name=" + encodeURIComponent(name),
        o => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(o) }));
    }
  });
}

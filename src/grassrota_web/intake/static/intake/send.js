/* Before the form is sent: contact details are sealed to the inspection office, and the device works for it.
   Without this script both are done without it: see the page. */
"use strict";

(() => {
  const form = document.getElementById("send");
  const { challenge, bits, pieces, subject, from, worker: script } = form.dataset;
  const field = (name) => form.elements.namedItem(name);
  const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const bytes = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

  /** Numbers that prove work on a text. */
  const work = (text) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(script);
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
      worker.postMessage({ challenge, subject: text, bits: Number(bits), pieces: Number(pieces) });
    });

  /** The same box as that of sealed_box.py: ECDH on P-256, HKDF-SHA-256, AES-256-GCM, padded to one size. */
  const seal = async (text) => {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const open = bytes(form.dataset.public);
    const office = await crypto.subtle.importKey("raw", open, curve, false, []);
    const once = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", once.publicKey));
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: office }, once.privateKey, 256);
    const salt = new Uint8Array([...point, ...open]);
    const info = new TextEncoder().encode("grassrota contact 1");
    const source = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt, info };
    const key = await crypto.subtle.deriveKey(how, source, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const data = new TextEncoder().encode(text);
    const padded = new Uint8Array(2048);
    padded.set([data.length >> 8, data.length & 255]);
    padded.set(data, 2);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return hex(point) + hex(iv) + hex(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, padded));
  };

  const sealContact = async () => {
    if (!form.dataset.public || !field("box") || !window.crypto?.subtle) return;
    const contact = field("contact").value.trim(), watch = field("watch").value.trim();
    if (!contact && !watch) return;
    field("box").value = await seal(JSON.stringify({ contact, watch }));
    field("contact").value = field("watch").value = "";
  };

  /** Sends the form by itself: asked to submit again so soon after it was held back, a browser may do nothing. */
  const send = (button) => {
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
    form.append(pressed);
    form.submit();
  };

  const begun = subject ? work(subject) : null;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = document.getElementById("working");
    if (told.textContent) return;
    told.textContent = told.dataset.words;
    try {
      await sealContact();
      field("work").value = await (begun || work(field(from).value));
    } catch {
      // then it is sent as without this script
    }
    send(event.submitter || form.querySelector("button"));
  });
})();

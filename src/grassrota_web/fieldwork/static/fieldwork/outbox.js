/*
 * What is written down where there may be no network: first into this browser, and then sent. It leaves the browser only
 * when the server has said that it has it; sent twice, it is known by its random id and counts once.
 */
"use strict";

const AT_ONCE = 50;

/* A database of this browser, with what is kept in it by name. */
function openOutbox(database, stores) {
  const open = new Promise((resolve, reject) => {
    const asked = indexedDB.open(database, 1);
    asked.onupgradeneeded = () => {
      for (const [name, options] of Object.entries(stores)) asked.result.createObjectStore(name, options);
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

  async function within(name, mode, work) {
    const known = await open;
    return new Promise((resolve, reject) => {
      const transaction = known.transaction(name, mode, { durability: "strict" });
      const asked = work(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(asked && asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  return {
    put: (name, value, key) => within(name, "readwrite", (store) => store.put(value, key)),
    drop: (name, id) => within(name, "readwrite", (store) => store.delete(id)),
    get: (name, key) => within(name, "readonly", (store) => store.get(key)),
    all: (name) => within(name, "readonly", (store) => store.getAll()),
  };
}

/* Whose this is: whoever opened the page last while signed in here. */
async function whoseIs(outbox, person) {
  if (person) await outbox.put("self", person, "person");
  return person || (await outbox.get("self", "person")) || "";
}

const cookie = (name) => (document.cookie.match(`(?:^|; )${name}=([^;]*)`) || [])[1] || "";

async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    redirect: "manual",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("grassrota_csrf") },
    body: JSON.stringify(body),
  });
  // signed out, another factor to show, another account, or an old form: everything stays here
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw new Error("signed out");
  if (answer.status === 422) return { faults: (await answer.json()).faults };
  if (!answer.ok) throw new Error("no answer");
  return answer.json();
}

/* Sends what somebody wrote down; what is refused stays, with the reason. Says how much was sent. */
async function deliver(outbox, name, person, address) {
  const due = (await outbox.all(name)).filter((one) => one.person === person && !one.refused);
  let sent = 0;
  for (let first = 0; first < due.length; first += AT_ONCE) {
    const some = due.slice(first, first + AT_ONCE);
    const answer = await post(address, { for: person, entries: some.map((one) => one.entry) });
    if (!answer.results) throw new Error("another account");
    for (const [place, result] of answer.results.entries()) {
      const one = some[place];
      if (result.receipt === "refused") await outbox.put(name, { ...one, refused: result.faults.join(" ") });
      else await outbox.drop(name, one.id);
      sent += result.receipt !== "refused";
    }
  }
  return sent;
}

/* Does something over and over, but never twice at a time: that would only ask the same twice. */
function inTurn(work) {
  let busy = Promise.resolve();
  return () => {
    busy = busy.then(work);
    return busy;
  };
}

function read(form) {
  const given = Object.fromEntries(new FormData(form));
  delete given.csrfmiddlewaretoken;
  return given;
}

/* What was found on visits, by way of the outbox: kept on the telephone until there is a network. */
"use strict";

const page = document.querySelector("#visits-outbox");
const words = page.dataset;
const told = document.querySelector("#told");
const backlog = document.querySelector("#backlog");
const sendNow = document.querySelector("#send-now");
const form = document.querySelector("#note-finding");
const outbox = openOutbox("grassrota-visits", { findings: { keyPath: "id" }, self: {} });
const whose = () => whoseIs(outbox, words.person);

function say(text) {
  told.textContent = text;
}

async function show() {
  const person = await whose();
  const own = (await outbox.all("findings")).filter((one) => one.person === person);
  backlog.replaceChildren(...own.map(line));
  sendNow.hidden = !own.length;
}

function line(one) {
  const item = document.createElement("li");
  item.textContent = one.place;
  if (one.refused) {
    const why = document.createElement("strong");
    why.textContent = ` ${words.refused} ${one.refused}`;
    const away = document.createElement("button");
    away.type = "button";
    away.className = "secondary";
    away.textContent = words.drop;
    away.addEventListener("click", () => outbox.drop("findings", one.id).then(show));
    item.append(why, " ", away);
  }
  return item;
}

const send = inTurn(async () => {
  const person = await whose();
  if (!person) return;
  try {
    const sent = await deliver(outbox, "findings", person, words.sync);
    if (sent) say(words.sent.replace("%d", sent));
  } catch (error) {
    say(error.message === "signed out" ? words.signedOut : words.later);
  }
  await show();
});

const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);

if (form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const id = form.dataset.visit;
    await outbox.put("findings", { id, person: await whose(), place: form.dataset.place, entry: { id, on: today(), ...read(form) } });
    say(words.kept);
    await send();
    const kept = (await outbox.all("findings")).find((one) => one.id === id);
    if (!kept) window.location.assign(words.list);
    else if (kept.refused) {
      // sent as a form, so that what is missing is said beside it
      await outbox.drop("findings", id);
      form.submit();
    }
  });
}
sendNow.addEventListener("click", send);
window.addEventListener("online", send);
show().then(send);

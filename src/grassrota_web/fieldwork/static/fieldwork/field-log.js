/* Days in the field and what people want passed on, by way of the outbox. */
"use strict";

const page = document.querySelector("#field-log");
const words = page.dataset;
const backlog = document.querySelector("#backlog");
const told = document.querySelector("#told");
const sendNow = document.querySelector("#send-now");

const outbox = openOutbox("grassrota-field-log", { days: { keyPath: "id" }, topics: { keyPath: "id" }, self: {} });
const { put, drop, all } = outbox;
const whose = () => whoseIs(outbox, words.person);

const randomId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/* A receipt code, drawn here so that it can be handed over without a network; see opinions/receipts/checksum.py. */
const SYMBOLS = "0123456789ACEFHKMPRTWXY";
const FIELD = SYMBOLS.length;

function drawCode() {
  const word = [];
  while (word.length < 18) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    // the largest multiple of 23 in a byte: every character is as likely as the others
    if (byte < 253) word.push(byte % FIELD);
  }
  const weights = Array.from({ length: 20 }, (_, place) => power(5, place));
  const plain = word.reduce((sum, number) => sum + number, 0);
  const weighed = word.reduce((sum, number, place) => sum + weights[place] * number, 0);
  const [first, second] = weights.slice(18);
  const last = modulo(modulo(first * plain - weighed) * power(modulo(second - first), FIELD - 2));
  const code = [...word, modulo(-plain - last), last].map((number) => SYMBOLS[number]).join("");
  return code.match(/.{4}/g).join("-");
}

const modulo = (number) => ((number % FIELD) + FIELD) % FIELD;

function power(base, exponent) {
  let found = 1;
  for (let step = 0; step < exponent; step += 1) found = modulo(found * base);
  return found;
}

function say(text) {
  told.textContent = text;
}

async function show() {
  const [days, topics, person] = [await all("days"), await all("topics"), await whose()];
  const own = days.filter((day) => day.person === person);
  const others = days.length - own.length;
  const waiting = own.length + topics.length;
  const refused = topics.filter((topic) => topic.refused);
  const lines = own.map((day) => line("days", day, `${said.format(new Date(day.entry.day))} · ${day.entry.place}`));
  backlog.replaceChildren(...lines, ...refused.map((topic) => line("topics", topic, topic.place)));
  document.querySelector("#waiting").textContent = waiting
    ? words.waiting.replace("%d", waiting) + (topics.length ? ` ${words.topics.replace("%d", topics.length)}` : "")
    : words.nothing;
  document.querySelector("#others").textContent = others ? words.others.replace("%d", others) : "";
  sendNow.hidden = !waiting;
}

const said = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeZone: "UTC" });

function line(store, one, text) {
  const item = document.createElement("li");
  item.textContent = text;
  if (one.refused) {
    const why = document.createElement("strong");
    why.textContent = ` ${words.refused} ${one.refused}`;
    const away = document.createElement("button");
    away.type = "button";
    away.className = "secondary";
    away.textContent = words.drop;
    away.addEventListener("click", () => drop(store, one.id).then(show));
    item.append(why, " ", away);
  }
  return item;
}

async function sendTopics() {
  let sent = 0;
  for (const topic of await all("topics")) {
    const answer = await post(words.passing, topic);
    if (answer.faults) {
      await put("topics", { ...topic, refused: answer.faults.join(" ") });
      continue;
    }
    await drop("topics", topic.id);
    sent += 1;
  }
  return sent;
}

const send = inTurn(async () => {
  const person = await whose();
  if (!person) return;
  try {
    const sent = (await deliver(outbox, "days", person, words.sync)) + (await sendTopics());
    if (sent) say(words.sent.replace("%d", sent));
  } catch (error) {
    say(error.message === "signed out" ? words.signedOut : words.later);
  }
  await show();
});

document.querySelector("#note-day").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (!form.reportValidity()) return;
  const { day, kind, place, contacts } = read(form);
  const id = randomId();
  const entry = { id, day, kind, place, contacts: Number(contacts || 0) };
  await put("days", { id, person: await whose(), entry });
  form.reset();
  say(words.kept);
  await show();
  await send();
});

document.querySelector("#pass-on").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (!form.reportValidity()) return;
  const given = read(form);
  if (!given.consent) {
    form.reset();
    say(words.nowhere);
    return;
  }
  // said here, while whoever knows it is still there to be asked
  if (given.named.trim() && !given.units.trim() && !given.inspection) {
    form.elements.units.focus();
    say(words.office);
    return;
  }
  form.reset();
  const code = drawCode();
  await put("topics", { ...given, id: randomId(), code });
  say(words.kept);
  handOver(code);
  await show();
  await send();
});

const receipt = document.querySelector("#receipt");

function handOver(code) {
  receipt.querySelector(".receipt-code").textContent = code;
  receipt.hidden = !code;
  if (code) receipt.focus();
}

document.querySelector("#handed-over").addEventListener("click", () => handOver(""));
sendNow.addEventListener("click", send);
window.addEventListener("online", send);
if ("serviceWorker" in navigator) navigator.serviceWorker.register(words.worker, { scope: words.scope });
show().then(send);

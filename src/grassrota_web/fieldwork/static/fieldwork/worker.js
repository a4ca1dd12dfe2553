/* Answers for the field log when there is no network: with a form that knows nobody, and what it needs to look right. */
"use strict";

const STORE = "field-log-3";
const SHELL = "/field/log/offline/";
const PAGE = "/field/log/";

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    if (new URL(request.url).pathname === PAGE) event.respondWith(fetch(request).catch(shell));
  } else {
    event.respondWith(fetch(request).catch(() => caches.match(request, { ignoreVary: true }).then(orNothing)));
  }
});

async function keepShell() {
  const store = await caches.open(STORE);
  const answer = await fetch(SHELL, { credentials: "same-origin", redirect: "error" });
  if (!answer.ok) throw new Error("the form without a network is not there");
  const text = await answer.clone().text();
  await store.put(SHELL, answer);
  const parts = [...text.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
  await store.addAll(parts);
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name)));
}

async function shell() {
  return orNothing(await caches.match(SHELL, { ignoreVary: true }));
}

function orNothing(answer) {
  return answer || Response.error();
}

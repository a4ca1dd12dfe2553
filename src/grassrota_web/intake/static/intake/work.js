/* Looks for the numbers that proof_of_work.py asks for. SHA-256 (FIPS 180-4) is written out here, since the browser's own
   answers each hash with a promise, which takes ten times as long. */
"use strict";

const K = new Uint32Array(64), START = new Uint32Array(8), W = new Uint32Array(64);
(() => {
  const fraction = (number, power) => ((number ** power) % 1) * 2 ** 32;
  for (let number = 2, found = 0; found < 64; number++) {
    let part = 2;
    while (part * part <= number && number % part) part++;
    if (part * part <= number) continue;
    if (found < 8) START[found] = fraction(number, 1 / 2);
    K[found++] = fraction(number, 1 / 3);
  }
})();

const turn = (word, by) => (word >>> by) | (word << (32 - by));

/** Takes one block of 64 bytes into a hash. */
const take = (hash, view, at) => {
  for (let i = 0; i < 16; i++) W[i] = view.getUint32(at + 4 * i);
  for (let i = 16; i < 64; i++) {
    const a = W[i - 15], b = W[i - 2];
    W[i] = W[i - 16] + W[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
  }
  let a = hash[0], b = hash[1], c = hash[2], d = hash[3], e = hash[4], f = hash[5], g = hash[6], h = hash[7];
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  hash[0] += a; hash[1] += b; hash[2] += c; hash[3] += d; hash[4] += e; hash[5] += f; hash[6] += g; hash[7] += h;
};

/** The hash of a text in hexadecimal digits. */
const hashed = (text) => {
  const data = new TextEncoder().encode(text), bytes = new Uint8Array((((data.length + 8) >> 6) + 1) << 6);
  const view = new DataView(bytes.buffer), hash = START.slice();
  bytes.set(data);
  bytes[data.length] = 0x80;
  view.setUint32(bytes.length - 4, data.length * 8);
  for (let at = 0; at < bytes.length; at += 64) take(hash, view, at);
  return Array.from(hash, (word) => word.toString(16).padStart(8, "0")).join("");
};

/** The first number whose hash behind a beginning, which is ASCII and short, has so many leading zero bits. */
const search = (beginning, bits) => {
  const block = new Uint8Array(64), view = new DataView(block.buffer), hash = new Uint32Array(8);
  for (let number = 0; ; number++) {
    const text = beginning + number;
    block.fill(0);
    for (let i = 0; i < text.length; i++) block[i] = text.charCodeAt(i);
    block[text.length] = 0x80;
    view.setUint16(62, text.length * 8);
    hash.set(START);
    take(hash, view, 0);
    if (hash[0] >>> (32 - bits) === 0) return number;
  }
};

self.onmessage = ({ data: { challenge, subject, bits, pieces } }) => {
  const prefix = hashed(`${challenge} ${subject}`).slice(0, 40);
  const found = Array.from({ length: pieces }, (_, piece) => search(`${prefix} ${piece} `, bits));
  self.postMessage(found.join(" "));
};

/* Finds the number of a challenge: SHA-256 of salt and number, tried one after the other, beside the page. */
const ROUNDS = new Uint32Array(64);
const START = new Uint32Array(8);

(() => {
  const isPrime = (value) => {
    for (let factor = 2; factor * factor <= value; factor += 1) {
      if (value % factor === 0) {
        return false;
      }
    }
    return true;
  };
  const fraction = (value) => ((value - Math.floor(value)) * 4294967296) | 0;
  let count = 0;
  for (let value = 2; count < 64; value += 1) {
    if (isPrime(value)) {
      if (count < 8) {
        START[count] = fraction(Math.sqrt(value));
      }
      ROUNDS[count] = fraction(Math.cbrt(value));
      count += 1;
    }
  }
})();

const schedule = new Uint32Array(64);

function compress(state, bytes, offset) {
  for (let at = 0; at < 16; at += 1) {
    const from = offset + at * 4;
    schedule[at] = (bytes[from] << 24) | (bytes[from + 1] << 16) | (bytes[from + 2] << 8) | bytes[from + 3];
  }
  for (let at = 16; at < 64; at += 1) {
    const one = schedule[at - 15];
    const two = schedule[at - 2];
    const small = ((one >>> 7) | (one << 25)) ^ ((one >>> 18) | (one << 14)) ^ (one >>> 3);
    const large = ((two >>> 17) | (two << 15)) ^ ((two >>> 19) | (two << 13)) ^ (two >>> 10);
    schedule[at] = schedule[at - 16] + small + schedule[at - 7] + large;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let at = 0; at < 64; at += 1) {
    const large = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const first = (h + large + ((e & f) ^ (~e & g)) + ROUNDS[at] + schedule[at]) | 0;
    const small = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const second = (small + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  new DataView(padded.buffer).setUint32(padded.length - 4, bytes.length * 8);
  const state = new Uint32Array(START);
  for (let offset = 0; offset < padded.length; offset += 64) {
    compress(state, padded, offset);
  }
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

self.onmessage = (event) => {
  const { challenge, salt, maxNumber } = event.data;
  for (let number = 0; number <= maxNumber; number += 1) {
    if (sha256(salt + number) === challenge) {
      self.postMessage(number);
      return;
    }
  }
  self.postMessage(-1);
};

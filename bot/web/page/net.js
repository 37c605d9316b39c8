// Talking to Muster: what is handed in, and the stream of what is said.

const AGAIN = 2000;
const WHY = { 409: "nothing_planned" };

// Hands something in. Throws an error whose `word` says what to tell the person.
export async function hand(door, what) {
  let answer;
  try {
    answer = await fetch(door, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(what),
    });
  } catch {
    throw trouble("offline");
  }
  if (!answer.ok) throw trouble(WHY[answer.status] ?? (answer.status >= 500 ? "not_taken" : "not_understood"));
  return answer.json();
}

export async function ask(door, query, signal) {
  const answer = await fetch(`${door}?${new URLSearchParams(query)}`, { signal });
  if (!answer.ok) throw trouble("not_taken");
  return answer.json();
}

function trouble(word) {
  return Object.assign(new Error(word), { word });
}

// The same key twice is the same thing once: a second try after a lost answer doubles nothing.
export function newKey() {
  return crypto.randomUUID();
}

// One stream at a time. The browser itself comes back with the last id it saw; only when the server refused it is a new
// one opened.
export class Stream {
  constructor(hear) {
    this.hear = hear;
  }

  open(rooms, persona) {
    this.close();
    const asked = new URLSearchParams({ as: persona });
    for (const room of rooms) asked.append("room", room);
    const source = new EventSource(`/events?${asked}`);
    this.source = source;
    for (const name of ["history", "message", "closed", "jump", "clock"]) {
      source.addEventListener(name, (event) => this.hear(name, JSON.parse(event.data)));
    }
    source.addEventListener("open", () => this.hear("online"));
    source.addEventListener("error", () => {
      if (this.source !== source) return;
      this.hear("offline");
      if (source.readyState === EventSource.CLOSED) this.later = setTimeout(() => this.open(rooms, persona), AGAIN);
    });
  }

  close() {
    clearTimeout(this.later);
    this.source?.close();
    this.source = null;
  }
}

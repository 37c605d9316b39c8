// The page: who speaks, in which room, at what time, in which language.

import { make } from "./make.js";
import { Stream, ask, hand, newKey } from "./net.js";
import { nightly } from "./night.js";
import { Room } from "./room.js";
import { locale, moment, setZone, speak, word } from "./words.js";

const WAIT = 350;
const PATIENCE = 10000;
const at = (id) => document.getElementById(id);
const choice = { persona: at("persona"), room: at("room"), jump: at("jump"), language: at("language") };
const time = { ahead: 0, zone: "UTC" };
const wide = matchMedia("(min-width: 56rem)");
const rooms = new Map();
// The room of each look that lies on top in its column.
const tops = new Map();
const posts = { language: "", names: new Map() };
let begun = Boolean(sessionStorage.getItem("begun"));
let troubled = "";
let waiting;
let heard = 0;

const persona = () => choice.persona.value;
const here = () => rooms.get(choice.room.value);

// What the page has to say: trouble stays until it is over, waiting passes by itself.
function notice(name) {
  clearTimeout(waiting);
  troubled = name;
  at("notice").className = name ? "trouble" : "";
  at("notice").textContent = name ? word(name) : "";
}

function wait() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    at("notice").textContent = word("answering");
    waiting = setTimeout(() => notice(""), PATIENCE);
  }, WAIT);
}

// A button acts once until it was heard.
async function once(button, act) {
  if (button?.getAttribute("aria-disabled")) return;
  button?.setAttribute("aria-disabled", "true");
  try {
    await act();
  } catch (problem) {
    notice(problem.word ?? "not_taken");
    if (!button) throw problem;
  } finally {
    button?.removeAttribute("aria-disabled");
  }
}

function furnish(told) {
  const mine = () => ({ room: told.id, as: persona() });
  const handIn = async (door, what, answered = true) => {
    const before = heard;
    const done = await hand(door, { ...mine(), ...what });
    notice("");
    begin();
    // The answer may have been quicker than the receipt.
    if (answered && heard === before) wait();
    return done;
  };
  const say = (text, key) => handIn("/say", { text, key }, /^\s*[/／]/.test(text));
  const acts = {
    press: (message, line, button) => once(button, () => handIn("/press", { message, line, key: newKey() })),
    say: (line, button) =>
      once(button, async () => {
        await say(line, newKey());
        room.place.focus({ preventScroll: true });
      }),
    send: (message, draft, answers, key) => handIn("/form", { message, draft, answers, key }),
    private: () => {
      enter(rooms.get("private"));
      here().box.field.focus();
    },
    leave: () => room.box.field.focus(),
    file: (letter, block) => `/file/${letter}-${block}?${new URLSearchParams(mine())}`,
    chart: (letter, block, theme) => `/chart/${letter}-${block}-${theme}.png?${new URLSearchParams(mine())}`,
  };
  const first = (one) => !begun && one === [...rooms.values()][0];
  const room = new Room(told, { acts, entered: enter, first, say, notice, scene: () => ({ room: told.id, persona: persona() }) });
  rooms.set(told.id, room);
  // Rooms of one platform share a column, as chats share a window there.
  column("chats", told.look).append(room.tab);
  column("rooms", told.look).append(room.element);
}

function column(inside, look) {
  const found = at(inside).querySelector(`.column.${look}`);
  return found ?? at(inside).appendChild(make("div", { class: `column ${look}` }));
}

// Whoever has said something needs no welcome.
function begin() {
  if (begun) return;
  begun = true;
  sessionStorage.setItem("begun", "yes");
  for (const room of rooms.values()) room.log.divide();
}

// Work in a room. The others of its column make way; on a narrow page all others do.
function enter(room) {
  choice.room.value = room.id;
  sessionStorage.setItem("room", room.id);
  arrange();
}

function arrange() {
  const now = here();
  tops.set(now.look, now);
  for (const room of rooms.values()) {
    if (!tops.has(room.look)) tops.set(room.look, room);
    if (room.here !== (room === now)) room.current(room === now);
  }
  for (const room of rooms.values()) {
    const shown = tops.get(room.look) === room && (wide.matches || room === now);
    const before = room.seen;
    room.element.hidden = !shown;
    room.tab.classList.toggle("top", shown);
    if (shown && !before) room.log.end();
    room.box.grow();
    room.look_at();
  }
}

const stream = new Stream((name, told) => {
  switch (name) {
    case "history":
      setClock(told);
      rooms.get(told.room).history(persona(), told.messages);
      break;
    case "message":
      if (told.speaker === null) heard += 1;
      if (told.speaker === null && !troubled) notice("");
      rooms.get(told.room).message(told);
      break;
    case "closed":
      for (const room of rooms.values()) room.log.closed(told.draft);
      break;
    case "jump":
      for (const room of rooms.values()) room.log.jumped(told.now, told.zone);
      break;
    case "clock":
      setClock(told);
      break;
    case "online":
      if (troubled === "offline") notice("");
      break;
    case "offline":
      notice("offline");
      break;
  }
});

function setClock({ now, zone, posts: language }) {
  time.ahead = new Date(now).getTime() - performance.now();
  time.zone = zone;
  setZone(zone);
  tick();
  if (language !== undefined) offer(language);
}

function tick() {
  const now = new Date(time.ahead + performance.now());
  const said = moment(now, time.zone);
  if (at("clock").textContent !== said) at("clock").textContent = said;
  at("clock").dateTime = now.toISOString();
  at("zone").textContent = time.zone;
}

// Whoever reads the page in another language than the team is posted to in may change that, too.
function offer(language) {
  posts.language = language;
  const [said, change] = at("posts").children;
  said.textContent = word("posts_are", { language: posts.names.get(language) ?? language });
  change.textContent = word("post_in", { language: posts.names.get(locale()) ?? locale() });
  at("posts").hidden = !language || language === locale() || sessionStorage.getItem("posts") === locale();
}

function listen() {
  sessionStorage.setItem("persona", persona());
  stream.open([...rooms.keys()], persona());
}

function options(select, found, kept) {
  const value = kept ?? select.value;
  select.replaceChildren(...found.map(([id, title]) => make("option", { value: id }, title)));
  if (found.some(([id]) => id === value)) select.value = value;
}

// Where one can jump, under its headings.
function jumps(found) {
  const { jump } = choice, { value } = jump;
  jump.replaceChildren(...[...new Set(found.map(({ group }) => group))].map((label) => {
    const here = found.filter(({ group }) => group === label);
    return make("optgroup", { label }, ...here.map((each) => make("option", { value: each.id }, each.label)));
  }));
  if (found.some(({ id }) => id === value)) jump.value = value;
}

// Puts the page into a language; without one, into that of the person who speaks.
async function dress(language) {
  const told = await ask("/desk", { lang: language ?? "", as: persona() || sessionStorage.getItem("persona") || "" });
  speak(told);
  posts.names = new Map(told.languages);
  const titled = ({ name, role }) => (role ? `${name} · ${role}` : name);
  options(choice.persona, told.people.map((each) => [each.id, titled(each)]), persona() || sessionStorage.getItem("persona"));
  options(choice.room, told.rooms.map(({ id, title, like }) => [id, `${title} · ${like}`]), choice.room.value || sessionStorage.getItem("room"));
  jumps(told.jumps);
  options(choice.language, told.languages, told.locale);
  at("jumping").hidden = !told.jumps.length;
  at("chats").setAttribute("aria-label", word("chats"));
  for (const each of told.rooms) {
    if (!rooms.has(each.id)) furnish(each);
    rooms.get(each.id).dress(each);
  }
  setClock(told);
  if (troubled) notice(troubled);
}

async function quietly(act) {
  try {
    await act();
  } catch (problem) {
    notice(problem.word ?? "not_taken");
  }
}

choice.room.addEventListener("change", () => enter(here()));
choice.persona.addEventListener("change", () => {
  listen();
  // The language that was chosen on this page is also the one its people are answered in.
  quietly(() => (localStorage.getItem("language") ? hand("/language", { persona: persona(), language: locale() }) : dress()));
});
choice.language.addEventListener("change", () =>
  quietly(async () => {
    const language = choice.language.value;
    await hand("/language", { persona: persona(), language });
    localStorage.setItem("language", language);
    await dress(language);
  }),
);
at("posts").children[1].addEventListener("click", () =>
  quietly(async () => {
    await hand("/language", { persona: persona(), language: locale(), posts: true });
    offer(locale());
    choice.language.focus();
  }),
);
at("posts").children[2].addEventListener("click", () => {
  sessionStorage.setItem("posts", locale());
  offer(posts.language);
  choice.language.focus();
});
at("jumping").addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.target.querySelector("button");
  quietly(() => once(button, async () => {
    notice("");
    begin();
    await hand("/jump", { to: choice.jump.value });
  }));
});
wide.addEventListener("change", arrange);

async function start() {
  try {
    await dress(localStorage.getItem("language"));
  } catch {
    at("notice").className = "trouble";
    setTimeout(start, 2000);
    return;
  }
  nightly(at("night"));
  arrange();
  listen();
  setInterval(tick, 1000);
  here().box.field.focus();
  document.body.dataset.ready = "";
}

start();

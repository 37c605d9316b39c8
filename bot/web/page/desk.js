// The page: who speaks, in which room, at what time, in which language.

import { Box } from "./box.js";
import { Log } from "./messages.js";
import { make } from "./make.js";
import { Stream, ask, hand, newKey } from "./net.js";
import { locale, moment, setZone, speak, word } from "./words.js";

const WAIT = 350;
const PATIENCE = 10000;
const at = (id) => document.getElementById(id);
const choice = { persona: at("persona"), room: at("room"), jump: at("jump"), language: at("language") };
const time = { ahead: 0, zone: "UTC" };
let troubled = "";
let waiting;

const scene = () => ({ room: choice.room.value, persona: choice.persona.value });
const mine = () => ({ room: scene().room, as: scene().persona });

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

async function handIn(door, what, answered = true) {
  const done = await hand(door, { ...mine(), ...what });
  notice("");
  if (answered) wait();
  return done;
}

const say = (text, key) => handIn("/say", { text, key }, /^\s*[/／]/.test(text));

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

const log = new Log(at("log"), {
  press: (message, line, button) => once(button, () => handIn("/press", { message, line, key: newKey() })),
  say: (line, button) =>
    once(button, async () => {
      await say(line, newKey());
      at("log").focus({ preventScroll: true });
    }),
  send: (message, draft, answers, key) => handIn("/form", { message, draft, answers, key }),
  private: () => {
    choice.room.value = "private";
    enter();
    at("message").focus();
  },
  file: (letter, block) => `/file/${letter}-${block}?${new URLSearchParams(mine())}`,
  chart: (letter, block, theme) => `/chart/${letter}-${block}-${theme}.png?${new URLSearchParams(mine())}`,
});

const box = new Box({ scene, notice, say });

const stream = new Stream((name, told) => {
  switch (name) {
    case "history":
      setClock(told);
      log.history(told.messages);
      break;
    case "message":
      if (told.speaker === null && !troubled) notice("");
      log.message(told);
      break;
    case "closed":
      log.closed(told.draft);
      break;
    case "clock":
      setClock(told);
      log.jumped(told.now, told.zone);
      break;
    case "online":
      if (troubled === "offline") notice("");
      break;
    case "offline":
      notice("offline");
      break;
  }
});

function setClock({ now, zone }) {
  time.ahead = new Date(now).getTime() - performance.now();
  time.zone = zone;
  setZone(zone);
  tick();
}

function tick() {
  const now = new Date(time.ahead + performance.now());
  const said = moment(now, time.zone);
  if (at("clock").textContent !== said) at("clock").textContent = said;
  at("clock").dateTime = now.toISOString();
  at("zone").textContent = time.zone;
}

function enter() {
  const { room, persona } = scene();
  sessionStorage.setItem("room", room);
  sessionStorage.setItem("persona", persona);
  log.persona = persona;
  stream.open(room, persona);
}

function options(select, found, kept) {
  const value = kept ?? select.value;
  select.replaceChildren(...found.map(([id, title]) => make("option", { value: id }, title)));
  if (found.some(([id]) => id === value)) select.value = value;
}

// Puts the page into a language; without one, into that of the person who speaks.
async function dress(language) {
  const persona = choice.persona.value || sessionStorage.getItem("persona") || "";
  const told = await ask("/desk", { lang: language ?? "", as: persona });
  speak(told);
  const titled = ({ name, role }) => (role ? `${name} · ${role}` : name);
  options(choice.persona, told.people.map((each) => [each.id, titled(each)]), choice.persona.value || sessionStorage.getItem("persona"));
  options(choice.room, told.rooms.map(({ id, title }) => [id, title]), choice.room.value || sessionStorage.getItem("room"));
  options(choice.jump, told.jumps.map(({ id, label }) => [id, label]));
  options(choice.language, told.languages, told.locale);
  at("jumping").hidden = !told.jumps.length;
  setClock(told);
  if (troubled) notice(troubled);
}

// The language that was chosen on this page is also the one its people are answered in.
async function answerIn(language) {
  await hand("/language", { persona: scene().persona, language });
}

async function quietly(act) {
  try {
    await act();
  } catch (problem) {
    notice(problem.word ?? "not_taken");
  }
}

choice.room.addEventListener("change", enter);
choice.persona.addEventListener("change", () => {
  enter();
  quietly(() => (localStorage.getItem("language") ? answerIn(locale()) : dress()));
});
choice.language.addEventListener("change", () =>
  quietly(async () => {
    const language = choice.language.value;
    await answerIn(language);
    localStorage.setItem("language", language);
    await dress(language);
    enter();
  }),
);
at("jumping").addEventListener("submit", (event) => {
  event.preventDefault();
  quietly(() => hand("/jump", { room: scene().room, to: choice.jump.value }));
});

async function start() {
  try {
    await dress(localStorage.getItem("language"));
  } catch {
    at("notice").className = "trouble";
    setTimeout(start, 2000);
    return;
  }
  enter();
  setInterval(tick, 1000);
  at("message").focus();
  document.body.dataset.ready = "";
}

start();

// One room: its conversation, its box, and what of it was not seen yet.

import { Box } from "./box.js";
import { onceAFrame } from "./frame.js";
import { Log } from "./messages.js";
import { make } from "./make.js";
import { word } from "./words.js";

export class Room {
  // `acts` as the log wants them, all for this room; `entered` is called when somebody goes to work in it.
  constructor({ id, look }, { acts, entered, ...talk }) {
    this.id = id;
    this.look = look;
    this.persona = "";
    this.unread = 0;
    this.element = document.getElementById("a-room").content.firstElementChild.cloneNode(true);
    this.element.classList.add(look);
    this.element.dataset.room = id;
    this.element.addEventListener("focusin", () => entered(this));
    this.place = this.element.querySelector(".log");
    this.log = new Log(this.place, { ...acts, welcomes: () => !this.place.querySelector(".message") || talk.first(this) });
    this.box = new Box(this.element.querySelector(".box"), id, talk);
    this.soon = onceAFrame(() => this.look_at());
    this.tab = make("button", { type: "button", class: look, onclick: () => entered(this) });
  }

  // Its words, in the language of the page.
  dress({ title, like }) {
    this.title = title;
    this.like = like;
    this.place.setAttribute("aria-label", title);
    this.box.list.setAttribute("aria-label", word("suggestions"));
    this.log.redraw();
    this.label();
    this.tell();
  }

  // One room is the one that is worked in; the others are looked at.
  current(now) {
    this.here = now;
    this.element.classList.toggle("current", now);
    // One conversation is read out as it goes on, or a post to the team would be read twice.
    this.place.setAttribute("role", now ? "log" : "group");
    this.place.setAttribute("aria-live", now ? "polite" : "off");
    this.label();
    this.tell();
  }

  label() {
    const name = word(this.here ? "message" : "write_in", { room: this.title });
    this.box.label.textContent = name;
    this.box.field.placeholder = this.here ? word("placeholder") : name;
  }

  get seen() {
    return this.element.offsetParent !== null;
  }

  history(persona, messages) {
    this.persona = persona;
    this.log.persona = persona;
    this.log.history(messages);
    const last = Number(sessionStorage.getItem(this.mark) ?? 0);
    this.unread = messages.filter(({ id, speaker }) => speaker !== persona && Number(id) > last).length;
    this.look_at();
  }

  message(told) {
    const known = this.log.shown.has(told.id);
    this.log.message(told);
    if (!known && told.speaker !== this.persona) this.unread += 1;
    this.soon();
  }

  get mark() {
    return `seen:${this.persona}:${this.id}`;
  }

  // What is in sight has been seen.
  look_at() {
    if (this.seen) {
      this.unread = 0;
      sessionStorage.setItem(this.mark, Math.max(0, ...[...this.log.shown.keys()].map(Number)));
    }
    this.tell();
  }

  tell() {
    const count = this.unread ? make("b", { class: "unread", "aria-label": word("unread", { n: this.unread }) }, String(this.unread)) : null;
    this.tab.replaceChildren(make("span", {}, this.title ?? "", " ", make("small", {}, this.like ?? "")), ...(count ? [count] : []));
    this.tab.setAttribute("aria-current", String(Boolean(this.here)));
  }
}

// The box: typing, sending, and what Muster proposes meanwhile.

import { make } from "./make.js";
import { ask, newKey } from "./net.js";
import { locale, word } from "./words.js";

const PAUSE = 90;

export class Box {
  // `say(text, key)` hands a text in; `scene()` tells room and persona. `name` tells the boxes of a page apart.
  constructor(form, name, { say, scene, notice }) {
    this.say = say;
    this.scene = scene;
    this.notice = notice;
    this.name = `box:${name}`;
    this.form = form;
    this.field = form.querySelector("textarea");
    this.label = form.querySelector("label");
    this.list = form.querySelector(".suggestions");
    this.found = document.getElementById("found");
    this.field.id = `message-${name}`;
    this.label.htmlFor = this.field.id;
    this.list.id = `offers-${name}`;
    this.field.setAttribute("aria-controls", this.list.id);
    this.active = -1;
    this.offers = [];
    this.key = null;
    this.field.value = sessionStorage.getItem(this.name) ?? "";
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("compositionend", () => this.changed());
    this.field.addEventListener("blur", () => this.close());
    window.addEventListener("resize", () => this.grow());
    this.grow();
  }

  changed() {
    this.key = null;
    sessionStorage.setItem(this.name, this.field.value);
    this.grow();
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.suggest(), PAUSE);
  }

  grow() {
    this.field.rows = Math.min(10, this.field.value.split("\n").length);
    while (this.field.scrollHeight > this.field.clientHeight && this.field.rows < 10) this.field.rows += 1;
  }

  pressed(event) {
    // Enter that ends a composition chooses a Chinese word; it is not meant for us. Safari tells it by 229 alone.
    if (event.isComposing || event.keyCode === 229) return;
    const open = !this.list.hidden;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (open && event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (open && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      this.choose(Math.max(0, this.active));
    } else if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      if (open && this.active >= 0) this.choose(this.active);
      else this.send();
    }
  }

  async send() {
    const text = this.field.value;
    if (!text.trim()) return;
    this.close();
    // Who types faster than the network waits for nothing: the next words go when the last ones have arrived.
    this.next = this.busy;
    if (this.busy) return;
    this.busy = true;
    // A second try of the same words keeps its key: if the first one did arrive, nothing is doubled.
    this.key ??= newKey();
    try {
      await this.say(text, this.key);
      this.key = null;
      if (this.field.value === text) this.put("");
    } catch (problem) {
      this.next = false;
      this.notice(problem.word ?? "not_taken");
    } finally {
      this.busy = false;
    }
    if (this.next) this.send();
  }

  put(text) {
    this.field.value = text;
    sessionStorage.setItem(this.name, text);
    this.grow();
  }

  async suggest() {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    const typed = this.field.value.slice(0, this.field.selectionStart);
    if (!/^[/／]/.test(typed) || document.activeElement !== this.field) return this.close();
    try {
      const { room, persona } = this.scene();
      const offers = await ask("/suggest", { room, as: persona, text: typed, lang: locale() }, asking.signal);
      if (this.asking === asking) this.show(offers);
    } catch {
      if (this.asking === asking) this.close();
    }
  }

  show(offers) {
    this.offers = offers;
    this.active = -1;
    this.field.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(
      ...offers.map(({ label, help }, at) =>
        make(
          "li",
          {
            role: "option",
            id: `${this.list.id}-${at}`,
            "aria-selected": "false",
            onmousedown: (event) => event.preventDefault(),
            onclick: () => this.choose(at),
          },
          make("b", {}, label),
          make("span", {}, help),
        ),
      ),
    );
    this.list.hidden = !offers.length;
    this.found.textContent = offers.length ? word("found", { n: offers.length }) : "";
  }

  move(step) {
    const count = this.offers.length;
    this.active = this.active < 0 ? (step > 0 ? 0 : count - 1) : (this.active + step + count) % count;
    [...this.list.children].forEach((each, at) => each.setAttribute("aria-selected", String(at === this.active)));
    this.list.children[this.active].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", this.list.children[this.active].id);
  }

  choose(at) {
    const after = this.field.value.slice(this.field.selectionStart);
    const { text } = this.offers[at];
    this.put(text + after);
    this.field.setSelectionRange(text.length, text.length);
    this.field.focus();
    this.close();
    this.changed();
  }

  close() {
    clearTimeout(this.soon);
    this.asking?.abort();
    this.list.hidden = true;
    this.active = -1;
    this.field.removeAttribute("aria-activedescendant");
    this.found.textContent = "";
  }
}

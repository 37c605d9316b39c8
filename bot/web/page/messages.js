// The conversation: messages in their order, each drawn from what the server says of it.

import { form } from "./form.js";
import { make, sentence } from "./make.js";
import { clockTime, dayKey, dayName, moment, tag, word } from "./words.js";

const NEAR = 160;

export class Log {
  // `acts`: press(message, line, button), say(line, button), send(message, draft, answers), private(),
  // file(message, block), chart(message, block, theme)
  constructor(place, acts) {
    this.place = place;
    this.acts = acts;
    this.persona = "";
    this.shown = new Map();
  }

  // Everything anew.
  history(messages) {
    this.place.setAttribute("aria-busy", "true");
    const focused = this.place.contains(document.activeElement);
    this.shown.clear();
    this.place.replaceChildren();
    for (const each of messages) this.put(each, false);
    this.divide();
    this.place.removeAttribute("aria-busy");
    this.place.scrollTop = this.place.scrollHeight;
    if (focused) this.place.focus();
  }

  // One message that was just said, or that replaces an earlier one.
  message(told) {
    const away = this.place.scrollHeight - this.place.scrollTop - this.place.clientHeight > NEAR;
    const made = this.put(told, true);
    this.divide();
    if (!away || told.speaker === this.persona) this.show(made.element);
    return made;
  }

  // The end of the conversation; of a message that is longer than the window, its beginning.
  show(element) {
    this.place.scrollTop = this.place.scrollHeight;
    if (element.offsetHeight > this.place.clientHeight) element.scrollIntoView({ block: "start" });
  }

  closed(draft, except) {
    for (const [id, made] of this.shown) {
      if (id !== except) made.form?.close(draft);
    }
  }

  // Where the clock was moved.
  jumped(at, zone) {
    const line = make("p", { class: "day", "data-jump": at }, word("jumped", { moment: moment(new Date(at), zone) }));
    this.place.append(line);
    this.place.scrollTop = this.place.scrollHeight;
  }

  put(told, fresh) {
    if (told.form?.open) this.closed(told.form.draft, told.id);
    const made = this.draw(told, fresh);
    const before = this.shown.get(told.id);
    this.shown.set(told.id, made);
    if (before) {
      const held = before.element.contains(document.activeElement);
      before.element.replaceWith(made.element);
      if (held && !made.form) made.element.querySelector("button, a")?.focus();
    } else this.insert(made.element, Number(told.id));
    if (fresh && made.form) made.form.arrive();
    return made;
  }

  insert(element, number) {
    let after = this.place.lastElementChild;
    while (after && after.dataset.id && Number(after.dataset.id) > number) after = after.previousElementSibling;
    if (after) after.after(element);
    else this.place.prepend(element);
  }

  draw(told, fresh) {
    const at = new Date(told.at);
    const bot = told.speaker === null;
    const kind = [bot ? "bot" : "person", told.private && "private", told.speaker === this.persona && "own", fresh && "new"];
    const body = make("div", { class: "body", lang: bot ? tag(told.locale) : undefined });
    for (const block of told.blocks) body.append(this.block(block, told));
    const filled = told.form ? form(told, this.acts) : null;
    if (filled) body.append(filled.element);
    if (told.buttons.length) body.append(this.buttons(told));
    const element = make(
      "article",
      { class: `message ${kind.filter(Boolean).join(" ")}`, "data-id": told.id, "data-day": dayKey(at, told.zone), "data-at": told.at, "data-zone": told.zone },
      face(told, bot),
      make(
        "div",
        { class: "content" },
        make(
          "p",
          { class: "says" },
          make("b", {}, told.name),
          make("time", { datetime: told.at }, clockTime(at, told.zone)),
          told.private && bot ? make("span", { class: "alone", "data-word": "only_you" }, word("only_you")) : null,
        ),
        body,
      ),
    );
    return { element, form: filled };
  }

  block(block, told) {
    switch (block.kind) {
      case "heading":
        return make("h3", {}, ...sentence(block.runs));
      case "bullets":
        return make("ul", {}, ...block.items.map((runs) => make("li", {}, ...sentence(runs))));
      case "table":
        return table(block);
      case "chart":
        return chart(block, (theme) => this.acts.chart(told.letter, block.at, theme));
      case "file": {
        const where = this.acts.file(told.letter, block.at);
        return make("a", { class: "file", href: where, download: block.name }, word("download", { name: block.name }));
      }
      default:
        return make("p", {}, ...sentence(block.runs));
    }
  }

  buttons(told) {
    const row = make("div", { class: "buttons" });
    for (const { kind, label, line, look } of told.buttons) {
      if (kind === "link") {
        row.append(make("a", { href: line, target: "_blank", rel: "noopener noreferrer" }, label));
        continue;
      }
      const press = (event) =>
        kind === "private" ? this.acts.private() : this.acts.press(told.id, line, event.currentTarget);
      row.append(make("button", { type: "button", class: look === "plain" ? undefined : look, onclick: press }, label));
    }
    return row;
  }

  // A line wherever a new day begins, and something to begin with where nothing was said yet.
  divide() {
    for (const each of this.place.querySelectorAll(".day:not([data-jump]), .empty")) each.remove();
    let day = "";
    for (const each of [...this.place.querySelectorAll(".message")]) {
      if (each.dataset.day !== day) {
        day = each.dataset.day;
        each.before(make("p", { class: "day" }, dayName(new Date(each.dataset.at), each.dataset.zone)));
      }
    }
    if (!this.shown.size) this.place.prepend(this.welcome());
  }

  welcome() {
    const press = ({ currentTarget }) => this.acts.say(currentTarget.textContent, currentTarget);
    const line = (inside, named) => make("button", { type: "button", onclick: press, "data-word": named }, inside);
    return make(
      "div",
      { class: "empty" },
      make("h3", { "data-word": "welcome" }, word("welcome")),
      make("p", { "data-word": "start" }, word("start")),
      make("div", { class: "buttons" }, line("/daily"), line(word("start_line"), "start_line"), line("/help")),
    );
  }
}

function face(told, bot) {
  if (bot) return make("span", { class: "face", "aria-hidden": "true" }, make("img", { src: "/page/mark.svg", alt: "" }));
  const letters = told.name.split(/\s+/).map((part) => [...part][0]).slice(0, 2).join("");
  return make("span", { class: "face", "aria-hidden": "true" }, letters);
}

// A picture by day and by night, and its figures for whoever does not see it. Where there is no picture they stand open.
function chart({ title, figures, width, height }, where) {
  const night = make("source", { srcset: where("dark"), media: "(prefers-color-scheme: dark)" });
  const shown = make("img", { src: where("light"), alt: [title, ...figures].join("\n"), width, height });
  const picture = make("picture", {}, night, shown);
  const words = make(
    "details",
    {},
    make("summary", { "data-word": "figures" }, word("figures")),
    make("ul", {}, ...figures.map((line) => make("li", {}, line))),
  );
  shown.addEventListener("error", () => {
    picture.replaceWith(make("h3", {}, title));
    words.open = true;
  });
  return make("figure", { class: "chart" }, picture, words);
}

function table({ columns, rows }) {
  const head = make("tr", {}, ...columns.map((runs) => make("th", { scope: "col" }, ...sentence(runs))));
  const lines = rows.map((cells) =>
    make("tr", {}, ...cells.map((runs, at) => make(at ? "td" : "th", at ? {} : { scope: "row" }, ...sentence(runs)))),
  );
  return make("div", { class: "sheet" }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...lines)));
}

// The conversation: messages in their order, each drawn from what the server says of it.

import { form } from "./form.js";
import { onceAFrame } from "./frame.js";
import { make, sentence } from "./make.js";
import { chart, table } from "./sheets.js";
import { clockTime, dayKey, dayName, moment, tag, word } from "./words.js";

const NEAR = 160;
const COLOURS = 6;
// Milliseconds: what is done at the goal of a jump takes a little.
const A_MOMENT = 3000;

export class Log {
  // `acts`: press(message, line, button), say(line, button), send(message, draft, answers), private(), leave(),
  // file(message, block), chart(message, block, theme), welcomes()
  constructor(place, acts) {
    this.place = place;
    this.acts = acts;
    this.persona = "";
    this.shown = new Map();
    this.goal = NaN;
    // Whether its end is in sight: then it stays there, whatever else takes room on the page.
    this.low = true;
    // What came since the page was drawn last, and whether its end was far from sight before.
    this.news = [];
    this.away = false;
    this.soon = onceAFrame(() => this.settle());
    place.addEventListener("scroll", () => {
      this.low = place.scrollHeight - place.scrollTop - place.clientHeight < 2;
    });
    new ResizeObserver(() => this.low && this.end()).observe(place);
  }

  // Everything anew.
  history(messages) {
    this.place.setAttribute("aria-busy", "true");
    const focused = this.place.contains(document.activeElement);
    this.shown.clear();
    this.news = [];
    this.place.replaceChildren();
    for (const each of messages) this.put(each, false);
    this.divide();
    this.place.removeAttribute("aria-busy");
    this.end();
    if (focused) this.place.focus();
  }

  end() {
    this.place.scrollTop = this.place.scrollHeight;
  }

  // The same in the language of the page as it is now.
  redraw() {
    const { low } = this;
    const top = this.place.scrollTop;
    this.history([...this.shown.values()].map(({ told }) => told));
    if (!low) this.place.scrollTop = top;
  }

  // One message that was just said, or that replaces an earlier one. Many may come at once, and to measure the page makes
  // the browser lay it out: where to go is settled once, when it is drawn.
  message(told) {
    if (!this.news.length) this.away = this.place.scrollHeight - this.place.scrollTop - this.place.clientHeight > NEAR;
    const onTheWay = new Date(told.at) - this.goal < A_MOMENT;
    const changed = this.shown.has(told.id);
    this.put(told, true);
    this.news.push({ id: told.id, changed, mine: onTheWay || told.speaker === this.persona });
    this.soon();
  }

  settle() {
    this.divide();
    const last = [...this.place.querySelectorAll(".message")].at(-1);
    let { away } = this;
    let stays = false;
    let going = null;
    for (const { id, changed, mine } of this.news) {
      const { element } = this.shown.get(id);
      // What only changed, somewhere above, is no reason to go there.
      if (changed && element !== last) {
        stays ||= !away;
      } else if (!away || mine) {
        going = element;
        away = this.longer(element);
      }
    }
    this.news = [];
    if (going) this.show(going);
    else if (stays) this.end();
  }

  // The end of the conversation; of a message that is longer than the window, its beginning.
  show(element) {
    this.end();
    if (this.longer(element)) element.scrollIntoView({ block: "start" });
  }

  longer(element) {
    return element.offsetHeight > this.place.clientHeight;
  }

  closed(draft, except) {
    for (const [id, made] of this.shown) {
      if (id !== except) made.form?.close(draft);
    }
  }

  // Where the clock was moved. What happened on the way is followed to its end, long as some of it may be.
  jumped(at, zone) {
    this.goal = new Date(at);
    const line = make("p", { class: "day", "data-jump": at }, word("jumped", { moment: moment(new Date(at), zone) }));
    this.place.append(line);
    this.end();
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
    const kind = [
      bot ? "bot" : "person",
      told.private && "private",
      told.speaker === this.persona && "own",
      fresh && "new",
      !bot && /^\s*[/／]/.test(told.blocks[0]?.runs?.[0]?.[1] ?? "") && "command",
    ];
    const body = make("div", { class: "body", lang: bot ? tag(told.locale) : undefined });
    for (const block of told.blocks) body.append(this.block(block, told));
    const filled = told.form ? form(told, this.acts) : null;
    if (filled) body.append(filled.element);
    const element = make(
      "article",
      {
        class: `message ${kind.filter(Boolean).join(" ")}`,
        "data-id": told.id,
        "data-day": dayKey(at, told.zone),
        "data-at": told.at,
        "data-zone": told.zone,
        "data-colour": bot ? undefined : colour(told.speaker),
      },
      face(told, bot),
      make(
        "div",
        { class: "content" },
        make(
          "div",
          { class: "bubble" },
          make(
            "p",
            { class: "says" },
            make("b", {}, told.name),
            bot ? make("span", { class: "tag", "data-word": "bot" }, word("bot")) : null,
            make("span", { class: "used", "data-word": "used" }, word("used")),
            make("time", { datetime: told.at }, clockTime(at, told.zone)),
            told.private && bot ? make("span", { class: "alone", "data-word": "only_you" }, word("only_you")) : null,
          ),
          body,
        ),
        told.buttons.length ? this.buttons(told) : null,
      ),
    );
    return { element, form: filled, told };
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

  // A line wherever a new day begins, and something to begin with where nothing was said yet. What stands right stays: to
  // take it away and put it back makes the browser look at every message again.
  divide() {
    const right = new Set();
    const all = [...this.place.querySelectorAll(".message")];
    // A card that changed bears the time of its change, but was said before all that follow it.
    const firsts = [];
    for (let at = all.length - 1, first = all.at(-1); at >= 0; at -= 1) {
      if (all[at].dataset.at < first.dataset.at) first = all[at];
      firsts[at] = first.dataset;
    }
    all.forEach((each, at) => {
      const { day } = firsts[at];
      if (day === firsts[at - 1]?.day) return;
      let line = each.previousElementSibling;
      if (!line?.matches(".day") || line.dataset.day !== day) {
        line = make("p", { class: "day", "data-day": day }, dayName(new Date(firsts[at].at), firsts[at].zone));
        each.before(line);
      }
      right.add(line);
    });
    for (const each of this.place.querySelectorAll(".day:not([data-jump])")) right.has(each) || each.remove();
    this.place.querySelector(".empty")?.remove();
    if (this.acts.welcomes()) this.place.append(this.welcome());
  }

  welcome() {
    const press = ({ currentTarget }) => this.acts.say(currentTarget.textContent, currentTarget);
    const line = (inside, named) => make("button", { type: "button", onclick: press, "data-word": named }, inside);
    return make(
      "div",
      { class: this.shown.size ? "empty after" : "empty" },
      make("h3", { "data-word": "welcome" }, word("welcome")),
      make("p", { "data-word": "start" }, word("start")),
      make("div", { class: "buttons" }, line("/daily"), line(word("start_line"), "start_line"), line("/board"), line("/activity"), line("/help")),
    );
  }
}

// Everybody has a colour of her own.
function colour(name) {
  return [...name].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) % 997, 7) % COLOURS;
}

function face(told, bot) {
  if (bot) return make("span", { class: "face", "aria-hidden": "true" }, make("img", { src: "/page/mark.svg", alt: "" }));
  const letters = told.name.split(/\s+/).map((part) => [...part][0]).slice(0, 2).join("");
  return make("span", { class: "face", "aria-hidden": "true" }, letters);
}

// A form of the conversation. What is typed into it is kept in this browser until the form is done.

import { make, sentence } from "./make.js";
import { newKey } from "./net.js";
import { word } from "./words.js";

const PATIENCE = 15000;

export function form(told, acts) {
  const made = new Form(told, acts);
  return { element: made.element, close: (draft) => made.close(draft), arrive: () => made.arrive() };
}

class Form {
  constructor(told, acts) {
    this.told = told;
    this.acts = acts;
    this.form = told.form;
    this.key = newKey();
    this.open = told.form.open;
    this.sent = false;
    this.element = make("div", { class: "ask" });
    this.element.append(make("h3", { id: this.id("title") }, ...sentence(this.form.title)));
    if (this.open) this.draw();
    else this.over("form_closed");
  }

  id(part) {
    return `form-${this.told.letter}-${part}`;
  }

  draw() {
    const kept = read(this.form.draft);
    this.fields = make("fieldset", { class: "fields" });
    for (const each of this.form.fields) this.fields.append(this.field(each, kept));
    this.error = make("div", { class: "error", id: this.id("error"), role: "alert", hidden: true });
    this.say(this.form.error.map((runs) => make("p", {}, ...sentence(runs))));
    this.save = make("button", { type: "submit", class: "primary" }, this.form.save);
    this.cancel = make("button", { type: "button", onclick: () => this.give_up() }, this.form.cancel);
    const shape = make(
      "form",
      { class: "ask", novalidate: true, autocomplete: "off", "aria-labelledby": this.id("title"), onsubmit: (event) => this.submit(event) },
      this.error,
      this.fields,
      make("div", { class: "buttons" }, this.save, this.cancel),
    );
    shape.addEventListener("input", () => write(this.form.draft, this.answers(true)));
    shape.addEventListener("keydown", (event) => {
      // Escape that ends a composition is not meant for us.
      if (event.key === "Escape" && !event.isComposing && event.keyCode !== 229 && !this.sent) this.give_up();
    });
    this.shape = shape;
    this.element.append(shape);
  }

  field(asked, kept) {
    const id = this.id(asked.name);
    const value = kept[asked.name] ?? asked.value;
    const wrong = this.form.wrong === asked.name;
    const described = [asked.hint.length ? `${id}-hint` : "", wrong ? this.id("error") : ""];
    const common = {
      id,
      name: asked.name,
      required: asked.required,
      "aria-invalid": wrong ? "true" : undefined,
      "aria-describedby": described.filter(Boolean).join(" ") || undefined,
    };
    const input = control(asked, value, common);
    const hint = make("p", { class: "hint" }, asked.hint.length ? make("span", { id: `${id}-hint` }, ...sentence(asked.hint)) : null);
    if (asked.default) hint.append(this.offer(asked, input));
    return make(
      "div",
      { class: asked.type === "long" ? "field wide" : "field" },
      make("label", { for: id }, asked.label, asked.required ? make("span", {}, ` (${word("needed")})`) : null),
      input,
      hint.childNodes.length ? hint : null,
    );
  }

  offer(asked, input) {
    const use = () => {
      input.value = asked.default;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.focus();
    };
    const said = word("use", { value: asked.default });
    return make("button", { type: "button", "aria-label": `${said}: ${asked.label}`, onclick: use }, said);
  }

  answers(all) {
    const given = [...new FormData(this.shape)].filter(([, value]) => all || value.trim());
    return Object.fromEntries(given);
  }

  async submit(event) {
    event.preventDefault();
    if (this.sent) return;
    this.say([]);
    if (this.lacks()) return;
    await this.during(this.save, () => this.acts.send(this.told.id, this.form.draft, this.answers(false), this.key));
  }

  // What is needed and still empty is shown here; the first of it is where the person goes on.
  lacks() {
    const needed = [...this.shape.querySelectorAll("[required]")];
    const empty = needed.filter((each) => !each.value.trim());
    for (const each of needed) each.toggleAttribute("aria-invalid", false);
    for (const each of empty) each.setAttribute("aria-invalid", "true");
    const names = empty.map((each) => this.form.fields.find((asked) => asked.name === each.name).label);
    if (names.length) this.say([make("p", {}, word("missing", { names: names.join(" · ") }))]);
    empty[0]?.focus();
    return empty.length > 0;
  }

  async give_up() {
    await this.during(this.cancel, () => this.acts.press(this.told.id, `/form ${this.form.draft} cancel`));
  }

  // Nothing can be pressed twice while it is on its way; when no answer comes it can be tried again.
  async during(button, act) {
    this.sent = true;
    button.setAttribute("aria-disabled", "true");
    const again = () => {
      this.sent = false;
      button.removeAttribute("aria-disabled");
    };
    try {
      await act();
      this.key = newKey();
      setTimeout(again, PATIENCE);
    } catch (problem) {
      again();
      this.say([make("p", {}, word(problem.word ?? "not_taken"))]);
    }
  }

  say(lines) {
    this.error.replaceChildren(...lines);
    this.error.hidden = !lines.length;
  }

  // A form that was just asked for is where the person goes on.
  arrive() {
    if (!this.open) return;
    const wrong = this.shape.querySelector("[aria-invalid]");
    (wrong ?? this.shape.querySelector("input, select, textarea"))?.focus({ preventScroll: !wrong });
  }

  close(draft) {
    if (!this.open || draft !== this.form.draft) return;
    this.open = this.form.open = false;
    const held = this.element.contains(document.activeElement);
    this.shape.remove();
    this.over(this.sent ? "form_sent" : "form_closed");
    if (held) this.acts.leave();
    forget(draft);
  }

  over(name) {
    this.element.append(make("p", { class: "done", "data-word": name }, word(name)));
  }
}

function control(asked, value, common) {
  if (asked.type === "choice") {
    const choices = asked.choices.map(([key, label]) => make("option", { value: key, selected: key === value }, label));
    if (!asked.required || !value) choices.unshift(make("option", { value: "" }, word("none_chosen")));
    return make("select", common, ...choices);
  }
  if (asked.type === "long") return make("textarea", { ...common, rows: 3 }, value);
  return make("input", { ...common, type: "text", value, maxlength: 2000 });
}

const name = (draft) => `form:${draft}`;

function read(draft) {
  try {
    return JSON.parse(localStorage.getItem(name(draft))) ?? {};
  } catch {
    return {};
  }
}

function write(draft, answers) {
  try {
    localStorage.setItem(name(draft), JSON.stringify(answers));
  } catch {
    // A browser that keeps nothing: the form works without.
  }
}

function forget(draft) {
  localStorage.removeItem(name(draft));
}

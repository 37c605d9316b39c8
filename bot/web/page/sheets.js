// Tables and charts of a message.

import { make, sentence } from "./make.js";
import { theme } from "./night.js";
import { word } from "./words.js";

// A table of more rows than this shows a few of them first.
const LONG = 14;
const FEW = 8;

// A picture by day and by night, and its figures for whoever does not see it. Where there is no picture they stand open.
export function chart({ title, figures, width, height }, where) {
  const both = { "data-light": where("light"), "data-dark": where("dark") };
  const shown = make("img", { ...both, src: where(theme()), alt: [title, ...figures].join("\n"), width, height });
  const words = make(
    "details",
    {},
    make("summary", { "data-word": "figures" }, word("figures")),
    make("ul", {}, ...figures.map((line) => make("li", {}, line))),
  );
  shown.addEventListener("error", () => {
    shown.replaceWith(make("h3", {}, title));
    words.open = true;
  });
  return make("figure", { class: "chart" }, shown, words);
}

export function table({ columns, rows }) {
  const head = make("tr", {}, ...columns.map((runs) => make("th", { scope: "col" }, ...sentence(runs))));
  const lines = rows.map((cells) =>
    make("tr", {}, ...cells.map((runs, at) => make(at ? "td" : "th", at ? {} : { scope: "row" }, ...sentence(runs)))),
  );
  const sheet = make("div", { class: "sheet" }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...lines)));
  if (lines.length <= LONG) return sheet;
  const rest = lines.slice(FEW);
  for (const each of rest) each.hidden = true;
  const more = make("button", { type: "button", class: "more" }, word("show_all", { n: lines.length }));
  more.addEventListener("click", () => {
    for (const each of rest) each.hidden = false;
    more.remove();
  });
  sheet.append(more);
  return sheet;
}

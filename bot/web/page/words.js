// The page's own words, and how days and times are written in its language.

const known = { words: {}, locale: "en", zone: "UTC" };

export function speak({ words, locale, zone }) {
  Object.assign(known, { words, locale, zone });
  document.documentElement.lang = tag(locale);
  // A room is cloned from its template, which the document does not look into.
  for (const place of [document, document.getElementById("a-room").content]) {
    for (const each of place.querySelectorAll("[data-word]")) each.textContent = word(each.dataset.word);
  }
}

export function word(name, slots = {}) {
  return Object.entries(slots).reduce((said, [slot, value]) => said.replace(`{${slot}}`, value), known.words[name] ?? name);
}

export const locale = () => known.locale;
export const tag = (locale) => locale.replace("_", "-");

export function setZone(zone) {
  known.zone = zone;
}

const written = (at, zone, options) =>
  new Intl.DateTimeFormat(tag(known.locale), { timeZone: zone ?? known.zone, ...options }).format(at);

export const clockTime = (at, zone) => written(at, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const dayName = (at, zone) => written(at, zone, { weekday: "long", month: "long", day: "numeric" });
export const moment = (at, zone) =>
  `${written(at, zone, { weekday: "short", month: "short", day: "numeric" })} ${clockTime(at, zone)}`;
export const dayKey = (at, zone) =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone ?? known.zone }).format(at);

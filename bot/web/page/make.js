// Building the page out of elements. Every word goes in as text.

export function make(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...inside.filter((each) => each !== null && each !== undefined));
  return made;
}

// A sentence: words, and what is to be copied.
export function sentence(runs) {
  return runs.map(([kind, words]) => (kind === "code" ? make("code", {}, words) : words));
}

export function plain(runs) {
  return runs.map(([, words]) => words).join("");
}

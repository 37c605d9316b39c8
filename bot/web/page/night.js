// By day or by night: as the system has it, until somebody chooses.

const system = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

export const night = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
export const theme = () => (night() ? "dark" : "light");

// The button that changes it. Pictures that are there in both follow.
export function nightly(button) {
  const follow = () => {
    button.setAttribute("aria-pressed", String(night()));
    for (const each of document.querySelectorAll("img[data-dark]")) each.src = each.dataset[theme()];
  };
  button.addEventListener("click", () => {
    root.dataset.theme = night() ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
    follow();
  });
  system.addEventListener("change", follow);
  follow();
}

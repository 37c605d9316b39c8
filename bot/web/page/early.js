// Before anything is drawn: by day or by night, as it was chosen on this page.
{
  const chosen = localStorage.getItem("theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
}

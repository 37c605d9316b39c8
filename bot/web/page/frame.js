// What is asked for many times and done once.

// A function that has `work` done before the page is drawn next, however often it is called until then.
export function onceAFrame(work) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      work();
    });
  };
}

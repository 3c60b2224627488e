// The page is run again when its theme turns. Why it is needed: lib/ui/theme_turned.py.
export default function ({ parentElement, setTriggerValue }) {
  const host = parentElement.host ?? parentElement;
  const ground = () => getComputedStyle(host).getPropertyValue("--st-background-color").trim();
  let shown = ground();
  const watch = setInterval(() => {
    const now = ground();
    if (now === shown) return;
    shown = now;
    setTriggerValue("turned", now);
  }, 500);
  return () => clearInterval(watch);
}

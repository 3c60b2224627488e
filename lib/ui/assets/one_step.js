// A row or a bar that opens a person: one step of the browser's history. Why it is needed: lib/ui/one_step.py.
export default function ({ data }) {
  if (window.history.labreadyOneStep) return;
  window.history.labreadyOneStep = true;
  const push = window.history.pushState.bind(window.history);
  const without = (place) => {
    const query = new URLSearchParams(place.search);
    query.delete(data.name);
    query.sort();
    return query.toString();
  };
  window.history.pushState = (state, unused, url) => {
    const from = window.location;
    const to = new URL(url, from.href);
    const page = to.pathname.split("/").pop();
    const onTheWay =
      to.pathname === from.pathname && !data.pages.includes(page) && without(to) === without(from);
    if (onTheWay) window.history.replaceState(state, unused, url);
    else push(state, unused, url);
  };
}

"""What the pages need of the browser, and Streamlit has no setting for: the `/` key, and Back that leads back.

On the way to another page Streamlit first puts the new page's parameters behind the old page's address, as a step of its
own in the browser's history. Back would lead there: to the list one came from, without its filters. On arrival it takes
what says nothing (a default) out of the address, as one more step. Neither step is kept.
"""

import streamlit as st

_SCRIPT = """
<script>
if (!window.headlineReports) {
  window.headlineReports = true;

  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest("input, textarea, [contenteditable]");
    const box = document.querySelector('input[aria-label="Search the reports"]');
    if (event.key === "/" && !busy && box) { event.preventDefault(); box.focus(); box.select(); }
  });

  const push = history.pushState.bind(history);
  let between = { address: "", at: 0 }, arrived = Date.now();
  const isPart = (part, whole) => part.search !== "" &&
    [...part.searchParams].every(([name, value]) => whole.searchParams.getAll(name).includes(value));
  history.pushState = (state, title, url) => {
    const here = new URL(location.href), there = new URL(url, here);
    const isElsewhere = here.pathname !== there.pathname, isSameQuery = here.search === there.search;
    const isFresh = between.address === here.href && Date.now() - between.at < 3000;
    const isTidied = !isElsewhere && isPart(there, here) && Date.now() - arrived < 3000;
    if (isTidied || (isElsewhere && isSameQuery && isFresh)) {
      history.replaceState(state, title, url);
    } else {
      push(state, title, url);
    }
    if (isElsewhere) { arrived = Date.now(); }
    between = { address: isElsewhere || isSameQuery || isTidied ? "" : there.href, at: Date.now() };
  };
  window.addEventListener("popstate", () => { between = { address: "", at: 0 }; });
}
</script>
"""


def mend_browser() -> None:
    """Add both to the page, once per visit."""
    st.html(_SCRIPT, unsafe_allow_javascript=True)

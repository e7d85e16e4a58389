// Put into a page: notes when a key went down, and when each text was first drawn in what has the test id `marked`.
// Times are ms of the wall clock, which all pages of one machine share.
globalThis.watchPage = function watchPage(marked) {
  const noted = { pressedMs: 0, shownMs: {} }
  globalThis.noted = noted
  const now = () => performance.timeOrigin + performance.now()
  addEventListener('keydown', () => (noted.pressedMs = now()), { capture: true })
  const look = () => {
    for (const element of document.querySelectorAll(`[data-testid="${marked}"]`)) {
      const text = element.dataset.status ?? element.textContent.trim()
      if (text in noted.shownMs) continue
      noted.shownMs[text] = 0
      // What the next frame drew is what a person sees.
      requestAnimationFrame(() => setTimeout(() => (noted.shownMs[text] = now())))
    }
  }
  look()
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  })
}
